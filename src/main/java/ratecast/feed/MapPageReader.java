package ratecast.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import ratecast.intake.Intake;

/** Reads the members of a {@link MapPage}, in any order. For one page. */
final class MapPageReader {
  private static final int LONGEST_TEXT = 300;

  private final Intake.Builder<String> rows = new Intake.Builder<>();
  private final Map<String, BigDecimal> rates = new HashMap<>();
  private String base = "";
  private String amount = "1";
  private String timestamp = "";
  private String date = "";
  private boolean refused;
  private String refusal = "it does not say why";

  /** From behind the opening brace to the closing one. */
  void read(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "success" -> refused = value == JsonToken.VALUE_FALSE;
        case "error" -> readError(parser, value);
        case "rates" -> readRates(parser, value);
        case "base" -> base = parser.getText();
        case "amount" -> amount = parser.getText();
        case "timestamp" -> timestamp = parser.getText();
        case "date" -> date = parser.getText();
        default -> {}
      }
      parser.skipChildren();
    }
  }

  /** {@code {"code":104,"type":"...","info":"a sentence"}}: the sentence, or else the word. */
  private void readError(JsonParser parser, JsonToken first) throws IOException {
    if (first != JsonToken.START_OBJECT) {
      return;
    }
    String word = "";
    String sentence = "";
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "type" -> word = parser.getText();
        case "info" -> sentence = parser.getText();
        default -> {}
      }
      parser.skipChildren();
    }
    String said = sentence.isBlank() ? word : sentence;
    refusal = said.isBlank() ? refusal : said.substring(0, Math.min(said.length(), LONGEST_TEXT));
  }

  private void readRates(JsonParser parser, JsonToken first) throws IOException {
    if (first != JsonToken.START_OBJECT) {
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String currency = parser.currentName();
      parser.nextToken();
      Optional<BigDecimal> rate =
          parser.currentToken().isScalarValue()
              ? Decimals.parse(parser.getText()).filter(Decimals::isPriceSized)
              : Optional.empty();
      parser.skipChildren();
      if (rate.isEmpty()) {
        rows.reject("not-a-number", currency);
      } else if (rate.get().signum() <= 0) {
        rows.reject("not-positive", currency + " " + rate.get());
      } else {
        rates.put(currency, rate.get());
      }
    }
  }

  /** What was read. */
  MapPage page() throws PollException {
    if (refused) {
      throw new PollException("refused", "the source refuses: " + refusal);
    }
    Optional<BigDecimal> unit =
        Decimals.parse(amount).filter(Decimals::isPriceSized).filter(n -> n.signum() > 0);
    if (base.isEmpty() || unit.isEmpty()) {
      throw new PollException("not-a-rates-page", "the page does not say what its rates are of");
    }
    if (rates.isEmpty()) {
      throw new PollException("no-rates", "the page of rates has no rates");
    }
    rates.put(base, unit.get());
    return new MapPage(Map.copyOf(rates), time(), rows.build().rejections());
  }

  private Optional<Long> time() {
    try {
      if (!timestamp.isEmpty()) {
        return Optional.of(Long.parseLong(timestamp));
      }
      return date.isEmpty()
          ? Optional.empty()
          : Optional.of(LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toEpochSecond());
    } catch (NumberFormatException | DateTimeParseException notATime) {
      return Optional.empty();
    }
  }
}

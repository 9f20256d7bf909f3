package ratecast.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.regex.Pattern;
import ratecast.intake.Intake;
import ratecast.market.Quote;

/**
 * Reads the text of the rates page: {@code null({"Rates":[{"Symbol":"EURUSD","Bid":...}]});}, both
 * the newer generation and the older one, which is no valid JSON: all values are strings and a
 * comma stands before every closing brace. A bare NaN costs its row. Prices go from text to decimal
 * and are never a double.
 */
final class EmcontPage {
  private static final Pattern OPENING = Pattern.compile("\\s*+[A-Za-z_$][\\w$.]*+\\s*+\\(\\s*+");
  private static final Pattern CLOSING = Pattern.compile("\\s*+\\)\\s*+;?\\s*+");

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
          .enable(JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS)
          .enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .build();

  private final Intake.Builder<Quote> quotes = new Intake.Builder<>();
  private boolean anyRow;

  private EmcontPage() {}

  /**
   * The whole page or nothing.
   *
   * @throws PollException "empty", "not-a-rates-page", "truncated" (half a page: it may hold good
   *     rows, but nobody knows which are whole) or "no-rates"
   */
  static Intake<Quote> parse(String body) throws PollException {
    String text = body.startsWith("\uFEFF") ? body.substring(1) : body;
    if (text.isBlank()) {
      throw new PollException("empty", "the rates page has no text");
    }
    int start = text.indexOf('{');
    String before = text.substring(0, Math.max(0, start));
    boolean wrapped = OPENING.matcher(before).matches();
    if (start < 0 || !(wrapped || before.isBlank())) {
      throw notAPage(text);
    }
    String json = text.substring(start);
    EmcontPage page = new EmcontPage();
    String rest = json.substring(page.read(json));
    if (wrapped ? !CLOSING.matcher(rest).matches() : !rest.isBlank()) {
      throw truncated("its end is \"" + shortened(rest) + "\"");
    }
    if (!page.anyRow) {
      throw new PollException("no-rates", "the rates page has no rates");
    }
    return page.quotes.build();
  }

  /** Returns where the object ends. */
  private int read(String json) throws PollException {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean rates = parser.currentName().equals("Rates");
        if (parser.nextToken() == JsonToken.START_ARRAY && rates) {
          readRates(parser);
        } else {
          parser.skipChildren();
        }
      }
      return Math.toIntExact(parser.currentLocation().getCharOffset());
    } catch (JsonEOFException half) {
      throw truncated("it ends within the rates");
    } catch (IOException malformed) {
      throw notAPage(json);
    }
  }

  private void readRates(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      anyRow = true;
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        readRate(parser);
      } else {
        parser.skipChildren();
        quotes.reject("not-a-rate", "");
      }
    }
  }

  private void readRate(JsonParser parser) throws IOException {
    String symbol = "";
    String bid = "";
    String ask = "";
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      JsonToken token = parser.nextToken();
      switch (key) {
        case "Symbol" -> symbol = token.isScalarValue() ? parser.getText() : "";
        case "Bid" -> bid = token.isScalarValue() ? parser.getText().strip() : "";
        case "Ask" -> ask = token.isScalarValue() ? parser.getText().strip() : "";
        default -> {}
      }
      parser.skipChildren();
    }
    take(symbol, bid, ask);
  }

  private void take(String symbol, String bid, String ask) {
    var bidPrice = Decimals.parse(bid);
    var askPrice = Decimals.parse(ask);
    if (symbol.isEmpty() || bid.isEmpty() || ask.isEmpty()) {
      quotes.reject("incomplete", symbol + " " + bid + " " + ask);
    } else if (bidPrice.isEmpty() || askPrice.isEmpty()) {
      quotes.reject("not-a-number", symbol + " " + bid + " " + ask);
    } else {
      quotes.take(new Quote(symbol, bidPrice.get(), askPrice.get()));
    }
  }

  private static PollException truncated(String how) {
    return new PollException("truncated", "the rates page is only a part: " + how);
  }

  private static PollException notAPage(String text) {
    return new PollException(
        "not-a-rates-page", "the answer is not a rates page: \"" + shortened(text) + "\"");
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}

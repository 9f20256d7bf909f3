package ratecast.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ratecast.intake.Intake;
import ratecast.intake.Rejection;
import ratecast.market.Asset;

/**
 * The value of a record, docs/PROTOCOL.md 3: {@code
 * {"name":"EURUSD","value":1.11,"time":1455883484}} or an array of such objects. The first is
 * written, both are read. Any thread.
 */
final class TickerJson {
  /** Minutes since 1970 have eight digits until then: February 2160. Milliseconds lie above. */
  private static final long END_OF_TIME = 6_000_000_000L;

  private static final int MAX_DEPTH = 8;
  private static final int MAX_NUMBER = 100;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER)
                  .build())
          .build();

  private TickerJson() {}

  static byte[] encode(Ticker ticker) {
    return ("{\"name\":\""
            + ticker.name()
            + "\",\"value\":"
            + ticker.value()
            + ",\"time\":"
            + ticker.time()
            + "}")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Row by row; text that is no JSON is turned away whole, since nobody knows what it meant. */
  static Intake<Ticker> decode(byte @Nullable [] value) {
    if (value == null) {
      return turnedAway("empty", "");
    }
    Intake.Builder<Ticker> rows = new Intake.Builder<>();
    try (JsonParser parser = JSON.createParser(value)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          row(parser, rows);
        }
      } else if (first == null) {
        return turnedAway("empty", "");
      } else {
        row(parser, rows);
      }
      return parser.nextToken() == null ? rows.build() : turnedAway("not-json", text(value));
    } catch (IOException malformed) {
      return turnedAway("not-json", text(value));
    }
  }

  private static void row(JsonParser parser, Intake.Builder<Ticker> rows) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      rows.reject("not-a-record", "");
      return;
    }
    String name = "";
    double value = Double.NaN;
    long time = -1;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String member = parser.currentName();
      JsonToken token = parser.nextToken();
      switch (member) {
        case "name" -> name = token == JsonToken.VALUE_STRING ? parser.getText() : "";
        case "value" -> value = token.isNumeric() ? parser.getDoubleValue() : Double.NaN;
        case "time" -> time = token.isNumeric() ? seconds(parser.getDoubleValue()) : -1;
        default -> {}
      }
      parser.skipChildren();
    }
    take(name, value, time, rows);
  }

  /** Doubles hold a microsecond at this size; -1 for what is no time. */
  private static long seconds(double time) {
    return time >= 0 && time < END_OF_TIME ? (long) time : -1;
  }

  private static void take(String name, double value, long time, Intake.Builder<Ticker> rows) {
    if (!Asset.isName(name)) {
      rows.reject("bad-name", name);
    } else if (!Double.isFinite(value)) {
      rows.reject("bad-value", name);
    } else if (time < 0) {
      rows.reject("bad-time", name);
    } else {
      rows.take(new Ticker(name, time, value));
    }
  }

  private static Intake<Ticker> turnedAway(String reason, String text) {
    return new Intake<>(List.of(), List.of(new Rejection(reason, text)));
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }
}

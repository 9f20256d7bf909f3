package ratecast.pitch;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import ratecast.pitch.PushedMessage.Taken;
import ratecast.pitch.PushedMessage.TurnedAway;

/** From a message to its fields and back, and what a push may not hold. */
class PushedMessageTest {
  private static final String ADD = "28800011AAK27GA0000DTS000100SH    0000619200Y";

  private final PushedMessage pushed = new PushedMessage();

  @ParameterizedTest
  @MethodSource("ratecast.pitch.PitchDecoderTest#everyType")
  void everyTypeComesBackFromItsFieldsAsItWas(String line, PitchMessage message) {
    assertThat(pushed.read(members(message)))
        .isInstanceOfSatisfying(
            Taken.class,
            taken -> {
              assertThat(taken.message()).isEqualTo(message);
              assertThat(taken.line()).startsWith(line);
            });
  }

  @Test
  void theFieldsHaveTheNamesOfTheWireInTheOrderOfTheLine() {
    assertThat(MessageFields.of(decoded(ADD)))
        .containsExactly(
            Map.entry("orderId", "AK27GA0000DT"),
            Map.entry("side", "S"),
            Map.entry("shares", 100),
            Map.entry("symbol", "SH"),
            Map.entry("price", new BigDecimal("61.92")),
            Map.entry("display", "Y"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type | Z | type",
        "type | AA | type",
        "type | | type",
        "time | -1 | time",
        "time | 86400000 | time",
        "time | 1.5 | time",
        "orderId | ak27ga0000dt | orderId",
        "orderId | AK27GA | orderId",
        "side | X | side",
        "side | | side",
        "shares | 1000000 | shares",
        "shares | -1 | shares",
        "shares | 1e999999999 | shares",
        "shares | 1e2147483647 | shares",
        "symbol | TOOLONG | symbol",
        "symbol | SPÄ | symbol",
        "symbol | ' SPY' | symbol",
        "price | 61.92001 | price",
        "price | 1000000 | price",
        "price | -0.01 | price",
        "price | 1e-999999999 | price",
        "display | 2 | display",
      })
  void whatIsWrongIsTurnedAwayWithTheNameOfItsField(String name, String value, String field) {
    Map<String, Object> members = members(decoded(ADD));
    members.put(name, value == null ? null : asJson(value));

    assertThat(pushed.read(members))
        .isInstanceOfSatisfying(
            TurnedAway.class, away -> assertThat(away.field()).isEqualTo(field));
  }

  @Test
  void aNumberThatComesAsATextIsNoNumber() {
    Map<String, Object> members = members(decoded(ADD));
    members.put("shares", "100");

    assertThat(pushed.read(members))
        .isEqualTo(new TurnedAway("shares", "no whole number of up to 6 digits"));
  }

  private static Object asJson(String value) {
    return value.matches("-?\\d.*") ? new BigDecimal(value) : value;
  }

  private static PitchMessage decoded(String line) {
    return (PitchMessage) new PitchDecoder().decode(Sample.ascii(line), 0, line.length());
  }

  private static Map<String, Object> members(PitchMessage message) {
    Map<String, Object> members = new LinkedHashMap<>(MessageFields.of(message));
    members.put("time", message.time());
    members.put("type", String.valueOf(message.type().letter()));
    return members;
  }
}

package ratecast.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {
  private static final long SEED = 20_260_727;
  private static final int CASES = 50_000;
  private static final long DIGITS_15 = 1_000_000_000_000_000L;
  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  @Test
  void aDecimalOfUpTo15DigitsIsWrittenAsItIs() {
    Random random = new Random(SEED);

    for (int i = 0; i < CASES; i++) {
      long digits = random.nextLong(DIGITS_15) / (long) Math.pow(10, random.nextInt(15));
      BigDecimal decimal =
          BigDecimal.valueOf(random.nextBoolean() ? digits : -digits, random.nextInt(16));
      double value = decimal.doubleValue();

      String text = text(value);

      assertThat(text).isEqualTo(decimal.stripTrailingZeros().toPlainString());
      assertThat(Double.parseDouble(text)).isEqualTo(value + 0.0);
    }
  }

  @Test
  void whateverTheDoubleItsTextIsAJsonNumberThatReadsBackAsTheSame() {
    Random random = new Random(SEED);

    for (int i = 0; i < CASES; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(text(value)).matches(JSON_NUMBER);
        assertThat(Double.parseDouble(text(value))).isEqualTo(value);
      }
    }
  }

  @Test
  void theMidOfAnyTwoOrdinaryPricesHasNoExponentAndNoNoise() {
    Random random = new Random(SEED);

    for (int i = 0; i < CASES; i++) {
      BigDecimal bid = BigDecimal.valueOf(1 + random.nextInt(200_000_000), 2 + random.nextInt(5));
      BigDecimal ask = bid.add(BigDecimal.valueOf(random.nextInt(100), 6));
      BigDecimal mid = bid.add(ask).multiply(new BigDecimal("0.5"));

      assertThat(text(mid.doubleValue())).isEqualTo(mid.stripTrailingZeros().toPlainString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.110481, 1.110481",
    "1.1104809999999998, 1.1104809999999998",
    "113.5, 113.5",
    "0.5, 0.5",
    "-0.5, -0.5",
    "0.000001, 0.000001",
    "1e-15, 0.000000000000001",
    "1, 1",
    "100, 100",
    "999999999999999, 999999999999999",
    "0.30000000000000004, 0.30000000000000004",
    "1e15, 1.0E15",
    "1e-16, 1.0E-16",
    "1e300, 1.0E300",
    "-1e300, -1.0E300",
    "1.7976931348623157e308, 1.7976931348623157E308",
    "2.2250738585072014e-308, 2.2250738585072014E-308",
    "4.9e-324, 4.9E-324",
  })
  void theEdgesAreWrittenLikeThis(double value, String text) {
    assertThat(text(value)).isEqualTo(text);
    assertThat(Double.parseDouble(text)).isEqualTo(value);
  }

  @Test
  void aSumInBinaryShowsItsNoiseAndIsNotRounded() {
    assertThat(text(0.1 + 0.2)).isEqualTo("0.30000000000000004");
  }

  @Test
  void zeroHasNoSign() {
    assertThat(text(0.0)).isEqualTo("0");
    assertThat(text(-0.0)).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9, 10, -1, 1455883485, Long.MAX_VALUE, Long.MIN_VALUE})
  void wholeNumbersAreWrittenInFull(long number) throws IOException {
    byte[] json = new JsonBytes(0).number(number).toBytes();

    assertThat(new String(json, UTF_8)).isEqualTo(Long.toString(number));
    assertThat(JsonTree.read(json)).isEqualTo(number);
  }

  private static String text(double value) {
    return new String(new JsonBytes(0).number(value).toBytes(), UTF_8);
  }
}

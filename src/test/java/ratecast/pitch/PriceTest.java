package ratecast.pitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0.000001",
    "100, 0.0001",
    "142410000, 142.41",
    "100000000, 100",
    "999999999900, 999999.9999",
    "99999999999999, 99999999.999999"
  })
  void isTheShortestExactDecimal(long millionths, String decimal) {
    Price price = new Price(millionths);

    assertThat(price.toBigDecimal()).isEqualTo(new BigDecimal(decimal));
    assertThat(price).hasToString(decimal);
    assertThat(Price.of(new BigDecimal(decimal))).isEqualTo(price);
  }

  @Test
  void isNeverRoundedNorOutsideWhatTheFormatCanSay() {
    assertThatThrownBy(() -> Price.of(new BigDecimal("0.0000001")))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new Price(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new Price(Price.MAX + 1)).hasMessageContaining("outside");
  }
}

package ratecast.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

final class RateLineTest {
  private final RateLine line = new RateLine("EURUSD");

  @Test
  void theChangeIsExactAndAgainstThePointBefore() {
    take(1, "1.110481");
    assertThat(line.change()).isZero();

    take(2, "1.110948");
    assertThat(line.change()).isEqualTo(new BigDecimal("0.000467"));

    take(3, "1.111048");
    assertThat(line.change()).isEqualTo(new BigDecimal("0.0001"));
  }

  @Test
  void aPointThatIsNotNewerIsLeftOut() {
    assertThat(take(5, "1.1")).isTrue();
    assertThat(take(5, "1.2")).isFalse();
    assertThat(take(4, "1.2")).isFalse();

    assertThat(line.value()).isEqualTo(new BigDecimal("1.1"));
    assertThat(line.time()).contains(5L);
  }

  @Test
  void theBarsReachFromTheLowestToTheHighestOfTheLastThirty() {
    take(0, "1000");
    for (int i = 1; i <= 30; i++) {
      take(i, String.valueOf(i % 8));
    }

    assertThat(line.sparkline()).hasSize(30).startsWith("▂▃▄▅▆▇█▁▂").endsWith("▅▆▇");
  }

  @Test
  void aLineThatDoesNotMoveLiesFlat() {
    take(1, "1.1");
    take(2, "1.1");

    assertThat(line.sparkline()).isEqualTo("▁▁");
  }

  private boolean take(long time, String value) {
    return line.take(time, new BigDecimal(value));
  }
}

package ratecast.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RetryTest {
  private final Retry retry = new Retry(new SplittableRandom(7));

  @Test
  void theWaitGrowsToTenSecondsAndBeginsAnewOnceItWentWell() {
    assertThat(retry.after("gone")).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
    assertThat(retry.after("gone")).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    for (int i = 0; i < 20; i++) {
      assertThat(retry.after("gone")).isPositive();
    }
    assertThat(retry.after("gone")).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));

    retry.reset();
    assertThat(retry.after("gone")).isLessThanOrEqualTo(Duration.ofMillis(500));
  }

  @Test
  void whatTheServerAsksForIsKept() {
    assertThat(retry.after("closed with 1001, shutting down, retry in 1234 ms"))
        .isEqualTo(Duration.ofMillis(1234));
  }

  @Test
  void aClientThatDidWrongDoesNotComeBack() {
    assertThat(List.of(1002, 1003, 1008, 1009)).allMatch(Retry::isUseless);
    assertThat(List.of(1000, 1001, 1006, 1013, 4000, 4001)).noneMatch(Retry::isUseless);
  }
}

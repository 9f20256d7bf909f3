package ratecast.market;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTest {
  @Test
  void theWordsAreTheProtocols() {
    assertThat(Interval.words())
        .containsExactly("5s", "15s", "1m", "5m", "15m", "30m", "1h", "4h", "1d");
  }

  @ParameterizedTest
  @CsvSource({
    "5s, 1455883484, 1455883480",
    "15s, 1455883484, 1455883470",
    "1m, 1455883484, 1455883440",
    "1h, 1455883484, 1455883200",
    "4h, 1455883484, 1455883200",
    "1d, 1455883484, 1455840000",
    "1d, 1455839999, 1455753600",
    "1d, 1455840000, 1455840000",
    "1m, 0, 0",
  })
  void anIntervalStartsAtTheClocksRoundTimes(String word, long time, long start) {
    Interval interval = Interval.parse(word).orElseThrow();

    assertThat(interval.start(time)).isEqualTo(start);
    assertThat(interval.nextStart(time))
        .isEqualTo(time == start ? start : start + interval.seconds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1M", "60s", "2m", "1m ", "M1", "1w"})
  void whatIsNoIntervalIsNone(String word) {
    assertThat(Interval.parse(word)).isEmpty();
  }
}

package ratecast.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CandlesTest {
  private static final long MIDNIGHT = 1_455_840_000; // 2016-02-19 00:00 UTC

  @Test
  void theFirstPointOpensAndTheLastCloses() {
    Candles candles = new Candles(Interval.M1);

    candles.add(MIDNIGHT + 3, 1.2);
    candles.add(MIDNIGHT + 4, 1.4);
    candles.add(MIDNIGHT + 5, 1.1);
    candles.add(MIDNIGHT + 59, 1.3);

    assertThat(candles.running()).contains(new Candle(MIDNIGHT, 1.2, 1.4, 1.1, 1.3, 4, false));
  }

  @Test
  void aPointOfALaterIntervalClosesTheCandleBefore() {
    Candles candles = new Candles(Interval.M1);
    assertThat(candles.add(MIDNIGHT + 59, 1.2)).isEmpty();

    assertThat(candles.add(MIDNIGHT + 60, 1.3))
        .contains(new Candle(MIDNIGHT, 1.2, 1.2, 1.2, 1.2, 1, true));

    assertThat(candles.running()).contains(new Candle(MIDNIGHT + 60, 1.3, 1.3, 1.3, 1.3, 1, false));
  }

  @Test
  void anIntervalWithoutAPointHasNoCandle() {
    List<Candle> closed = new ArrayList<>();
    Candles candles = new Candles(Interval.S5);

    for (long time : new long[] {MIDNIGHT, MIDNIGHT + 17, MIDNIGHT + 60}) {
      candles.add(time, 1).ifPresent(closed::add);
    }

    assertThat(closed).extracting(Candle::time).containsExactly(MIDNIGHT, MIDNIGHT + 15);
  }

  @Test
  void theClockClosesACandleOnce() {
    Candles candles = new Candles(Interval.M1);
    candles.add(MIDNIGHT + 30, 1.2);

    assertThat(candles.closeAt(MIDNIGHT + 59)).isEmpty();
    assertThat(candles.closeAt(MIDNIGHT + 60))
        .contains(new Candle(MIDNIGHT, 1.2, 1.2, 1.2, 1.2, 1, true));
    assertThat(candles.closeAt(MIDNIGHT + 61)).isEmpty();
    assertThat(candles.running()).isEmpty();
    assertThat(candles.add(MIDNIGHT + 200, 1.3)).isEmpty();
  }

  @Test
  void aPointThatIsNotLaterIsRefused() {
    Candles candles = new Candles(Interval.M1);
    candles.add(MIDNIGHT + 30, 1.2);

    assertThatThrownBy(() -> candles.add(MIDNIGHT + 30, 1.3))
        .isInstanceOf(IllegalArgumentException.class);
    candles.closeAt(MIDNIGHT + 60);
    assertThatThrownBy(() -> candles.add(MIDNIGHT + 59, 1.3))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFoldGoesOnFromAnotherOne() {
    Candles first = new Candles(Interval.M1);
    first.add(MIDNIGHT + 1, 1.2);
    first.add(MIDNIGHT + 2, 1.4);

    Candles second = Candles.continuing(Interval.M1, first.running().orElseThrow());
    second.add(MIDNIGHT + 3, 1.1);

    assertThat(second.running()).contains(new Candle(MIDNIGHT, 1.2, 1.4, 1.1, 1.1, 3, false));
  }

  @Test
  void whatIsClosedCannotGoOn() {
    Candle closed = new Candle(MIDNIGHT, 1, 1, 1, 1, 1, true);

    assertThatThrownBy(() -> Candles.continuing(Interval.M1, closed))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(Interval.class)
  void candlesAreWhatIsGroupedByHandOverADayBoundary(Interval interval) {
    Random random = new Random(20160219 + interval.seconds());
    TreeMap<Long, List<Double>> groups = new TreeMap<>();
    List<Candle> folded = new ArrayList<>();
    Candles candles = new Candles(interval);

    for (long t = MIDNIGHT - 90_000; t < MIDNIGHT + 90_000; t += 1 + random.nextInt(40)) {
      double value = random.nextInt(2_000_000) / 1e6;
      groups.computeIfAbsent(t - t % interval.seconds(), s -> new ArrayList<>()).add(value);
      candles.add(t, value).ifPresent(folded::add);
    }
    candles.closeAt(Long.MAX_VALUE / 2).ifPresent(folded::add);

    assertThat(folded)
        .containsExactlyElementsOf(groups.entrySet().stream().map(CandlesTest::byHand).toList());
  }

  private static Candle byHand(Map.Entry<Long, List<Double>> group) {
    List<Double> values = group.getValue();
    return new Candle(
        group.getKey(),
        values.get(0),
        values.stream().mapToDouble(v -> v).max().orElseThrow(),
        values.stream().mapToDouble(v -> v).min().orElseThrow(),
        values.get(values.size() - 1),
        values.size(),
        true);
  }
}

package ratecast.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ratecast.market.Asset;
import ratecast.market.Point;

class TapesTest {
  private static final Asset EURUSD = new Asset(1, "EURUSD");
  private static final Asset USDJPY = new Asset(2, "USDJPY");

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final Tapes tapes = new Tapes(new TapeConfig(Duration.ofMinutes(30)), meters);

  @Test
  void eachPointGoesToTheTapeOfItsAsset() {
    tapes.append(List.of(new Point(EURUSD, 10, 1.1), new Point(USDJPY, 11, 113.5)));
    tapes.append(List.of(new Point(EURUSD, 12, 1.2)));

    assertThat(all(EURUSD).count()).isEqualTo(2);
    assertThat(all(USDJPY).count()).isEqualTo(1);
    assertThat(tapes.tape(EURUSD).window().lastValue()).isEqualTo(1.2);
    assertThat(meters.get("ratecast.tape.assets").gauge().value()).isEqualTo(2);
  }

  @Test
  void aLatePointIsCountedAndTakesItsPlaceWhereItsSecondIsFree() {
    tapes.append(List.of(new Point(EURUSD, 10, 1.1)));

    tapes.append(
        List.of(new Point(EURUSD, 10, 9), new Point(EURUSD, 9, 9), new Point(USDJPY, 9, 113.5)));

    assertThat(meters.get("ratecast.tape.late").counter().count()).isEqualTo(2);
    assertThat(all(EURUSD).count()).isEqualTo(2);
    assertThat(all(EURUSD).firstTime()).isEqualTo(9);
    assertThat(tapes.of(EURUSD)).hasValue(1.1);
    assertThat(all(USDJPY).count()).isEqualTo(1);
  }

  @Test
  void theNewestTimeIsThatOfTheNewestPointOfAnyAsset() {
    assertThat(tapes.newestTime()).isEqualTo(Long.MIN_VALUE);

    tapes.append(List.of(new Point(EURUSD, 10, 1), new Point(USDJPY, 8, 1)));
    assertThat(tapes.newestTime()).isEqualTo(10);

    tapes.append(List.of(new Point(EURUSD, 5, 1), new Point(USDJPY, 9, 1)));
    assertThat(tapes.newestTime()).isEqualTo(10);
  }

  @Test
  void theLastValueIsThatOfTheWindowAndElseTheRememberedOne() {
    assertThat(tapes.of(EURUSD)).isEmpty();
    tapes.tape(EURUSD);
    assertThat(tapes.of(EURUSD)).isEmpty();

    tapes.filled(8, new Point(EURUSD, 5, 1.05));
    assertThat(tapes.of(EURUSD)).hasValue(1.05);

    tapes.append(List.of(new Point(EURUSD, 10, 1.1)));
    assertThat(tapes.of(EURUSD)).hasValue(1.1);
    assertThat(tapes.of(USDJPY)).isEmpty();
  }

  @Test
  void onlyATapeThatWasMadeIsFound() {
    assertThat(tapes.find(1)).isEmpty();

    Tape made = tapes.tape(EURUSD);

    assertThat(tapes.find(1)).containsSame(made);
    assertThat(tapes.tape(EURUSD)).isSameAs(made);
  }

  @Test
  @Timeout(60)
  void ordinalsAreDenseHoweverManyThreadsAskForTapes() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> asking = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      int shift = thread * 100;
      asking.add(
          threads.submit(
              () -> IntStream.range(0, 400).forEach(i -> tapes.tape(asset((i + shift) % 400)))));
    }
    for (Future<?> asked : asking) {
      asked.get(10, TimeUnit.SECONDS);
    }
    threads.shutdown();

    assertThat(IntStream.range(0, 400).map(i -> tapes.tape(asset(i)).ordinal()).sorted().toArray())
        .isEqualTo(IntStream.range(0, 400).toArray());
  }

  @Test
  void readersAreToldOnceAnAppendAndSeeAllOfIt() {
    List<Integer> seen = new ArrayList<>();
    tapes.whenGrown(() -> seen.add(all(EURUSD).count() + all(USDJPY).count()));
    tapes.whenGrown(() -> seen.add(-1));

    tapes.append(List.of(new Point(EURUSD, 10, 1), new Point(USDJPY, 10, 1)));
    tapes.append(List.of(new Point(EURUSD, 11, 1)));

    assertThat(seen).containsExactly(2, -1, 3, -1);
  }

  @Test
  void pointsFromTheStoreAndFromTheWindowJoinToOneLine() {
    tapes.append(List.of(new Point(EURUSD, 10, 1.1), new Point(EURUSD, 11, 1.2)));
    List<Point> older =
        LongStream.range(0, 10).mapToObj(time -> new Point(EURUSD, time, 1)).toList();

    Slice joined = Slice.joined(tapes.tape(EURUSD).json(), older, all(EURUSD));

    List<Long> times = new ArrayList<>();
    joined.forEach((time, value) -> times.add(time));
    assertThat(times).containsExactlyElementsOf(LongStream.range(0, 12).boxed().toList());
    assertThat(Slice.joined(tapes.tape(EURUSD).json(), List.of(), all(EURUSD)).count())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.9S", "-PT1S", "PT24H1S"})
  void aWindowOutsideItsBoundsNamesTheVariable(Duration window) {
    assertThatThrownBy(() -> new TapeConfig(window))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HISTORY_WINDOW")
        .hasMessageContaining(window.toString());
  }

  @Test
  void theWindowIsAsLongAsItsSettingSays() {
    assertThat(tapes.windowSeconds()).isEqualTo(1_800);
  }

  private static Asset asset(int index) {
    return new Asset(index + 1, "A" + index);
  }

  private Slice all(Asset asset) {
    return tapes.tape(asset).window().slice(Long.MIN_VALUE, Long.MAX_VALUE);
  }
}

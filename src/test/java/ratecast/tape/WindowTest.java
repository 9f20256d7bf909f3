package ratecast.tape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.wire.PointJson;

/** A window beside a plain list that is told the same. */
class WindowTest {
  private static final long START = 1_455_883_484;
  private static final int SECONDS = 300;
  private static final PointJson JSON = new PointJson(new Asset(1, "EURUSD"));

  /** A point as the list has it: its JSON is written by other means than the window's. */
  private record Row(long time, BigDecimal value) {
    String json() {
      return "{\"assetName\":\"EURUSD\",\"time\":"
          + time
          + ",\"assetId\":1,\"value\":"
          + value.stripTrailingZeros().toPlainString()
          + "}";
    }
  }

  @Test
  void anEmptyWindowHasNoPoints() {
    Window window = new Window(JSON, SECONDS);

    assertThat(window.lastTime()).isEqualTo(Long.MIN_VALUE);
    assertThat(window.firstTime()).isEqualTo(Long.MAX_VALUE);
    assertThat(window.lastValue()).isZero();
    assertSame(window.slice(Long.MIN_VALUE, Long.MAX_VALUE), List.of());
  }

  @Test
  void theFirstValueOfASecondWinsAndWhatIsOlderIsLeftOut() {
    Window window = new Window(JSON, SECONDS);

    assertThat(window.append(START, 1.5)).isTrue();
    assertThat(window.append(START, 2.5)).isFalse();
    assertThat(window.append(START - 1, 3.5)).isFalse();

    assertThat(window.lastTime()).isEqualTo(START);
    assertThat(window.lastValue()).isEqualTo(1.5);
    assertSame(window.slice(0, START), List.of(new Row(START, new BigDecimal("1.5"))));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anySliceHoldsWhatThePlainListHas(long seed) {
    Random random = new Random(seed);
    Window window = new Window(JSON, SECONDS);
    List<Row> rows = new ArrayList<>();
    long time = START;

    for (int i = 0; i < 2_000; i++) {
      time = Math.max(START, time + step(random));
      Row row = new Row(time, BigDecimal.valueOf(random.nextInt(2_000_000) - 1_000, 5));
      boolean isNew = rows.isEmpty() || time > rows.get(rows.size() - 1).time();

      assertThat(window.append(time, row.value().doubleValue())).isEqualTo(isNew);
      if (isNew) {
        rows.add(row);
      }

      assertThat(window.lastTime()).isEqualTo(rows.get(rows.size() - 1).time());
      long after = time - random.nextInt(SECONDS + 100) + 20;
      long upTo = random.nextInt(5) == 0 ? Long.MAX_VALUE : after + random.nextInt(SECONDS);
      assertSame(window.slice(after, upTo), between(rows, window, after, upTo));
    }
  }

  /** Mostly the next second, now and then a hole, a repeat or a step back. */
  private static long step(Random random) {
    return switch (random.nextInt(20)) {
      case 0 -> 2L + random.nextInt(90);
      case 1 -> -random.nextInt(10);
      default -> 1;
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 60, 64, 65, 300, 1_800})
  void everythingYoungerThanTheWindowIsKeptAndLittleMore(long seconds) {
    Window window = new Window(JSON, seconds);

    for (long time = START; time < START + 5_000; time++) {
      window.append(time, 1);

      long oldestYoung = Math.max(START, time - seconds + 1);
      assertThat(window.firstTime())
          .isLessThanOrEqualTo(oldestYoung)
          .isGreaterThanOrEqualTo(oldestYoung - 2 * Chunk.CAPACITY);
      assertThat(window.slice(oldestYoung - 1, time).count()).isEqualTo(time - oldestYoung + 1);
    }
  }

  @Test
  void afterALongSilenceTheOldChunksButTheLastGoWithTheNextOne() {
    long[] nanos = {0};
    Window window = new Window(JSON, SECONDS, () -> nanos[0]);
    for (int i = 0; i < 3 * Chunk.CAPACITY; i++) {
      window.append(START + i, 1);
    }

    nanos[0] = Window.KEPT_NANOS;
    window.append(START + 100_000, 2);

    assertThat(window.firstTime()).isEqualTo(START + 2 * Chunk.CAPACITY);
    assertThat(window.slice(Long.MIN_VALUE, Long.MAX_VALUE).count()).isEqualTo(Chunk.CAPACITY + 1);
  }

  @Test
  void whatComesAtOnceIsKeptAWhileEvenIfItReachesBackBeyondTheWindow() {
    long[] nanos = {0};
    Window window = new Window(JSON, SECONDS, () -> nanos[0]);
    window.append(START, 1);
    int many = SECONDS; // as many as a point each second makes
    for (int i = 1; i <= many; i++) {
      window.append(START + 60L * i, 1);
    }
    assertThat(window.slice(START, Long.MAX_VALUE).count()).isEqualTo(many);
    assertThat(window.slice(START, Long.MAX_VALUE).lacks(START)).isFalse();

    nanos[0] = Window.KEPT_NANOS;
    for (int i = 0; i < Chunk.CAPACITY; i++) {
      window.append(START + 100_000L + i, 1);
    }

    assertThat(window.slice(START, Long.MAX_VALUE).count()).isLessThan(2 * Chunk.CAPACITY);
    assertThat(window.slice(START, Long.MAX_VALUE).lacks(START)).isTrue();
    assertThat(window.slice(START, Long.MAX_VALUE).lacks(START + 100_000)).isFalse();
  }

  @Test
  void aSliceStaysRightAfterTheWindowMovedOn() {
    Random random = new Random(7);
    Window window = new Window(JSON, SECONDS);
    List<Row> rows = new ArrayList<>();
    List<Slice> slices = new ArrayList<>();
    List<List<Row>> expected = new ArrayList<>();

    for (int i = 0; i < 5_000; i++) {
      Row row = new Row(START + i, BigDecimal.valueOf(random.nextLong(1_000_000_000_000L), 9));
      window.append(row.time(), row.value().doubleValue());
      rows.add(row);
      if (i % 50 == 0) {
        long after = row.time() - random.nextInt(SECONDS);
        slices.add(window.slice(after, Long.MAX_VALUE));
        expected.add(between(rows, window, after, Long.MAX_VALUE));
      }
    }

    for (int i = 0; i < slices.size(); i++) {
      assertSame(slices.get(i), expected.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatComesLateTakesItsPlaceAndWhoeverReadAlreadyKeepsWhatWasRead(long seed) {
    Random random = new Random(seed);
    Window window = new Window(JSON, SECONDS);
    TreeMap<Long, Row> rows = new TreeMap<>();
    long time = START;
    for (int i = 0; i < 400; i++) {
      time += 1 + random.nextInt(3);
      window.append(time, 1);
      rows.put(time, new Row(time, BigDecimal.ONE));
      Slice before = window.slice(0, time);
      List<Row> had = between(List.copyOf(rows.values()), window, 0, time);

      List<Point> late = new ArrayList<>();
      for (int n = random.nextInt(4); n > 0; n--) {
        long second = time - random.nextInt(2 * SECONDS);
        late.add(point(second));
        if (second >= window.firstTime() || time - second < SECONDS) {
          rows.putIfAbsent(second, new Row(second, BigDecimal.valueOf(2)));
        }
      }
      window.insert(late);

      assertSame(before, had);
      assertSame(
          window.slice(0, time), between(List.copyOf(rows.values()), window, 0, Long.MAX_VALUE));
      assertThat(window.lastTime()).isEqualTo(time);
      assertThat(window.lastValue()).isEqualTo(1);
    }
  }

  @Test
  void aWindowThatWasFilledTakesNothingThatItsAssetMayHaveMoreAround() {
    Window window = new Window(JSON, SECONDS);
    window.append(START, 1);
    window.lack(START - 10);
    window.lack(START - 20); // what the store was asked for before

    window.insert(List.of(point(START - 10), point(START - 9)));

    assertThat(window.firstTime()).isEqualTo(START - 9);
    assertThat(window.olderLatecomers()).isOne();
    assertThat(window.covers(START - 10)).isFalse();
    assertThat(window.covers(START - 9)).isTrue();
  }

  @Test
  void whereAllThatAnAssetHasIsOlderOnlyWhatIsNewerThanThatIsAppended() {
    Window window = new Window(JSON, SECONDS);
    window.lack(START);

    assertThat(window.append(START, 1)).isFalse();
    window.insert(List.of(point(START)));

    assertThat(window.firstTime()).isEqualTo(Long.MAX_VALUE);
    assertThat(window.olderLatecomers()).as("the candle of its day may change").isOne();
    assertThat(window.append(START + 1, 1)).isTrue();
  }

  @Test
  void behindWhatWasPassedOverItBeginsAnewAndWhoeverReadAllReadsOn() {
    Window window = new Window(JSON, SECONDS);
    window.append(START, 1);
    window.append(START + 1, 1);

    window.passOver(point(START + 60));
    window.passOver(point(START + 70));

    assertThat(window.lastTime()).isEqualTo(START + 70);
    assertThat(window.lastValue()).isEqualTo(2);
    assertThat(window.lacksUpTo()).isEqualTo(START + 70);
    assertThat(window.firstTime()).isEqualTo(Long.MAX_VALUE);
    assertThat(window.append(START + 70, 3)).isFalse();
    window.insert(List.of(point(START + 65)));
    assertSame(window.slice(0, Long.MAX_VALUE), List.of());

    assertThat(window.append(START + 71, 3)).isTrue();
    Slice next = window.slice(START + 1, Long.MAX_VALUE);
    assertSame(next, List.of(new Row(START + 71, BigDecimal.valueOf(3))));
    assertThat(next.lacks(START + 1)).isFalse();
    assertThat(window.slice(START, Long.MAX_VALUE).lacks(START))
        .as("it was not given the second before the hole")
        .isTrue();
  }

  @Test
  void behindWhatWasMissedItBeginsAnewAndWhoeverReadItLacksSomething() {
    Window window = new Window(JSON, SECONDS);
    window.append(START, 1);

    window.miss(point(START + 60));
    window.append(START + 61, 3);

    assertThat(window.slice(START, Long.MAX_VALUE).lacks(START)).isTrue();
    assertThat(window.slice(START + 60, Long.MAX_VALUE).lacks(START + 60)).isFalse();
    assertThat(window.covers(START + 60)).isFalse();
    assertThat(window.covers(START + 61)).isTrue();
  }

  @Test
  void whatIsNotNewerThanAWindowHasIsNotPassedOver() {
    Window window = new Window(JSON, SECONDS);
    window.append(START, 1);

    window.passOver(point(START));
    window.miss(point(START - 1));

    assertThat(window.firstTime()).isEqualTo(START);
    assertThat(window.lacksUpTo()).isEqualTo(Long.MIN_VALUE);
  }

  private static Point point(long time) {
    return new Point(new Asset(1, "EURUSD"), time, 2);
  }

  @Test
  void boundsThatCrossGiveNothing() {
    Window window = new Window(JSON, SECONDS);
    window.append(START, 1);

    assertSame(window.slice(START, START), List.of());
    assertSame(window.slice(START + 5, START - 5), List.of());
  }

  private static List<Row> between(List<Row> rows, Window window, long after, long upTo) {
    long first = window.firstTime();
    return rows.stream()
        .filter(row -> row.time() >= first && row.time() > after && row.time() <= upTo)
        .toList();
  }

  /** Every way of reading the slice against the list. */
  private static void assertSame(Slice slice, List<Row> rows) {
    List<Double> read = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    slice.forEach(
        (time, value) -> {
          times.add(time);
          read.add(value);
        });
    List<String> each = new ArrayList<>();
    slice.forEachJson((bytes, from, to) -> each.add(new String(bytes, from, to - from, UTF_8)));
    StringBuilder joined = new StringBuilder();
    slice.joinedJson((bytes, from, to) -> joined.append(new String(bytes, from, to - from, UTF_8)));

    List<String> json = rows.stream().map(Row::json).toList();
    assertThat(times).isEqualTo(rows.stream().map(Row::time).toList());
    assertThat(read).isEqualTo(rows.stream().map(row -> row.value().doubleValue()).toList());
    assertThat(each).isEqualTo(json);
    assertThat(joined.toString()).isEqualTo(String.join(",", json));
    assertThat(slice.joinedLength()).isEqualTo(joined.length());
    assertThat(slice.count()).isEqualTo(rows.size());
    assertThat(slice.isEmpty()).isEqualTo(rows.isEmpty());
    if (!rows.isEmpty()) {
      assertThat(slice.firstTime()).isEqualTo(rows.get(0).time());
      assertThat(slice.lastTime()).isEqualTo(rows.get(rows.size() - 1).time());
    }
  }
}

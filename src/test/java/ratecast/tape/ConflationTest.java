package ratecast.tape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.wire.Merged;
import ratecast.wire.PointJson;

class ConflationTest {
  private static final Asset EURUSD = new Asset(1, "EURUSD");
  private static final PointJson JSON = new PointJson(EURUSD);
  private static final long START = 1_455_883_484;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 7, 60, 600})
  void eachAlignedStretchGivesOneMergedPoint(int everySeconds) {
    List<Point> points = randomPoints(new Random(everySeconds), 3_000);

    assertThat(merged(slice(points), everySeconds)).isEqualTo(naive(points, everySeconds));
  }

  @Test
  void stretchesAreAlignedToTheClockAndNotToTheFirstPoint() {
    List<Point> points = new ArrayList<>();
    for (long time = 103; time < 112; time++) {
      points.add(new Point(EURUSD, time, time));
    }

    assertThat(merged(slice(points), 5))
        .containsExactly(
            new Merged(104, 104, 2, 104, 103),
            new Merged(109, 109, 5, 109, 105),
            new Merged(111, 111, 2, 111, 110));
  }

  @Test
  void everySliceOfAWindowMergesByItself() {
    List<Point> points = randomPoints(new Random(11), 500);
    Slice tail = window(points).slice(START + 100, START + 300);
    List<Point> tailPoints =
        points.stream().filter(p -> p.time() > START + 100 && p.time() <= START + 300).toList();

    assertThat(merged(tail, 10)).isEqualTo(naive(tailPoints, 10));
  }

  @Test
  void nothingMergesToNothing() {
    assertThat(merged(slice(List.of()), 5)).isEmpty();
  }

  @Test
  void theNewestStandsForAllOfThem() {
    List<Point> points = randomPoints(new Random(3), 1_000);
    DoubleSummaryStatistics values = points.stream().mapToDouble(Point::value).summaryStatistics();
    Point last = points.get(points.size() - 1);

    assertThat(Conflation.newest(slice(points)))
        .isEqualTo(new Merged(last.time(), last.value(), 1_000, values.getMax(), values.getMin()));
  }

  @Test
  void theNewestStandsForAllOfThemAlsoWhere32BitsOfSecondsEnd() {
    long end = Integer.MAX_VALUE;
    List<Point> points =
        List.of(
            new Point(EURUSD, end - 1, 3),
            new Point(EURUSD, end, 1),
            new Point(EURUSD, end + 1, 2));

    assertThat(Conflation.newest(slice(points))).isEqualTo(new Merged(end + 1, 2, 3, 3, 1));
  }

  private static List<Merged> merged(Slice slice, int everySeconds) {
    List<Merged> merged = new ArrayList<>();
    Conflation.merge(slice, everySeconds, merged::add);
    return merged;
  }

  /** The same by grouping, for points in rising time. */
  private static List<Merged> naive(List<Point> points, int everySeconds) {
    return points.stream()
        .collect(
            Collectors.groupingBy(p -> p.time() / everySeconds, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(
            group -> {
              Point last = group.get(group.size() - 1);
              double high = group.stream().mapToDouble(Point::value).max().orElseThrow();
              double low = group.stream().mapToDouble(Point::value).min().orElseThrow();
              return new Merged(last.time(), last.value(), group.size(), high, low);
            })
        .toList();
  }

  private static List<Point> randomPoints(Random random, int count) {
    List<Point> points = new ArrayList<>();
    long time = START;
    for (int i = 0; i < count; i++) {
      time += random.nextInt(10) == 0 ? 1 + random.nextInt(40) : 1;
      points.add(new Point(EURUSD, time, (random.nextInt(200_001) - 100_000) / 1e5));
    }
    return points;
  }

  private static Window window(List<Point> points) {
    Window window = new Window(JSON, Long.MAX_VALUE);
    points.forEach(point -> window.append(point.time(), point.value()));
    return window;
  }

  private static Slice slice(List<Point> points) {
    return window(points).slice(Long.MIN_VALUE, Long.MAX_VALUE);
  }
}

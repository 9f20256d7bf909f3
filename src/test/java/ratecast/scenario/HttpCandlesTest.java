package ratecast.scenario;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static ratecast.support.HttpCalls.problem;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.store.PointStore;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.RunningServer;

/** Candles over HTTP, of points with holes from the evening before to noon. */
class HttpCandlesTest {
  private static final long START = NOON - 15 * 3600;
  private static final List<Point> POINTS = new ArrayList<>();
  private static RunningServer server;
  private static HttpCalls http;

  @BeforeAll
  static void start() {
    server = RunningServer.start(Map.of("tape.window", "60s"));
    http = HttpCalls.to(server);
    server.clock().set(Instant.ofEpochSecond(NOON + 30));
    Asset asset = server.asset("EURUSD");
    SplittableRandom random = new SplittableRandom(11);
    for (long time = START + 7; time < NOON - 30; time += 1 + random.nextInt(40)) {
      POINTS.add(point(asset, time, random.nextInt(1000) / 8.0));
    }
    server.bean(PointStore.class).write(POINTS).block();
    Point newest = point(asset, NOON + 3, 5.5);
    POINTS.add(newest);
    server.bringAndWait(newest);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<Map<String, Object>> candles(String query) {
    HttpResponse<String> answer = http.get("/api/v1/assets/1/candles?" + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.objects(Json.object(answer.body()), "candles");
  }

  /** Folded here, by other means than the program's. */
  private static List<String> folded(int seconds, long from, long to) {
    TreeMap<Long, List<Double>> byStart = new TreeMap<>();
    for (Point point : POINTS) {
      long start = point.time() / seconds * seconds;
      if (start >= from && start < to) {
        byStart.computeIfAbsent(start, s -> new ArrayList<>()).add(point.value());
      }
    }
    List<String> rows = new ArrayList<>();
    byStart.forEach(
        (start, values) ->
            rows.add(
                row(
                    start,
                    values.get(0),
                    values.stream().max(Double::compare).orElseThrow(),
                    values.stream().min(Double::compare).orElseThrow(),
                    values.get(values.size() - 1),
                    values.size(),
                    start + seconds <= NOON + 30)));
    return rows;
  }

  private static String row(Object... cells) {
    return List.of(cells).toString();
  }

  private static String row(Map<String, Object> candle) {
    return row(
        requireNonNull(candle.get("time")),
        number(candle, "open"),
        number(candle, "high"),
        number(candle, "low"),
        number(candle, "close"),
        requireNonNull(candle.get("count")),
        requireNonNull(candle.get("closed")));
  }

  private static double number(Map<String, Object> candle, String name) {
    return ((Number) requireNonNull(candle.get(name))).doubleValue();
  }

  @ParameterizedTest
  @CsvSource({
    "5s,5",
    "15s,15",
    "1m,60",
    "5m,300",
    "15m,900",
    "30m,1800",
    "1h,3600",
    "4h,14400",
    "1d,86400"
  })
  void everyIntervalIsWhatItsPointsSayOverADayBoundary(String interval, int seconds) {
    assertThat(candles("interval=" + interval + "&from=" + (START - 86_400)))
        .extracting(HttpCandlesTest::row)
        .isEqualTo(folded(seconds, 0, Long.MAX_VALUE));
  }

  @Test
  void aRangeHasTheCandlesThatBeginInItEachWhole() {
    long from = NOON - 3605;
    long to = NOON - 1805;

    assertThat(candles("interval=5m&from=" + from + "&to=" + to))
        .extracting(HttpCandlesTest::row)
        .isEqualTo(folded(300, from / 300 * 300, to));
    assertThat(candles("interval=1m&to=" + START)).isEmpty();
  }

  @Test
  void withoutARangeTheNewestMinutesCome() {
    assertThat(candles(""))
        .extracting(HttpCandlesTest::row)
        .isEqualTo(folded(60, NOON + 60 - 500 * 60, Long.MAX_VALUE));
  }

  @ParameterizedTest
  @CsvSource({"interval=2m, interval", "interval=, interval", "from=x, from", "from=10&to=5, to"})
  void aWrongParameterIsNamed(String query, String field) {
    HttpResponse<String> answer = http.get("/api/v1/assets/1/candles?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(problem(answer)).containsEntry("field", field);
  }
}

package ratecast.scenario;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.market.Candle;
import ratecast.market.Interval;
import ratecast.market.Point;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;
import ratecast.tape.Tapes;

/**
 * The second promise for candles: whoever joins, whenever, has every interval once, closed, and
 * equal to what the raw points say, over a day boundary.
 */
class CandleSeamTest {
  private static final long MIDNIGHT = NOON + 43_200;
  private static final long FIRST = MIDNIGHT - 11_000;
  private static final long LIVE = MIDNIGHT - 1_000;
  private static final long LAST = MIDNIGHT + 1_500;
  private static final int CLIENTS = 8;

  @Test
  void everyClientHasEveryIntervalOnceAsTheRawPointsSay() throws InterruptedException {
    // given three hours of points with holes in them, of which the window holds ten minutes
    List<double[]> raw = points();
    // an hour of grace: the market's clock runs a thousand times as fast, its pipeline does not
    Map<String, Object> settings =
        Map.of("tape.window", "10m", "stream.grace", "1h", "stream.ping-period", "1s");
    try (RunningServer server = RunningServer.start(settings)) {
      Asset asset = server.asset("EURUSD");
      server.clock().set(Instant.ofEpochSecond(LIVE));
      server.bringAndWait(
          raw.stream()
              .filter(p -> p[0] < LIVE)
              .map(p -> point(asset, (long) p[0], p[1]))
              .toArray(Point[]::new));
      Thread market = new Thread(() -> play(server, asset, raw), "market");

      // when clients join at random moments
      market.start();
      SplittableRandom random = new SplittableRandom(20);
      List<Watcher> watchers = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        watchers.add(new Watcher(server.connect()));
        LockSupport.parkNanos(random.nextLong(400_000_000));
      }
      market.join();
      await().until(() -> server.bean(Tapes.class).tape(asset).window().lastTime() == LAST);
      server.clock().advance(Duration.ofDays(2));

      // then HTTP says the same
      watchers.forEach(watcher -> watcher.finish(raw));
      for (Interval interval : Interval.values()) {
        assertThat(overHttp(server.port(), asset, interval))
            .as(interval.word())
            .containsExactlyElementsOf(byHand(interval, raw).values());
      }
    }
  }

  private static List<double[]> points() {
    SplittableRandom random = new SplittableRandom(19);
    List<double[]> raw = new ArrayList<>();
    for (long time = FIRST; time <= LAST; time++) {
      boolean hole = random.nextInt(5) == 0 || time / 40 % 9 == 0;
      if (!hole || time == LAST) {
        raw.add(new double[] {time, random.nextInt(2_000_000) / 1e6});
      }
    }
    return raw;
  }

  private static void play(RunningServer server, Asset asset, List<double[]> raw) {
    for (double[] p : raw) {
      if (p[0] >= LIVE) {
        server.clock().set(Instant.ofEpochSecond((long) p[0]));
        server.bring(point(asset, (long) p[0], p[1]));
        LockSupport.parkNanos(2_000_000);
      }
    }
  }

  private static final class Watcher {
    private final SocketClient client;
    private final Map<Interval, Long> from = new EnumMap<>(Interval.class);
    private final Map<Interval, Map<Long, Candle>> closed = new EnumMap<>(Interval.class);
    private final Map<Interval, Candle> running = new EnumMap<>(Interval.class);

    Watcher(SocketClient client) {
      this.client = client;
      for (Interval interval : Interval.values()) {
        closed.put(interval, new TreeMap<>());
        client.send(
            "{\"action\":\"subscribe\",\"message\":{\"assetIds\":[1],\"interval\":\"%s\"}}"
                .formatted(interval.word()));
      }
    }

    void finish(List<double[]> raw) {
      while (!Arrays.stream(Interval.values()).allMatch(this::isOver)) {
        take(client.next());
      }
      for (Interval interval : Interval.values()) {
        long first = requireNonNull(from.get(interval));
        assertThat(closedOf(interval).values())
            .as(interval.word())
            .containsExactlyElementsOf(
                byHand(interval, raw).values().stream().filter(c -> c.time() >= first).toList());
      }
      client.close();
    }

    private boolean isOver(Interval interval) {
      return closedOf(interval).containsKey(interval.start(LAST));
    }

    private Map<Long, Candle> closedOf(Interval interval) {
      return requireNonNull(closed.get(interval));
    }

    private void take(String text) {
      Map<String, Object> message = Json.message(text);
      switch (Json.action(text)) {
        case "candle_history" -> {
          Interval interval = interval(message);
          assertThat(message).containsEntry("complete", true);
          from.put(interval, Json.number(message, "from"));
          Json.objects(message, "candles")
              .forEach(
                  candle -> {
                    from.merge(interval, Json.number(candle, "time"), Math::min);
                    take(interval, candle);
                  });
        }
        case "candle" -> take(interval(message), message);
        default -> assertThat(Json.action(text)).isEqualTo("subscribed");
      }
    }

    private static Interval interval(Map<String, Object> message) {
      return Interval.parse(Json.word(message, "interval")).orElseThrow();
    }

    private void take(Interval interval, Map<String, Object> members) {
      Candle candle = candle(members);
      Candle before = running.put(interval, candle);
      if (before != null) {
        assertThat(candle.time()).isGreaterThanOrEqualTo(before.time());
        assertThat(candle.time() > before.time()).isEqualTo(before.closed());
      }
      if (candle.closed()) {
        assertThat(closedOf(interval).put(candle.time(), candle)).isNull();
      }
    }
  }

  private static Candle candle(Map<String, Object> members) {
    return new Candle(
        Json.number(members, "time"),
        Json.decimal(members, "open"),
        Json.decimal(members, "high"),
        Json.decimal(members, "low"),
        Json.decimal(members, "close"),
        (int) Json.number(members, "count"),
        Json.flag(members, "closed"));
  }

  private static List<Candle> overHttp(int port, Asset asset, Interval interval) {
    URI uri =
        URI.create(
            "http://localhost:%d/api/v1/assets/%d/candles?interval=%s&from=%d&to=%d"
                .formatted(port, asset.id(), interval.word(), FIRST, LAST + 1));
    String body =
        HttpClient.newHttpClient()
            .sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
            .orTimeout(10, TimeUnit.SECONDS)
            .join()
            .body();
    return Json.objects(Json.object(body), "candles").stream().map(CandleSeamTest::candle).toList();
  }

  /** Without the fold that is tested. */
  private static Map<Long, Candle> byHand(Interval interval, List<double[]> raw) {
    TreeMap<Long, List<Double>> groups = new TreeMap<>();
    for (double[] p : raw) {
      long start = (long) p[0] / interval.seconds() * interval.seconds();
      groups.computeIfAbsent(start, s -> new ArrayList<>()).add(p[1]);
    }
    TreeMap<Long, Candle> candles = new TreeMap<>();
    groups.forEach(
        (start, values) ->
            candles.put(
                start,
                new Candle(
                    start,
                    values.get(0),
                    values.stream().mapToDouble(v -> v).max().orElseThrow(),
                    values.stream().mapToDouble(v -> v).min().orElseThrow(),
                    values.get(values.size() - 1),
                    values.size(),
                    true)));
    return candles;
  }
}

package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.store.PointStore;
import ratecast.support.EmbeddedStore;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;
import ratecast.tape.Tapes;

/** Somebody sets the machine's clock under the running program. */
class ClockTest {
  private static final int HOUR = 3600;

  /** Of a second: the feed looks at the clock again after the rest of it. */
  private static final long LATE = 980;

  @Test
  void setBackAndForwardNoSecondComesTwiceAndTheFeedGoesOnByItself() {
    try (RunningServer server =
            RunningServer.start(Map.of("feed.kind", "walk", "feed.walk.tickers", 0));
        SocketClient client = server.connect()) {
      Asset asset = server.asset("EURUSD");
      List<Long> seen = new ArrayList<>();
      client.send("{\"action\":\"subscribe\",\"message\":{\"assetId\":1}}").next();
      run(server, asset, NOON + 1, NOON + 6);

      // an hour back, and into the last second again: silence, and nothing is made up for
      for (long second : List.of(NOON + 6 - HOUR, NOON + 7 - HOUR, NOON + 8 - HOUR, NOON + 5)) {
        long polls = polls(server, "clock-went-back");
        set(server, second);
        await().until(() -> polls(server, "clock-went-back") > polls);
      }
      assertThat(server.bean(Tapes.class).tape(asset).window().lastTime()).isEqualTo(NOON + 5);

      // right again, and then two hours ahead
      run(server, asset, NOON + 6, NOON + 9);
      run(server, asset, NOON + 2 * HOUR, NOON + 2 * HOUR + 3);

      List<Long> expected = new ArrayList<>();
      LongStream.range(NOON + 1, NOON + 9).forEach(expected::add);
      LongStream.range(NOON + 2 * HOUR, NOON + 2 * HOUR + 3).forEach(expected::add);
      expected.forEach(second -> seen.addAll(Json.times(client.next())));
      assertThat(seen).isEqualTo(expected);
      assertThat(
              server
                  .bean(PointStore.class)
                  .read(asset, 0, Integer.MAX_VALUE)
                  .map(Point::time)
                  .collectList()
                  .block())
          .isEqualTo(expected);
      assertThat(polls(server, "clock-went-back")).isEqualTo(4);
      assertThat(polls(server, "missed")).isEqualTo(2L * HOUR - 9);
    }
  }

  private static final String WITH_HISTORY =
      "{\"action\":\"subscribe\",\"id\":3,\"message\":{\"assetIds\":[1]}}";

  private static RunningServer tenMinutes(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("tape.window", "10m");
    return RunningServer.start(settings);
  }

  private static Point[] points(Asset asset, long from, long to) {
    return LongStream.range(from, to).mapToObj(time -> point(asset, time, 1)).toArray(Point[]::new);
  }

  private static List<Long> seconds(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  private static void assertHistory(RunningServer server, List<Long> expected) {
    try (SocketClient client = server.connect()) {
      client.send(WITH_HISTORY).next();
      String history = client.next();
      assertThat(Json.times(history)).isEqualTo(expected);
      assertThat(Json.message(history)).containsEntry("complete", true);
    }
  }

  @Test
  void afterItWasSetBackAHistoryHasWhatTheWindowLetGoBefore() {
    try (RunningServer server = tenMinutes(Map.of())) {
      server.bringAndWait(points(server.asset("EURUSD"), NOON - 3_000, NOON));

      server.clock().advance(Duration.ofMinutes(-20));

      assertHistory(server, seconds(NOON - 1_799, NOON));
    }
  }

  @Test
  void afterItWasSetBackAHistoryOfCandlesHasThemToo() {
    try (RunningServer server = tenMinutes(Map.of());
        SocketClient client = server.connect()) {
      server.bringAndWait(points(server.asset("EURUSD"), NOON - 3_000, NOON));

      server.clock().advance(Duration.ofMinutes(-20));
      client.send(WITH_HISTORY.replace("[1]", "[1],\"interval\":\"1m\"")).next();

      Map<String, Object> history = Json.message(client.next());
      assertThat(history).containsEntry("complete", true);
      assertThat(Json.objects(history, "candles"))
          .hasSize(30)
          .allSatisfy(candle -> assertThat(candle).containsEntry("count", 60));
    }
  }

  @Test
  void afterItWasSetBackTheWindowsThatWereFilledAtTheStartAreNotTakenForAllThereIs() {
    try (EmbeddedStore store = EmbeddedStore.inMemory()) {
      Map<String, Object> uri = Map.of("mongodb.uri", "mongodb://127.0.0.1:" + store.port() + "/");
      try (RunningServer server = tenMinutes(uri)) {
        server.bringAndWait(points(server.asset("EURUSD"), NOON - 3_000, NOON));
        server.bringAndWait(points(server.asset("USDJPY"), NOON - 1_700, NOON - 900));
      }
      try (RunningServer server = tenMinutes(uri);
          SocketClient client = server.connect()) {
        server.clock().advance(Duration.ofMinutes(-20));

        assertHistory(server, seconds(NOON - 1_799, NOON));
        client.send(WITH_HISTORY.replace("[1]", "[2]")).next();
        assertThat(Json.times(client.next())).isEqualTo(seconds(NOON - 1_700, NOON - 900));
        client.send(
            "{\"action\":\"history\",\"message\":{\"assetId\":2,\"from\":%d,\"to\":%d}}"
                .formatted(NOON - 1_600, NOON - 1_200));
        assertThat(Json.times(client.next())).isEqualTo(seconds(NOON - 1_600, NOON - 1_200));
      }
    }
  }

  @Test
  void whatComesWhileItIsSetBackIsInTheHistoryThoughTheWindowIsPastIt() {
    try (RunningServer server = tenMinutes(Map.of())) {
      Asset asset = server.asset("EURUSD");
      server.bringAndWait(points(asset, NOON - 60, NOON));

      server.clock().advance(Duration.ofHours(-1));
      server.bring(points(asset, NOON - HOUR - 5, NOON - HOUR));
      await().until(() -> server.counted("ratecast.tape.late") == 5);

      List<Long> expected = new ArrayList<>(seconds(NOON - HOUR - 5, NOON - HOUR));
      expected.addAll(seconds(NOON - 60, NOON));
      assertHistory(server, expected);
    }
  }

  private static void run(RunningServer server, Asset asset, long from, long to) {
    for (long second = from; second < to; second++) {
      long now = second;
      set(server, now);
      await().until(() -> server.bean(Tapes.class).tape(asset).window().lastTime() == now);
    }
  }

  private static void set(RunningServer server, long second) {
    server.clock().set(Instant.ofEpochSecond(second).plus(Duration.ofMillis(LATE)));
  }

  private static long polls(RunningServer server, String outcome) {
    return (long)
        server
            .bean(MeterRegistry.class)
            .counter("ratecast.feed.polls", "feed", "walk", "outcome", outcome)
            .count();
  }
}

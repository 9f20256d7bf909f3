package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.store.PointStore;
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

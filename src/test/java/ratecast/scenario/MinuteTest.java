package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;
import ratecast.tape.Tapes;

/** Five pairs and a hundred tickers, every one of them in every second of a minute. */
class MinuteTest {
  private static final int ASSETS = 105;
  private static final int SECONDS = 60;
  private static final String ALL =
      "{\"action\":\"subscribe\",\"message\":{\"assetIds\":\"all\",\"historySeconds\":0}}";

  private final Map<Long, Long> newest = new HashMap<>();

  @Test
  void noSecondIsSkippedOrDoubledForAnyAssetOnAClockOfOurOwn() {
    try (RunningServer server = RunningServer.start(Map.of("feed.kind", "walk"));
        SocketClient client = server.connect()) {
      client.send(ALL);
      client.next();
      for (int i = 1; i <= SECONDS; i++) {
        // The last millisecond: the feed looks at this clock again after what is left of the
        // second.
        long second = NOON + i;
        server.clock().set(Instant.ofEpochSecond(second).plusMillis(999));
        await()
            .pollInterval(Duration.ofMillis(1))
            .until(() -> server.bean(Tapes.class).newestTime() == second);
      }
      readAndCheck(client, SECONDS);
      assertThat(newest.values()).containsOnly(NOON + SECONDS);
    }
  }

  @Test
  void noSecondIsSkippedOrDoubledForAnyAssetInARealMinute() {
    try (RunningServer server = RunningServer.startInRealTime(Map.of("feed.kind", "walk"));
        SocketClient client = server.connect()) {
      client.send(ALL);
      client.next();
      readAndCheck(client, SECONDS);
    }
  }

  private void readAndCheck(SocketClient client, int seconds) {
    for (int i = 0; i < seconds * ASSETS; i++) {
      Map<String, Object> point = Json.message(client.next());
      long time = Json.number(point, "time");
      Long before = newest.put(Json.number(point, "assetId"), time);
      assertThat(before == null ? time - 1 : before).as("%s", point).isEqualTo(time - 1);
    }
    assertThat(newest).hasSize(ASSETS);
  }
}

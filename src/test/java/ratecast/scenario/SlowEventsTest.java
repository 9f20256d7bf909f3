package ratecast.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.support.EventsClient;
import ratecast.support.HttpCalls;
import ratecast.support.RawSocket;
import ratecast.support.RunningServer;
import ratecast.tape.Tapes;

/** Readers of server-sent events that do not read cost themselves, not others. */
class SlowEventsTest {
  private static final int POINTS = 80_000;
  private static final Duration BEAT = Duration.ofSeconds(2);

  /** What a loopback connection holds, and the pieces on their way into it. */
  private static final int MOST_SENT = 6 << 20;

  @Test
  void whoTakesNothingForTwoBeatsIsCutAndResumesFromItsLastEvent() throws IOException {
    Map<String, Object> settings = Map.of("tape.window", "24h", "rest.event-beat", BEAT.toString());
    try (RunningServer server = RunningServer.start(settings);
        RawSocket deaf = RawSocket.asking(server.port(), "/api/v1/assets/1/stream")) {
      await().until(() -> server.sessions() == 1);
      HttpCalls http = HttpCalls.to(server);
      try (EventsClient quick = EventsClient.open(http, "/api/v1/assets/1/stream")) {
        Asset asset = server.asset("EURUSD");
        Tapes tapes = server.bean(Tapes.class);

        // when it is owed more than the connection holds
        long start = System.nanoTime();
        for (long i = 0; i < POINTS; i++) {
          tapes.append(List.of(point(asset, NOON + i, 1.5)));
        }

        // then it is cut, and the other has every second
        for (long i = 0; i < POINTS; i++) {
          assertThat(quick.nextTime()).isEqualTo(NOON + i);
        }
        await().until(() -> cut(server) == 1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(BEAT.multipliedBy(2));
        await().until(() -> server.sessions() == 1);
      }

      // and what it was sent ends with an event from which it can go on
      String sent = new String(deaf.rest(), US_ASCII);
      assertThat(sent.length()).isBetween(1_000, MOST_SENT);
      long last = lastId(sent);
      assertThat(last).isLessThan(NOON + POINTS - 1);
      try (EventsClient again =
          EventsClient.open(
              http, "/api/v1/assets/1/stream", "Last-Event-ID", Long.toString(last))) {
        assertThat(again.nextTime()).isEqualTo(last + 1);
      }
    }
  }

  private static double cut(RunningServer server) {
    return server.counted("ratecast.rest.events.cut");
  }

  private static long lastId(String sent) {
    int end = sent.lastIndexOf("\n\n");
    int id = sent.lastIndexOf("id: ", end);
    return Long.parseLong(sent.substring(id + 4, sent.indexOf('\n', id)));
  }
}

package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.Patience.PATIENCE;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.store.PointStore;
import ratecast.store.PointWriter;
import ratecast.support.EmbeddedStore;
import ratecast.support.Json;
import ratecast.support.LogLines;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;
import ratecast.support.Wire;

/** MongoDB goes away under the running program and comes back. */
class StoreAwayScenarioTest {
  private static final int MINUTE = 60;

  /** A pause of half a second, and two until the driver gives up. */
  private static final Duration ANOTHER_TRY = Duration.ofSeconds(4);

  @RegisterExtension private final LogLines said = LogLines.of("ratecast.store");

  @Test
  void livePointsGoOnWhileMongoIsAwayForAMinuteAndHistoryHasEverySecondOnceItIsBack() {
    try (EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port());
        RunningServer server =
            RunningServer.start(
                Map.of("mongodb.uri", "mongodb://localhost:" + wire.port() + "/ratecast"));
        SocketClient client = server.connect()) {
      Asset asset = server.asset("EURUSD");
      client.send("{\"action\":\"subscribe\",\"message\":{\"assetId\":1}}");
      client.next();

      // when the wire is cut for a minute of the market's time
      play(server, asset, client, NOON, NOON + MINUTE);
      wire.cut();
      play(server, asset, client, NOON + MINUTE, NOON + 2 * MINUTE);
      await().until(() -> !said.events().isEmpty());
      await().during(ANOTHER_TRY).atMost(PATIENCE).until(() -> said.events().size() == 1);
      wire.restore();
      play(server, asset, client, NOON + 2 * MINUTE, NOON + 3 * MINUTE);

      // then the store has every second of it
      PointWriter writer = server.bean(PointWriter.class);
      await().until(() -> writer.awaySince().isEmpty());
      List<Long> stored =
          Objects.requireNonNull(
              server
                  .bean(PointStore.class)
                  .read(asset, NOON, NOON + 3 * MINUTE)
                  .map(Point::time)
                  .collectList()
                  .block());
      assertThat(stored).isEqualTo(LongStream.range(NOON, NOON + 3 * MINUTE).boxed().toList());
      assertThat(said.events())
          .extracting(ILoggingEvent::getFormattedMessage)
          .satisfiesExactly(
              away -> assertThat(away).startsWith("The store is away; "),
              back -> assertThat(back).startsWith("The store is back; "));
    }
  }

  private static void play(
      RunningServer server, Asset asset, SocketClient client, long from, long to) {
    for (long time = from; time < to; time++) {
      server.clock().set(Instant.ofEpochSecond(time));
      server.bring(point(asset, time, time / 8.0));
      assertThat(Json.times(client.next())).containsExactly(time);
    }
  }
}

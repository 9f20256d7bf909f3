package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.support.EmbeddedStore;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;
import ratecast.support.Wire;

/** What a client is told of the past while MongoDB is away. */
class PastAwayTest {
  private static final String RANGE = "\"from\":" + (NOON - 600) + ",\"to\":" + NOON + "}}";
  private static final String DAY =
      "{\"action\":\"subscribe\",\"message\":{\"assetIds\":[1],\"interval\":\"1d\"}}";

  @Test
  void thePastIsRefusedAndACandleThatIsNotWholeSaysSoAndIsMendedAfterwards() {
    try (EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port());
        RunningServer server =
            RunningServer.start(
                Map.of(
                    "tape.window",
                    "60s",
                    "stream.ping-period",
                    "1s",
                    "mongodb.uri",
                    "mongodb://localhost:" + wire.port() + "/ratecast"));
        SocketClient client = server.connect()) {
      Asset asset = server.asset("EURUSD");
      server.bringAndWait(
          LongStream.rangeClosed(NOON - 600, NOON)
              .mapToObj(time -> point(asset, time, 1.5))
              .toArray(Point[]::new));

      // when the store is away
      wire.cut();
      client.send("{\"action\":\"history\",\"id\":1,\"message\":{\"assetId\":1," + RANGE);
      assertThat(Json.message(client.next()))
          .containsEntry("code", "STORE_UNAVAILABLE")
          .containsEntry("action", "history");
      client.send("{\"action\":\"replay\",\"id\":1,\"message\":{\"assetIds\":[1]," + RANGE);
      assertThat(Json.message(client.next()))
          .containsEntry("code", "STORE_UNAVAILABLE")
          .containsEntry("action", "replay");
      client.send(DAY);
      client.next();
      Map<String, Object> history = Json.message(client.next());
      assertThat(history).containsEntry("complete", false);
      assertThat(Json.number(Json.objects(history, "candles").get(0), "count")).isLessThan(601);

      // then its return makes the candle whole for everyone
      wire.restore();
      assertThat(Json.message(client.next()))
          .containsEntry("count", 601)
          .containsEntry("closed", false);
      client.send(DAY.replace("}}", ",\"historySeconds\":60}}"));
      client.next();
      assertThat(Json.message(client.next())).containsEntry("complete", true);
    }
  }
}

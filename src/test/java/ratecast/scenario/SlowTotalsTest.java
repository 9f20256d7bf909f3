package ratecast.scenario;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ratecast.market.Point;
import ratecast.store.PointStore;
import ratecast.support.EmbeddedStore;
import ratecast.support.HttpCalls;
import ratecast.support.RunningServer;
import ratecast.support.Wire;

/** The catalogue, where its histories take longer to count than anybody waits. */
@Timeout(value = 120, unit = SECONDS)
class SlowTotalsTest {
  private static final int ASSETS = 41;
  private static final long OLD = NOON - 86_400;
  private static final int SECONDS_OF_EACH = 640 * 60; // 500 KB over the wire

  @Test
  void anAssetWhoseCountTakesLongIsShownWithoutItsTotalHoweverManyThereAre() {
    List<String> names = IntStream.range(0, ASSETS).mapToObj(i -> "A" + i).toList();
    try (EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port());
        RunningServer server =
            RunningServer.start(
                Map.of(
                    "mongodb.uri",
                    "mongodb://localhost:" + wire.port() + "/ratecast",
                    "market.assets",
                    names))) {
      PointStore past = new PointStore(store.database());
      for (String name : names) {
        past.fill(line(server, name)).block();
      }
      wire.delay(Duration.ofMillis(80)); // each piece of 16 KB: a count takes 2.5 s

      HttpResponse<String> answer = HttpCalls.to(server).get("/api/v1/assets");

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body().split("\"total\":null,\"firstTime\":" + OLD + ",", -1))
          .hasSize(ASSETS + 1);
    }
  }

  private static List<Point> line(RunningServer server, String name) {
    return LongStream.range(OLD, OLD + SECONDS_OF_EACH)
        .mapToObj(time -> point(server.asset(name), time, 1.5))
        .toList();
  }
}

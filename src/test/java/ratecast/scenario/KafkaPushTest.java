package ratecast.scenario;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ratecast.store.PointStore;
import ratecast.support.BrokerProcess;
import ratecast.support.HttpCalls;
import ratecast.support.RunningServer;
import ratecast.tape.Tapes;

/** Kafka goes away from a node that points are pushed to. */
@Timeout(value = 240, unit = SECONDS)
class KafkaPushTest {
  private static final String POINT =
      "{\"assetName\":\"EURUSD\",\"value\":1.5,\"time\":" + NOON + "}";

  @TempDir private Path folder;

  @Test
  void aPushThatKafkaDoesNotTakeSaysSoAndIsShownOnceItIsBack() {
    try (BrokerProcess broker = BrokerProcess.start(folder).serving();
        RunningServer server =
            RunningServer.start(Map.of("kafka.bootstrap-servers", broker.bootstrapServers()))) {
      HttpCalls calls = HttpCalls.to(server);
      broker.wire().cut();

      HttpResponse<String> away = calls.post("/api/v1/points", POINT);

      assertThat(away.statusCode()).isEqualTo(503);
      assertThat(away.headers().firstValue("Retry-After")).isPresent();
      assertThat(away.body()).contains("urn:ratecast:problem:kafka-unavailable");
      assertThat(server.bean(PointStore.class).last(server.asset("EURUSD")).block().time())
          .isEqualTo(NOON);

      broker.wire().restore();
      await().until(() -> calls.post("/api/v1/points", POINT).statusCode() == 200);
      var window = server.bean(Tapes.class).tape(server.asset("EURUSD")).window();
      await().until(() -> window.lastTime() == NOON);
    }
  }
}

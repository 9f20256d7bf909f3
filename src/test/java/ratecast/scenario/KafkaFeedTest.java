package ratecast.scenario;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ratecast.support.BrokerProcess;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;

/** Kafka goes away from a node whose feed goes on. */
@Timeout(value = 240, unit = SECONDS)
class KafkaFeedTest {
  @TempDir private Path folder;

  @Test
  void toClientsAFeedIsStaleWhosePointsDoNotComeByTheTopic() {
    try (BrokerProcess broker = BrokerProcess.start(folder).serving();
        RunningServer server =
            RunningServer.startInRealTime(
                Map.of("feed.kind", "walk", "kafka.bootstrap-servers", broker.bootstrapServers()));
        SocketClient client = server.connect()) {
      client.send("{\"action\":\"subscribe\",\"message\":{\"channel\":\"status\"}}").next();
      nextOf(client, "live");

      broker.wire().cut();

      assertThat(Json.message(nextOf(client, "stale")))
          .containsEntry("text", "no points come by the topic: Kafka is away");
      assertThat(HttpCalls.to(server).get("/api/v1/assets/1").body())
          .contains("\"state\":\"stale\"");
      broker.wire().restore();
      nextOf(client, "live");
    }
  }

  private static String nextOf(SocketClient client, String state) {
    String status = client.next();
    while (!state.equals(Json.message(status).get("state"))) {
      status = client.next();
    }
    return status;
  }
}

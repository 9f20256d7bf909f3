package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ratecast.support.FreePort;
import ratecast.support.Json;
import ratecast.support.NodeProcess;
import ratecast.support.SocketClient;

/** The program as a process of its own: killed in mid-sentence, it comes back with what it knew. */
class RestartTest {
  private static final String ASSETS = "{\"action\":\"assets\",\"message\":{}}";
  private static final String TICKER = "{\"action\":\"subscribe\",\"message\":{\"assetId\":6}}";

  @TempDir Path folder;
  private NodeProcess program;

  @BeforeEach
  void start() {
    Map<String, String> settings =
        Map.of(
            "EMBEDDED_MONGO_DIR",
            folder.toString(),
            "EMBEDDED_MONGO_PORT",
            Integer.toString(FreePort.next()),
            "WALK_TICKERS",
            "2");
    program = NodeProcess.start(folder.resolve("log"), settings).serving();
  }

  @AfterEach
  void end() {
    program.close();
  }

  @Test
  void afterAKillHistoryIsThereIdsAreTheSameAndTheWalkGoesOnFromItsLastValue() {
    String assets;
    List<Map<String, Object>> shown = new ArrayList<>();
    try (SocketClient client = SocketClient.connect(program.port())) {
      assets = client.send(ASSETS).next();
      client.send(TICKER);
      shown.addAll(Json.objects(Json.message(client.next()), "points"));
      for (int i = 0; i < 4; i++) {
        shown.add(Json.message(client.next()));
      }
    }
    program.restart().serving();

    try (SocketClient client = SocketClient.connect(program.port())) {
      assertThat(client.send(ASSETS).next()).isEqualTo(assets);
      client.send(TICKER);
      List<Map<String, Object>> history = Json.objects(Json.message(client.next()), "points");
      // The last second before the kill may be lost, no more.
      int kept = shown.size() - 1;
      assertThat(history.subList(0, kept)).isEqualTo(shown.subList(0, kept));
      history.add(Json.message(client.next()));
      for (int i = 1; i < history.size(); i++) {
        long step = Json.number(history.get(i), "value") - Json.number(history.get(i - 1), "value");
        assertThat(Math.abs(step)).as("from second to second, the kill between included").isOne();
      }
    }
  }
}

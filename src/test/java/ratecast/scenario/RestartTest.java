package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ratecast.support.Json;
import ratecast.support.SocketClient;

/** The program as a process of its own: killed in mid-sentence, it comes back with what it knew. */
class RestartTest {
  private static final String ASSETS = "{\"action\":\"assets\",\"message\":{}}";
  private static final String TICKER = "{\"action\":\"subscribe\",\"message\":{\"assetId\":6}}";

  @TempDir Path folder;
  private int port;
  private int storePort;
  private Process program;

  @BeforeEach
  void start() throws IOException {
    try (ServerSocket free = new ServerSocket(0);
        ServerSocket another = new ServerSocket(0)) {
      port = free.getLocalPort();
      storePort = another.getLocalPort();
    }
    program = launch();
  }

  @AfterEach
  void end() {
    program.destroyForcibly();
  }

  private Process launch() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            "ratecast.Application");
    builder
        .environment()
        .putAll(
            Map.of(
                "SERVER_PORT",
                Integer.toString(port),
                "EMBEDDED_MONGO_DIR",
                folder.toString(),
                "EMBEDDED_MONGO_PORT",
                Integer.toString(storePort),
                "WALK_TICKERS",
                "2"));
    Process launched =
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () -> {
              try (Socket open = new Socket("localhost", port)) {
                return open.isConnected();
              }
            });
    return launched;
  }

  @Test
  void afterAKillHistoryIsThereIdsAreTheSameAndTheWalkGoesOnFromItsLastValue()
      throws IOException, InterruptedException {
    String assets;
    List<Map<String, Object>> shown = new ArrayList<>();
    try (SocketClient client = SocketClient.connect(port)) {
      assets = client.send(ASSETS).next();
      client.send(TICKER);
      shown.addAll(Json.objects(Json.message(client.next()), "points"));
      for (int i = 0; i < 4; i++) {
        shown.add(Json.message(client.next()));
      }
    }
    program.destroyForcibly().waitFor();
    program = launch();

    try (SocketClient client = SocketClient.connect(port)) {
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

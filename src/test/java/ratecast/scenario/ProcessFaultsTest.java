package ratecast.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ratecast.support.BrokenConnectionException;
import ratecast.support.FreePort;
import ratecast.support.Json;
import ratecast.support.NodeProcess;
import ratecast.support.RawSocket;
import ratecast.support.SocketClient;

/** What the machine does to the whole program as a process of its own. */
@Timeout(120)
class ProcessFaultsTest {
  private static final int SIGTERM_EXIT = 143;
  private static final int CLIENTS = 5;
  private static final int DEAF = 100;
  private static final int FILES = 256;
  private static final String ALL =
      "{\"action\":\"subscribe\",\"id\":1,\"message\":{\"assetIds\":\"all\",\"historySeconds\":0}}";

  @TempDir private Path folder;

  @Test
  void sigtermUnderLoadTellsEveryClientGoodbyeAndKeepsWhatItHasShown() throws IOException {
    List<SocketClient> clients = new ArrayList<>();
    List<RawSocket> deaf = new ArrayList<>();
    try (NodeProcess program =
        NodeProcess.start(folder.resolve("log"), settings("100")).serving()) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(SocketClient.connect(program.port()).send(ALL));
      }
      for (int i = 0; i < DEAF; i++) {
        RawSocket socket = RawSocket.upgraded(program.port());
        socket.frame(true, 1, ALL.getBytes(US_ASCII));
        deaf.add(socket);
      }
      clients.forEach(client -> await().until(() -> Json.action(client.next()).equals("point")));

      int exit = program.stop();

      assertThat(exit).isEqualTo(SIGTERM_EXIT);
      long last = clients.stream().mapToLong(ProcessFaultsTest::lastTime).max().orElseThrow();
      assertThat(clients).allMatch(c -> c.closed().matches("1001 .*retry in \\d+ ms"));
      assertThat(folder.resolve("log")).content().doesNotContain("ERROR", "Exception");

      program.restart().serving();
      try (SocketClient client = SocketClient.connect(program.port())) {
        client.send("{\"action\":\"subscribe\",\"message\":{\"assetId\":105}}");
        assertThat(Json.times(client.next())).contains(last);
      }
    } finally {
      clients.forEach(SocketClient::close);
      for (RawSocket socket : deaf) {
        socket.close();
      }
    }
  }

  private static long lastTime(SocketClient client) {
    long last = 0;
    while (true) {
      try {
        last = Math.max(last, Json.number(Json.message(client.next()), "time"));
      } catch (BrokenConnectionException atTheEnd) {
        return last;
      }
    }
  }

  @Test
  void withoutFileDescriptorsNobodyNewIsServedAndEverybodyElseIs() throws Exception {
    Path log = folder.resolve("log");
    List<RawSocket> crowd = new ArrayList<>();
    try (NodeProcess program = NodeProcess.start(log, settings("1"), FILES).serving();
        SocketClient first = SocketClient.connect(program.port())) {
      first.send("{\"action\":\"subscribe\",\"message\":{\"assetId\":1}}").next();
      first.next(); // what delivers is loaded: from a folder each class takes a file
      first.next();
      while (crowd.size() < FILES && isServed(program.port(), crowd)) {
        // one more
      }
      assertThat(crowd).hasSizeBetween(20, FILES - 20);

      long before = Json.times(first.next()).get(0);
      for (int second = 1; second <= 2; second++) {
        assertThat(Json.times(first.next())).containsExactly(before + second);
      }
      assertThat(Files.size(log)).as("it is not said again and again").isLessThan(50_000);

      for (RawSocket one : crowd) {
        one.close();
      }
      await().until(() -> isServed(program.port(), new ArrayList<>()));
    } catch (AssertionError e) {
      throw new AssertionError("the process had said: " + Files.readString(log), e);
    } finally {
      for (RawSocket one : crowd) {
        one.close();
      }
    }
  }

  private static boolean isServed(int port, List<RawSocket> crowd) throws IOException {
    try {
      crowd.add(RawSocket.upgradedWithin(port, Duration.ofSeconds(2)));
      return true;
    } catch (SocketTimeoutException atTheLimit) {
      return false;
    }
  }

  private Map<String, String> settings(String tickers) {
    return Map.of(
        "EMBEDDED_MONGO_DIR",
        folder.toString(),
        "EMBEDDED_MONGO_PORT",
        Integer.toString(FreePort.next()),
        "STORE_WRITE_TIMEOUT", // a write that is late has classes of its own
        "20s",
        "WALK_TICKERS",
        tickers);
  }
}

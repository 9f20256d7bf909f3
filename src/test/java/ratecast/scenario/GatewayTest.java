package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ratecast.support.EmbeddedStore;
import ratecast.support.Gateway;
import ratecast.support.HttpCalls;
import ratecast.support.RawSocket;
import ratecast.support.RunningServer;
import ratecast.support.Wire;

/**
 * Two nodes behind compose's nginx, where one is installed: what one refuses the other may give.
 */
class GatewayTest {
  private static final String MORE = "X-More: yes";
  private static final String EVENTS = "/api/v1/stream?assetIds=all";

  /** More than there are nodes: each would have been asked, and found dead if that makes it so. */
  private static final int OFTEN = 4;

  @TempDir private Path folder;

  @BeforeAll
  static void thereIsAnNginx() {
    assumeThat(Gateway.program()).as("nginx on this machine").isPresent();
  }

  @Test
  void whatNoNodeCanDoNowIsNoReasonToThinkThemDead() throws IOException {
    try (EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port());
        RunningServer one = node(wire);
        RunningServer other = node(wire);
        Gateway gateway = gateway(one, other)) {
      HttpCalls http = HttpCalls.to(gateway.port());
      wire.cut();

      for (int i = 0; i < OFTEN; i++) {
        assertThat(http.get("/api/v1/assets").statusCode()).as("assets").isEqualTo(503);
        assertThat(http.get("/").statusCode()).as("the page").isEqualTo(200);
      }
      assertThat(RawSocket.status(gateway.port(), MORE)).isEqualTo(101);
    }
  }

  @Test
  void anUpgradeThatOneNodeHasNoRoomForGoesToTheOtherAndAFullHouseSaysSo() throws IOException {
    try (RunningServer one = RunningServer.start(Map.of("stream.max-connections", 1));
        RunningServer other = RunningServer.start(Map.of("stream.max-connections", 1 + OFTEN));
        Gateway gateway = gateway(one, other)) {
      HttpCalls http = HttpCalls.to(gateway.port());
      int port = gateway.port();
      try (RawSocket only = RawSocket.upgraded(one.port())) {
        for (int i = 0; i < OFTEN; i++) {
          assertThat(RawSocket.status(port, MORE)).isEqualTo(101);
        }
        await().until(() -> other.sessions() == 0);
        assertThat(only.answer()).contains("101");
      }
      await().until(() -> one.sessions() == 0);

      List<RawSocket> all = new ArrayList<>();
      for (int i = 0; i < 2 + OFTEN; i++) {
        all.add(RawSocket.upgraded(port));
      }
      for (int i = 0; i < OFTEN; i++) {
        assertThat(RawSocket.status(port, MORE)).isEqualTo(503);
        HttpResponse<String> events = http.get(EVENTS);
        assertThat(events.statusCode()).as("events").isEqualTo(503);
        assertThat(events.headers().firstValue("Retry-After")).isPresent();
        assertThat(http.get("/").statusCode()).as("the page").isEqualTo(200);
        assertThat(http.get("/health").statusCode()).as("health").isEqualTo(200);
      }
      for (RawSocket socket : all) {
        socket.close();
      }
    }
  }

  @Test
  void aNodeThatIsGoneIsNotMissed() throws IOException {
    try (RunningServer one = RunningServer.start();
        RunningServer other = RunningServer.start();
        Gateway gateway = gateway(one, other)) {
      HttpCalls http = HttpCalls.to(gateway.port());
      one.stop();

      for (int i = 0; i < OFTEN; i++) {
        assertThat(http.get("/").statusCode()).isEqualTo(200);
        assertThat(RawSocket.status(gateway.port(), MORE)).isEqualTo(101);
        assertThat(http.get("/api/v1/assets").statusCode()).isEqualTo(200);
      }
    }
  }

  private Gateway gateway(RunningServer one, RunningServer other) {
    return Gateway.start(Gateway.program().orElseThrow(), folder, one.port(), other.port());
  }

  private static RunningServer node(Wire wire) {
    return RunningServer.start(
        Map.of("mongodb.uri", "mongodb://localhost:" + wire.port() + "/ratecast"));
  }
}

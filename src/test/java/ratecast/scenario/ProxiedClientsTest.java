package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static ratecast.support.HttpCalls.problem;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ratecast.support.HttpCalls;
import ratecast.support.RawSocket;
import ratecast.support.RunningServer;

/** Clients that come by a proxy, as behind nginx or a balancer, are told apart by what it says. */
class ProxiedClientsTest {
  private static final String ONE_EACH = "stream.max-connections-per-address";
  private static final String ALICE = "X-Forwarded-For: 203.0.113.7";
  private static final String BOB = "X-Forwarded-For: 203.0.113.8";

  @Test
  void eachClientBehindATrustedProxyHasPlacesOfItsOwn() throws IOException {
    Map<String, Object> settings =
        Map.of(ONE_EACH, 1, "stream.trusted-proxies", List.of("127.0.0.0/8"));
    try (RunningServer server = RunningServer.start(settings);
        RawSocket alice = RawSocket.upgraded(server.port(), ALICE)) {
      assertThat(RawSocket.status(server.port(), ALICE)).isEqualTo(429);
      HttpResponse<String> events =
          HttpCalls.to(server)
              .get("/api/v1/stream?assetIds=1", "X-Forwarded-For", "198.51.100.9, 203.0.113.7");
      assertThat(problem(events)).containsEntry("status", 429);
      assertThat(RawSocket.status(server.port(), BOB)).isEqualTo(101);
      assertThat(alice).isNotNull();
    }
  }

  @Test
  void whoIsNoTrustedProxyIsNotBelieved() throws IOException {
    try (RunningServer server = RunningServer.start(Map.of(ONE_EACH, 1));
        RawSocket alice = RawSocket.upgraded(server.port(), ALICE)) {
      assertThat(RawSocket.status(server.port(), BOB)).isEqualTo(429);
      assertThat(alice).isNotNull();
    }
  }
}

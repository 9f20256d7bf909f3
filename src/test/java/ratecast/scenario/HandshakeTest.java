package ratecast.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import ratecast.support.LogLines;
import ratecast.support.RawSocket;
import ratecast.support.RunningServer;

/** Requests that are nearly an upgrade, or nearly a request. */
class HandshakeTest {
  private static final String WEBSOCKET =
      """
      Host: localhost\r
      Connection: Upgrade\r
      Upgrade: websocket\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      """;

  @RegisterExtension private final LogLines log = LogLines.of(Logger.ROOT_LOGGER_NAME);
  private RunningServer server;

  @BeforeEach
  void start() {
    server = RunningServer.start(Map.of("stream.max-connections-per-address", 3));
    log.events().clear(); // what a start says
  }

  @AfterEach
  void end() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/%zz", "/^", "/?a=%", "//", "http://[bad/", "/\\", "?x", "x", "*", "a:80"})
  void anAddressThatIsNoneIsRefusedAlsoToOneThatAsksForWebSocket(String address)
      throws IOException {
    for (String headers : List.of("Host: localhost\r\n", WEBSOCKET)) {
      assertThat(answer("GET " + address + " HTTP/1.1\r\n" + headers + "\r\n"))
          .startsWith("HTTP/1.1 400 ")
          .endsWith("\r\n\r\nThe address of this request is malformed.\n");
    }
    assertThat(server.counted("ratecast.stream.refused", "reason", "malformed")).isEqualTo(2);
    assertNobodyIsDisturbed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost", "http://localhost?x", "http://localhost/", "/?x"})
  void anAddressMayBeWholeAndHasThePathOfTheSocketThen(String address) throws IOException {
    String upgrade = "GET " + address + " HTTP/1.1\r\n" + WEBSOCKET + "\r\n";
    try (RawSocket client = RawSocket.saying(server.port(), upgrade)) {
      assertThat(new String(client.read(12), US_ASCII)).isEqualTo("HTTP/1.1 101");
      assertThat(server.sessions()).as("counted, as at /").isOne();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST / ", "HEAD / ", "PUT /api/v1/points "})
  void anUpgradeByAnotherMethodIsAnsweredAndTakesNoPlace(String line) throws IOException {
    for (int i = 0; i < 4; i++) {
      assertThat(answer(line + "HTTP/1.1\r\n" + WEBSOCKET + "\r\n")).startsWith("HTTP/1.1 400 ");
    }
    assertNobodyIsDisturbed();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\n\r\nabcde",
        "Content-Length: 0\r\nContent-Length: 5\r\n\r\nabcde",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n"
      })
  void whatAsksForWebSocketHasNoBody(String rest) throws IOException {
    for (String line : List.of("GET / ", "GET /nowhere ", "POST /api/v1/points ")) {
      assertThat(answer(line + "HTTP/1.1\r\n" + WEBSOCKET + rest)).startsWith("HTTP/1.1 400 ");
    }
    assertNobodyIsDisturbed();
  }

  @Test
  void bodiesOfUpgradesThatAreRefusedTakeNoMemory() throws IOException {
    String upgrade =
        "GET / HTTP/1.1\r\n" + WEBSOCKET + "Content-Length: 1000\r\n\r\n" + "x".repeat(1_000);
    answer(upgrade);
    long before = PlatformDependent.usedDirectMemory();
    for (int i = 0; i < 1_000; i++) {
      answer(upgrade);
    }

    assertThat(PlatformDependent.usedDirectMemory() - before)
        .as("2 KiB each where they were never let go")
        .isLessThan(1 << 20);
  }

  @Test
  void bytesBehindAnUpgradeThatAreNoFrameEndTheConnectionAndTakeNoMemory() throws IOException {
    String upgrade = "GET / HTTP/1.1\r\n" + WEBSOCKET + "\r\n" + "x".repeat(1_000);
    answer(upgrade);
    long before = PlatformDependent.usedDirectMemory();
    for (int i = 0; i < 500; i++) {
      answer(upgrade);
    }

    assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(1 << 19);
    await().until(() -> server.sessions() == 0);
    assertNobodyIsDisturbed();
  }

  @Test
  void aWordThatOnlyContainsUpgradeIsNoneAndTakesNoPlace() throws IOException {
    String head = WEBSOCKET.replace("Connection: Upgrade", "Connection: keep-alive, xupgrade");
    List<RawSocket> open = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      RawSocket client = RawSocket.saying(server.port(), "GET / HTTP/1.1\r\n" + head + "\r\n");
      assertThat(new String(client.read(9), US_ASCII)).isEqualTo("HTTP/1.1 ");
      open.add(client);
    }

    assertNobodyIsDisturbed();
    for (RawSocket client : open) {
      client.close();
    }
  }

  private String answer(String request) throws IOException {
    try (RawSocket client = RawSocket.saying(server.port(), request)) {
      return new String(client.rest(), US_ASCII);
    }
  }

  /** All places of the address are free, and the log has nothing to tell. */
  private void assertNobodyIsDisturbed() throws IOException {
    assertThat(server.sessions()).isZero();
    for (int i = 0; i < 3; i++) {
      assertThat(RawSocket.status(server.port(), "X-Nothing: here")).isEqualTo(101);
    }
    assertThat(log.events()).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
  }
}

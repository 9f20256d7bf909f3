package ratecast.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import ratecast.support.RawSocket;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;

/** Protocol 1.6: how connections end, and which are never opened. */
class ClosingTest {
  private static final int TEXT = 0x1;
  private static final int CONTINUATION = 0x0;
  private static final int BINARY = 0x2;
  private static final int CLOSE = 0x8;

  @Test
  void aGoodbyeIsAnsweredInKind() throws IOException {
    try (RunningServer server = RunningServer.start();
        RawSocket socket = RawSocket.upgraded(server.port())) {
      socket.frame(true, CLOSE, new byte[] {3, (byte) 232}); // 1000

      assertThat(socket.closeCode()).isEqualTo(1000);
      assertThat(socket.isAtEnd()).isTrue();
    }
  }

  @Test
  void binaryFramesFloodsOfFragmentsAndBrokenFramesCloseOnlyTheirOwnConnection()
      throws IOException {
    try (RunningServer server = RunningServer.start();
        SocketClient bystander = server.connect()) {
      try (RawSocket binary = RawSocket.upgraded(server.port())) {
        binary.frame(true, BINARY, new byte[] {1});
        assertThat(binary.closeCode()).isEqualTo(1003);
      }
      try (RawSocket large = RawSocket.upgraded(server.port())) {
        large.frame(true, TEXT, new byte[65_537]);
        assertThat(large.closeCode()).isEqualTo(1009);
      }
      try (RawSocket fragments = RawSocket.upgraded(server.port())) {
        fragments.frame(false, TEXT, new byte[40_000]);
        fragments.frame(false, CONTINUATION, new byte[40_000]);
        assertThat(fragments.closeCode()).isEqualTo(1009);
      }
      try (RawSocket orphan = RawSocket.upgraded(server.port())) {
        orphan.frame(true, CONTINUATION, new byte[] {1});
        assertThat(orphan.closeCode()).isEqualTo(1002);
      }
      try (RawSocket reserved = RawSocket.upgraded(server.port())) {
        reserved.send(new byte[] {(byte) 0xA1, (byte) 0x80, 0, 0, 0, 0});
        assertThat(reserved.closeCode()).isEqualTo(1002);
      }
      try (RawSocket unmasked = RawSocket.upgraded(server.port())) {
        unmasked.send(new byte[] {(byte) 0x81, 1, 'x'});
        assertThat(unmasked.closeCode()).isEqualTo(1002);
      }

      bystander.send("{\"action\":\"ping\",\"message\":{}}");
      assertThat(bystander.next()).contains("pong");
    }
  }

  @Test
  void aRequestThatOnlyHalfAsksForAnUpgradeTakesNoPlace() throws IOException {
    Map<String, Object> one = Map.of("stream.max-connections-per-address", 1);
    List<String> half =
        List.of(
            "GET / HTTP/1.1",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: %s",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");
    String request = String.join("\r\n", half);
    try (RunningServer server = RunningServer.start(one);
        RawSocket socket = RawSocket.asking(server.port(), "/")) {
      socket.send(request.formatted("keep-alive").getBytes(US_ASCII));
      socket.send(request.formatted("keep-alive").getBytes(US_ASCII));
      socket.send(request.formatted("close").getBytes(US_ASCII));

      assertThat(new String(socket.rest(), US_ASCII)).doesNotContain("429 ");
    }
  }

  @Test
  void aRequestInFragmentsIsOneRequest() throws IOException {
    try (RunningServer server = RunningServer.start();
        RawSocket socket = RawSocket.upgraded(server.port())) {
      socket.frame(false, TEXT, "{\"action\":\"assets\",".getBytes(US_ASCII));
      socket.frame(true, CONTINUATION, "\"message\":{}}".getBytes(US_ASCII));

      assertThat(socket.text()).startsWith("{\"action\":\"assets\"");
    }
  }

  /** Repeated: who connected this moment is told too. */
  @RepeatedTest(5)
  void shuttingDownTellsEveryClientWhenToComeBack() {
    try (RunningServer server = RunningServer.start();
        SocketClient first = server.connect();
        SocketClient second = server.connect()) {
      server.stop();

      assertThat(first.closed()).matches("1001 server shutting down, retry in \\d+ ms");
      assertThat(second.closed()).startsWith("1001");
    }
  }

  @Test
  void aConnectionWithoutPongsIsClosedAndOneWithPongsOutlivesManyPeriods() throws IOException {
    try (RunningServer server = RunningServer.start(Map.of("stream.ping-period", "1s"));
        SocketClient polite = server.connect()) {
      for (int after = 0; after < 2; after++) {
        try (RawSocket silent = RawSocket.upgraded(server.port())) {
          assertThat(silent.closeCode()).isEqualTo(4000);
        }
      }

      polite.send("{\"action\":\"ping\",\"message\":{}}");
      assertThat(polite.next()).contains("pong");
    }
  }

  /** Its pings come with its points. */
  @Test
  void aConnectionWithPointsAndWithoutPongsIsClosedToo() throws IOException {
    try (RunningServer server = RunningServer.start(Map.of("stream.ping-period", "1s"));
        RawSocket silent = RawSocket.upgraded(server.port())) {
      byte[] subscribe =
          "{\"action\":\"subscribe\",\"message\":{\"assetId\":1}}".getBytes(US_ASCII);
      silent.frame(true, 1, subscribe);
      CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> codeOf(silent));

      for (long time = NOON; !code.isDone(); time++) {
        server.bringAndWait(point(server.asset("EURUSD"), time, 1.5));
      }

      assertThat(code.join()).isEqualTo(4000);
    }
  }

  private static int codeOf(RawSocket socket) {
    try {
      return socket.closeCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aLoneConnectionIsPingedOnceAPeriodAndNotOnceABeat() throws IOException {
    try (RunningServer server = RunningServer.start(Map.of("stream.ping-period", "1s"));
        RawSocket alone = RawSocket.upgraded(server.port())) {
      long start = System.nanoTime();

      assertThat(alone.closeCode()).isEqualTo(4000);

      // Two pings without an answer, and the third visit.
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThan(Duration.ofMillis(1500));
    }
  }

  @Test
  void tooManyRequestsAreLimitedAndAFloodIsClosed() {
    Map<String, Object> tight = Map.of("stream.request-burst", 3);
    try (RunningServer server = RunningServer.start(tight);
        SocketClient client = server.connect()) {
      for (int i = 0; i < 3; i++) {
        client.send("{\"action\":\"ping\",\"message\":{}}");
        assertThat(client.next()).contains("pong");
      }
      client.send("{\"action\":\"ping\",\"id\":9,\"message\":{}}");
      assertThat(client.next()).contains("RATE_LIMITED", "\"id\":9", "\"retryAfterMs\":10");

      for (int i = 0; i < 1100 && !client.isClosed(); i++) {
        client.send("{\"action\":\"ping\",\"message\":{}}");
      }
      assertThat(client.closed()).startsWith("1008");
    }
  }

  @Test
  void upgradesThatMustNotBeAreRefusedInPlainHttp() throws IOException {
    Map<String, Object> strict =
        Map.of(
            "stream.allowed-origins",
            "https://good.example",
            "stream.max-connections-per-address",
            2);
    try (RunningServer server = RunningServer.start(strict)) {
      int port = server.port();
      assertThat(RawSocket.status(port, "Origin: https://evil.example")).isEqualTo(403);
      assertThat(RawSocket.status(port, "Origin: https://good.example")).isEqualTo(101);
      assertThat(RawSocket.status(port, "Origin: http://localhost:" + port)).isEqualTo(101);
      assertThat(RawSocket.status(port, "Sec-WebSocket-Version: 12")).isEqualTo(426);
      assertThat(RawSocket.status(port, "Sec-WebSocket-Key: short")).isEqualTo(400);

      await().until(() -> server.sessions() == 0);
      try (RawSocket first = RawSocket.upgraded(port);
          RawSocket second = RawSocket.upgraded(port)) {
        assertThat(RawSocket.status(port, "X-Third: yes")).isEqualTo(429);
        assertThat(server.counted("ratecast.stream.refused", "reason", "address")).isOne();
        first.frame(true, CLOSE, ByteBuffer.allocate(2).putShort((short) 1000).array());
        first.closeCode();
        second.frame(true, TEXT, "{\"action\":\"ping\",\"message\":{}}".getBytes(US_ASCII));
        assertThat(second.text()).contains("pong");
      }
    }
  }

  @Test
  void theServerAsAWholeHasAMostToo() throws IOException {
    try (RunningServer server = RunningServer.start(Map.of("stream.max-connections", 1));
        RawSocket only = RawSocket.upgraded(server.port())) {
      assertThat(RawSocket.status(server.port(), "X-Second: yes")).isEqualTo(503);
      assertThat(server.counted("ratecast.stream.refused", "reason", "full")).isOne();
      only.frame(true, TEXT, "{\"action\":\"ping\",\"message\":{}}".getBytes(US_ASCII));
      assertThat(only.text()).contains("pong");
    }
  }
}

package ratecast.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ratecast.market.Asset;
import ratecast.support.RawSocket;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;
import ratecast.tape.Tapes;

/** permessage-deflate, as far as it pays: RFC 7692 without context takeover. */
class CompressionTest {
  private static final int TEXT = 1;
  private static final int POINTS = 1800;
  private static final String OFFER = "Sec-WebSocket-Extensions: ";
  private static final String SELECT = "{\"action\":\"subscribe\",\"message\":{\"assetId\":1}}";
  private static final String COLUMNS =
      "{\"action\":\"subscribe\",\"id\":1,\"message\":{\"assetId\":1,\"historySeconds\":1800,"
          + "\"format\":\"columns\"}}";

  @Test
  void whoOffersCompressionGetsTheSameHistoryInAFifthOfTheBytesOrLess() throws IOException {
    try (RunningServer server = RunningServer.start(Map.of("tape.window", "24h"));
        SocketClient plain = server.connect();
        RawSocket compressed = RawSocket.upgraded(server.port(), OFFER + "permessage-deflate");
        RawSocket second = RawSocket.upgraded(server.port(), OFFER + "permessage-deflate")) {
      assertThat(compressed.answer())
          .containsIgnoringCase(
              "permessage-deflate; server_no_context_takeover; client_no_context_takeover");
      fill(server);

      for (String request : List.of(SELECT, COLUMNS)) {
        String history = historyOf(plain, request);
        compressed.frame(true, TEXT, request.getBytes(US_ASCII));
        assertThat(historyOf(compressed)).isEqualTo(history);
        assertThat(compressed.lastLength()).isLessThan(history.length() / 3);
      }
      second.frame(true, TEXT, SELECT.getBytes(US_ASCII));
      assertThat(historyOf(second)).isEqualTo(historyOf(plain, SELECT));
      assertThat(second.lastLength()).isLessThan(POINTS * 82 / 5);
    }
  }

  @Test
  void whatIsSmallOrWasNotAskedForIsNotCompressed() throws IOException {
    try (RunningServer server = RunningServer.start();
        RawSocket browser = RawSocket.upgraded(server.port());
        RawSocket none = RawSocket.upgraded(server.port(), OFFER + "x-other")) {
      assertThat(none.answer()).doesNotContainIgnoringCase("permessage-deflate");
      browser.frame(true, TEXT, "{\"action\":\"assets\",\"message\":{}}".getBytes(US_ASCII));
      assertThat(browser.text()).hasSize(browser.lastLength());

      fill(server);
      none.frame(true, TEXT, SELECT.getBytes(US_ASCII));
      assertThat(none.text()).hasSize(none.lastLength());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate; server_max_window_bits=10",
        "permessage-deflate; something_new",
        "permessage-bzip2"
      })
  void anOfferThatCannotBeKeptIsDeclined(String offer) throws IOException {
    try (RunningServer server = RunningServer.start();
        RawSocket socket = RawSocket.upgraded(server.port(), OFFER + offer)) {
      assertThat(socket.answer()).doesNotContainIgnoringCase("permessage");
      socket.compressedFrame(deflated("{\"action\":\"ping\",\"message\":{}}"));
      assertThat(socket.closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void compressedRequestsAreReadAndBombsCloseTheirOwnConnection() throws IOException {
    try (RunningServer server = RunningServer.start();
        RawSocket socket =
            RawSocket.upgraded(
                server.port(),
                OFFER
                    + "permessage-deflate; server_max_window_bits=9, "
                    + "permessage-deflate; client_max_window_bits")) {
      for (int i = 0; i < 3; i++) {
        socket.compressedFrame(deflated("{\"action\":\"ping\",\"message\":{}}"));
        assertThat(socket.text()).contains("pong");
      }
      try (RawSocket bomb = RawSocket.upgraded(server.port())) {
        bomb.compressedFrame(deflated(" ".repeat(10_000_000)));
        assertThat(bomb.closeCode()).isEqualTo(1009);
      }
      try (RawSocket garbage = RawSocket.upgraded(server.port())) {
        garbage.compressedFrame(new byte[] {-1, -1, -1, -1, -1});
        assertThat(garbage.closeCode()).isEqualTo(1002);
      }
      socket.compressedFrame(deflated("{\"action\":\"ping\",\"message\":{}}"));
      assertThat(socket.text()).contains("pong");
    }
  }

  private static void fill(RunningServer server) {
    Asset asset = server.asset("EURUSD");
    Tapes tapes = server.bean(Tapes.class);
    for (int i = 0; i < POINTS; i++) {
      tapes.append(List.of(point(asset, NOON - POINTS + i, 1.1 + (i * 7919 % 1000) / 100_000.0)));
    }
  }

  private static String historyOf(SocketClient client, String request) {
    client.send(request);
    String text = client.next();
    return text.contains("asset_history") ? text : client.next();
  }

  private static String historyOf(RawSocket socket) throws IOException {
    String text = socket.text();
    return text.contains("asset_history") ? text : socket.text();
  }

  private static byte[] deflated(String text) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(text.getBytes(US_ASCII));
    byte[] out = new byte[100_000];
    int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(out, length - 4);
  }
}

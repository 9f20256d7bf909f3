package ratecast.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.market.FeedState;
import ratecast.market.FeedState.State;
import ratecast.market.FeedStateListener;
import ratecast.support.Json;
import ratecast.support.RawSocket;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;
import ratecast.tape.Tapes;

/** Clients that do not read cost themselves, not others. */
class SlowClientTest {
  private static final int TEXT = 1;
  private static final int POINTS = 20_000;

  /** As many at once as fit into any client's outbox. */
  private static final int BATCH = 50;

  /** The channel's high-water mark, 64 KiB, and the write that passes it. */
  private static final int MOST_WAITING = 80 << 10;

  private static final int PING = 0x9;
  private static final int CLOSE = 0x8;

  private static final byte[] ADD =
      "{\"action\":\"subscribe\",\"id\":1,\"message\":{\"assetIds\":[1],\"historySeconds\":0}}"
          .getBytes(US_ASCII);

  @Test
  void aClientThatPausesGetsTheNewestInsteadOfAQueueAndIsToldWhatItStandsFor() throws IOException {
    try (RunningServer server = RunningServer.start(Map.of("tape.window", "24h"));
        RawSocket slow = RawSocket.upgraded(server.port());
        SocketClient quick = server.connect()) {
      Asset asset = server.asset("EURUSD");
      slow.frame(true, TEXT, ADD);
      assertThat(slow.text()).contains("subscribed");
      quick.send(new String(ADD, US_ASCII));
      quick.next();

      // when more is brought than kernel, channel and outbox hold together
      Tapes tapes = server.bean(Tapes.class);
      for (long i = 0; i < POINTS; i += BATCH) {
        for (long k = i; k < i + BATCH; k++) {
          tapes.append(List.of(point(asset, NOON + k, 1.5)));
        }
        for (long k = i; k < i + BATCH; k++) {
          assertThat(Json.times(quick.next())).containsExactly(NOON + k);
        }
      }

      // then the slow one has a line without a gap that says where it was shortened
      long last = NOON - 1;
      boolean merged = false;
      while (last < NOON + POINTS - 1) {
        Map<String, Object> next = Json.message(slow.text());
        long count = next.containsKey("count") ? Json.number(next, "count") : 1;
        merged |= count > 1;
        assertThat(Json.number(next, "time") - count).isEqualTo(last);
        last = Json.number(next, "time");
      }
      assertThat(merged).isTrue();
    }
  }

  @Test
  void aClientThatDoesNotReadIsCutAndOneThatReadsAfterAllFinds4001() throws IOException {
    Map<String, Object> impatient = Map.of("tape.window", "24h", "stream.slow-timeout", "1s");
    try (RunningServer server = RunningServer.start(impatient);
        RawSocket deaf = RawSocket.upgraded(server.port());
        RawSocket sleepy = RawSocket.upgraded(server.port())) {
      for (RawSocket slow : List.of(deaf, sleepy)) {
        slow.frame(true, TEXT, ADD);
        assertThat(slow.text()).contains("subscribed");
      }
      bringMoreThanIsHeld(server);

      await().until(() -> closes(server, "4001") == 2);
      assertThat(sleepy.closeCode()).isEqualTo(4001);
      await().until(() -> server.sessions() == 0);
    }
  }

  @Test
  void pingsOfAClientThatDoesNotReadTheirPongsEndItToo() throws IOException {
    try (RunningServer server = RunningServer.start(Map.of("stream.slow-timeout", "1s"));
        RawSocket deaf = RawSocket.upgraded(server.port())) {
      Thread flood = new Thread(() -> ping(deaf), "flood");
      flood.setDaemon(true);
      flood.start();

      await().until(() -> closes(server, "4001") == 1);
    }
  }

  /** Up to 60 MB of them, where nobody stops reading. */
  private static void ping(RawSocket socket) {
    try {
      for (int i = 0; i < 500_000; i++) {
        socket.frame(true, PING, new byte[125]);
      }
    } catch (IOException e) {
      // its connection ended
    }
  }

  @Test
  void whoSaysGoodbyeAndReadsNoMoreIsGoneAfterAWhile() throws IOException {
    try (RunningServer server = RunningServer.start(Map.of("tape.window", "24h"));
        RawSocket deaf = RawSocket.upgraded(server.port())) {
      deaf.frame(true, TEXT, ADD);
      assertThat(deaf.text()).contains("subscribed");
      bringMoreThanIsHeld(server);
      await().until(() -> waiting(server) > 0);

      deaf.frame(true, CLOSE, new byte[] {3, (byte) 232});

      await().until(() -> server.sessions() == 0);
    }
  }

  @Test
  void aChangeOfStatusThatFindsNoRoomIsToldLater() throws IOException {
    try (RunningServer server = RunningServer.start(Map.of("tape.window", "24h"));
        RawSocket slow = RawSocket.upgraded(server.port())) {
      slow.frame(
          true,
          TEXT,
          "{\"action\":\"subscribe\",\"message\":{\"channel\":\"status\"}}".getBytes(US_ASCII));
      slow.frame(true, TEXT, ADD);
      assertThat(slow.text()).contains("status");
      bringMoreThanIsHeld(server);
      await().until(() -> waiting(server) > 0);

      FeedStateListener feed = server.bean(FeedStateListener.class);
      feed.accept(new FeedState("emcont", State.STALE, NOON, List.of(1), "no new rates"));
      feed.accept(new FeedState("emcont", State.LIVE, NOON, List.of(1), "rates come in"));

      assertThat(nextStatus(slow)).contains("\"stale\"");
      assertThat(nextStatus(slow)).contains("\"live\"");
    }
  }

  /** More than kernel, channel and outbox hold together. */
  private static void bringMoreThanIsHeld(RunningServer server) {
    Asset asset = server.asset("EURUSD");
    Tapes tapes = server.bean(Tapes.class);
    for (long i = 0; i < POINTS; i++) {
      tapes.append(List.of(point(asset, NOON + i, 1.5)));
    }
  }

  private static String nextStatus(RawSocket socket) throws IOException {
    String text = socket.text();
    while (!Json.action(text).equals("status")) {
      text = socket.text();
    }
    return text;
  }

  @Test
  void aThousandClientsThatNeverReadHoldNoMoreThanTheirOutboxes() throws IOException {
    Map<String, Object> settings =
        Map.of("tape.window", "24h", "stream.max-connections-per-address", 2000);
    List<RawSocket> deaf = new ArrayList<>();
    List<SocketClient> quick = new ArrayList<>();
    try (RunningServer server = RunningServer.start(settings)) {
      for (int i = 0; i < 1000; i++) {
        RawSocket socket = RawSocket.upgraded(server.port());
        socket.frame(true, TEXT, ADD);
        deaf.add(socket);
      }
      // On every event loop: one that lags has more in one message than waits otherwise.
      for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
        quick.add(server.connect().send(new String(ADD, US_ASCII)));
        quick.get(i).next();
      }
      Asset asset = server.asset("EURUSD");
      Tapes tapes = server.bean(Tapes.class);

      // when each is owed half a megabyte, more than its kernel and its outbox hold
      for (long i = 0; i < 5_000; i += BATCH) {
        for (long k = i; k < i + BATCH; k++) {
          tapes.append(List.of(point(asset, NOON + k, 1.5)));
        }
        for (SocketClient client : quick) {
          for (int k = 0; k < BATCH; k++) {
            client.next();
          }
        }
      }

      // then each holds a bounded part of it, and others were served
      await().until(() -> waiting(server) > 1000L * (64 << 10));
      assertThat(waiting(server)).isLessThanOrEqualTo(1000L * MOST_WAITING);
      assertThat(server.sessions()).isEqualTo(1_000 + quick.size());
    } finally {
      quick.forEach(SocketClient::close);
      for (RawSocket socket : deaf) {
        socket.close();
      }
    }
  }

  private static long waiting(RunningServer server) {
    return (long) server.bean(MeterRegistry.class).get("ratecast.stream.waiting").gauge().value();
  }

  @Test
  void aClientThatPausesGetsEveryClosedCandleOnceAndTheNewestStateOfTheRunningOne()
      throws IOException {
    try (RunningServer server = RunningServer.start(Map.of("tape.window", "24h"));
        RawSocket slow = RawSocket.upgraded(server.port());
        SocketClient quick = server.connect()) {
      bringWhilePaused(server, slow, quick, "1h");

      // then each hour is closed once, in order, and the last candle has all its points
      Map<String, Object> candle = Map.of();
      List<Long> closed = new ArrayList<>();
      while (candle.isEmpty() || Json.number(candle, "count") < POINTS % 3_600) {
        String text = slow.text();
        if (Json.action(text).equals("candle")) {
          candle = Json.message(text);
          if (Json.flag(candle, "closed")) {
            assertThat(Json.number(candle, "count")).isEqualTo(3_600);
            closed.add(Json.number(candle, "time"));
            candle = Map.of();
          } else if (closed.size() < POINTS / 3_600) {
            candle = Map.of();
          }
        }
      }
      assertThat(closed)
          .isEqualTo(
              LongStream.range(0, POINTS / 3_600).map(i -> NOON + i * 3_600).boxed().toList());
    }
  }

  @Test
  void aClientThatMissesMoreClosedCandlesThanAreKeptIsCutWith4001() throws IOException {
    try (RunningServer server = RunningServer.start(Map.of("tape.window", "24h"));
        RawSocket slow = RawSocket.upgraded(server.port());
        SocketClient quick = server.connect()) {
      bringWhilePaused(server, slow, quick, "5s");

      assertThat(slow.closeCode()).isEqualTo(4001);
    }
  }

  /** More than kernel, channel and outbox hold together. */
  private static void bringWhilePaused(
      RunningServer server, RawSocket slow, SocketClient quick, String interval)
      throws IOException {
    Asset asset = server.asset("EURUSD");
    slow.frame(true, TEXT, ADD);
    assertThat(slow.text()).contains("subscribed");
    String candles =
        new String(ADD, US_ASCII).replace("0}}", "0,\"interval\":\"" + interval + "\"}}");
    slow.frame(true, TEXT, candles.getBytes(US_ASCII));
    assertThat(slow.text()).contains("subscribed");
    quick.send(new String(ADD, US_ASCII));
    quick.next();
    Tapes tapes = server.bean(Tapes.class);
    for (long i = 0; i < POINTS; i++) {
      tapes.append(List.of(point(asset, NOON + i, 1.5)));
      if (i % 100 == 99) {
        for (long j = i - 99; j <= i; j++) {
          assertThat(Json.times(quick.next())).containsExactly(NOON + j);
        }
      }
    }
  }

  private static double closes(RunningServer server, String code) {
    var counter =
        server.bean(MeterRegistry.class).find("ratecast.stream.closes").tag("code", code).counter();
    return counter == null ? 0 : counter.count();
  }
}

package ratecast.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.store.PointStore;
import ratecast.support.EmbeddedStore;
import ratecast.support.EventsClient;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.RawSocket;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;
import ratecast.support.Wire;
import ratecast.tape.Tapes;
import ratecast.tape.Window;

/** What a client is told of the past while MongoDB is away. */
class PastAwayTest {
  private static final String SINCE = "/api/v1/assets/1/points?since=";
  private static final String EVENTS = "/api/v1/assets/1/stream";
  private static final Pattern TIME = Pattern.compile("\"time\":(\\d+),[^}]*}");

  /** Several times what a connection and a client that does not read yet hold. */
  private static final int LONG = 60_000;

  private static final String RANGE = "\"from\":" + (NOON - 600) + ",\"to\":" + NOON + "}}";
  private static final String DAY =
      "{\"action\":\"subscribe\",\"message\":{\"assetIds\":[1],\"interval\":\"1d\"}}";

  @Test
  void thePastIsRefusedAndACandleThatIsNotWholeSaysSoAndIsMendedAfterwards() {
    try (EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port());
        RunningServer server =
            RunningServer.start(
                Map.of(
                    "tape.window",
                    "60s",
                    "stream.ping-period",
                    "1s",
                    "mongodb.uri",
                    "mongodb://localhost:" + wire.port() + "/ratecast"));
        SocketClient client = server.connect()) {
      Asset asset = server.asset("EURUSD");
      server.bringAndWait(
          LongStream.rangeClosed(NOON - 600, NOON)
              .mapToObj(time -> point(asset, time, 1.5))
              .toArray(Point[]::new));

      // when the store is away
      wire.cut();
      client.send("{\"action\":\"history\",\"id\":1,\"message\":{\"assetId\":1," + RANGE);
      assertThat(Json.message(client.next()))
          .containsEntry("code", "STORE_UNAVAILABLE")
          .containsEntry("retryAfterMs", 1000)
          .containsEntry("action", "history");
      client.send("{\"action\":\"replay\",\"id\":1,\"message\":{\"assetIds\":[1]," + RANGE);
      assertThat(Json.message(client.next()))
          .containsEntry("code", "STORE_UNAVAILABLE")
          .containsEntry("retryAfterMs", 1000)
          .containsEntry("action", "replay");
      client.send(DAY);
      client.next();
      Map<String, Object> history = Json.message(client.next());
      assertThat(history).containsEntry("complete", false);
      assertThat(Json.number(Json.objects(history, "candles").get(0), "count")).isLessThan(601);

      // then its return makes the candle whole for everyone
      wire.restore();
      assertThat(Json.message(client.next()))
          .containsEntry("count", 601)
          .containsEntry("closed", false);
      client.send(DAY.replace("}}", ",\"historySeconds\":60}}"));
      client.next();
      assertThat(Json.message(client.next())).containsEntry("complete", true);
    }
  }

  @Test
  void aPaceThatChangesWhileTheStoreIsReadHoldsFromTheHistoryOn() {
    try (EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port());
        RunningServer server = withAShortWindow(wire);
        SocketClient client = server.connect()) {
      Asset asset = server.asset("EURUSD");
      for (long time = NOON - 200; time < NOON; time += 10) {
        server.bringAndWait(point(asset, time, 1), point(asset, time + 1, 2));
      }
      String subscribe = "{\"action\":\"subscribe\",\"id\":%d,\"message\":{\"assetIds\":[1],%s}}";

      wire.delay(Duration.ofMillis(300));
      client.send(subscribe.formatted(1, "\"historySeconds\":300,\"everySeconds\":10"));
      client.send(subscribe.formatted(2, "\"everySeconds\":1"));
      assertThat(List.of(client.next(), client.next()))
          .allMatch(text -> text.contains("subscribed"));

      String history = client.next();
      assertThat(history).contains("asset_history").contains("\"id\":1");
      assertThat(Json.times(history)).hasSize(40);
      wire.restore();
      server.bringAndWait(point(asset, NOON, 3));
      assertThat(client.next()).doesNotContain("count").contains("\"time\":" + NOON);
    }
  }

  @Test
  void aWindowThatMovesOnWhileTheStoreIsReadLeavesNoHoleInAHistory() {
    try (EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port());
        RunningServer server = withAShortWindow(wire);
        SocketClient client = server.connect()) {
      Asset asset = server.asset("EURUSD");
      Window window = server.bean(Tapes.class).tape(asset).window();
      long first = NOON - 400;
      long last = first + 255; // whole chunks: one more makes the window let go of the oldest
      server.bringAndWait(
          LongStream.rangeClosed(first, last)
              .mapToObj(time -> point(asset, time, 1.5))
              .toArray(Point[]::new));
      long oldest = window.firstTime();
      server.clock().set(Instant.ofEpochSecond(last));
      long since = first + 10;

      wire.delay(Duration.ofMillis(300));
      client.send(
          "{\"action\":\"subscribe\",\"message\":{\"assetIds\":[1],\"since\":" + since + "}}");
      assertThat(client.next()).contains("subscribed");
      long end = last + 1;
      server.bean(Tapes.class).append(List.of(point(asset, end, 1.5)));
      assertThat(window.firstTime()).isGreaterThan(oldest);

      List<Long> times = new ArrayList<>(Json.times(client.next()));
      if (times.get(times.size() - 1) < end) {
        times.addAll(Json.times(client.next()));
      }
      assertThat(times).isEqualTo(LongStream.rangeClosed(since + 1, end).boxed().toList());
    }
  }

  @Test
  void anAssetThatIsOnlyInTheStoreEndsNobodysEventsWhileTheStoreIsAway() {
    try (EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port());
        RunningServer server = withAShortWindow(wire)) {
      Asset silent = server.asset("EURUSD");
      Asset live = server.asset("USDJPY");
      server.bean(PointStore.class).fill(List.of(point(silent, NOON - 100, 1))).block();
      server.bringAndWait(point(live, NOON, 1));

      wire.cut();
      String id = NOON + ",1:" + (NOON - 1000);
      try (EventsClient client =
          EventsClient.open(
              HttpCalls.to(server), "/api/v1/stream?assetIds=1,2", "Last-Event-ID", id)) {
        server.bean(Tapes.class).append(List.of(point(live, NOON + 1, 1)));
        assertThat(client.nextTime()).isEqualTo(NOON + 1);

        wire.restore();
        PointStore points = server.bean(PointStore.class);
        await().ignoreExceptions().until(() -> points.last(silent).block() != null);
        server.bean(Tapes.class).append(List.of(point(silent, NOON + 2, 1)));
        assertThat(List.of(client.nextTime(), client.nextTime()))
            .containsExactly(NOON - 100, NOON + 2);
      }
    }
  }

  @Test
  void nothingOfTheStoreComesBehindACloseFrame() throws IOException {
    try (EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port());
        RunningServer server = withAShortWindow(wire);
        RawSocket socket = RawSocket.upgraded(server.port())) {
      Asset asset = server.asset("EURUSD");
      server.bringAndWait(
          LongStream.range(NOON - 600, NOON)
              .mapToObj(time -> point(asset, time, 1.5))
              .toArray(Point[]::new));

      wire.delay(Duration.ofMillis(300));
      String history = "{\"action\":\"history\",\"id\":1,\"message\":{\"assetId\":1," + RANGE;
      socket.frame(true, 1, history.getBytes(US_ASCII));
      socket.frame(true, 2, new byte[1]);

      assertThat(socket.closeCode()).isEqualTo(1003);
      assertThatThrownBy(() -> socket.read(1))
          .hasMessageContaining("reset"); // our close is missing
    }
  }

  @Test
  void anAnswerThatIsCutShortIsSeenToBeAndSinceBringsExactlyTheRest() throws IOException {
    try (EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port());
        RunningServer server = withALongPast(wire)) {
      HttpCalls http = HttpCalls.to(server);

      // when the store goes while an answer is under way
      InputStream body =
          http.send(http.request(SINCE + (NOON - 1)), BodyHandlers.ofInputStream()).body();
      wire.cut();

      // then it does not end as a whole one does
      ByteArrayOutputStream got = new ByteArrayOutputStream();
      assertThatThrownBy(() -> body.transferTo(got)).isInstanceOf(IOException.class);
      List<Long> times = times(got.toString(US_ASCII));
      assertThat(times).hasSizeBetween(1, LONG - 1);

      wire.restore();
      times.addAll(rest(http, times.get(times.size() - 1)));
      assertThat(times).isEqualTo(LongStream.range(NOON, NOON + LONG).boxed().toList());
    }
  }

  @Test
  void aStreamOfEventsThatIsCutShortEndsAndItsLastIdBringsExactlyTheRest() {
    try (EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port());
        RunningServer server = withALongPast(wire)) {
      HttpCalls http = HttpCalls.to(server);
      List<Long> times = new ArrayList<>();

      // when the store goes while somebody catches up
      try (EventsClient client = EventsClient.open(http, EVENTS + "?since=" + (NOON - 1))) {
        times.add(client.nextTime());
        wire.cut();

        // then nothing is left out: there is an end
        assertThat(client.hasEnded()).isTrue();
        for (long last = Long.parseLong(client.lastId()); times.get(times.size() - 1) < last; ) {
          times.add(client.nextTime());
        }
        assertThat(times).hasSizeLessThan(LONG);
      }

      wire.restore();
      String last = Long.toString(times.get(times.size() - 1));
      int missing = rest(http, Long.parseLong(last)).size();
      try (EventsClient client = EventsClient.open(http, EVENTS, "Last-Event-ID", last)) {
        for (int i = 0; i < missing; i++) {
          times.add(client.nextTime());
        }
      }
      assertThat(times).isEqualTo(LongStream.range(NOON, NOON + LONG).boxed().toList());
    }
  }

  private static RunningServer withAShortWindow(Wire wire) {
    return RunningServer.start(
        Map.of(
            "tape.window",
            "60s",
            "store.write-timeout",
            "20s",
            "mongodb.uri",
            "mongodb://localhost:" + wire.port() + "/ratecast"));
  }

  private static RunningServer withALongPast(Wire wire) {
    RunningServer server = withAShortWindow(wire);
    Asset asset = server.asset("EURUSD");
    for (long from = NOON; from < NOON + LONG; from += LONG / 10) {
      server.bringAndWait(
          LongStream.range(from, from + LONG / 10)
              .mapToObj(time -> point(asset, time, 1.5))
              .toArray(Point[]::new));
    }
    return server;
  }

  /** What came after the last point one has, once the store answers again. */
  private static List<Long> rest(HttpCalls http, long last) {
    await().until(() -> http.get(SINCE + last).statusCode() == 200);
    return times(http.get(SINCE + last).body());
  }

  private static List<Long> times(String text) {
    return TIME.matcher(text)
        .results()
        .map(found -> Long.parseLong(found.group(1)))
        .collect(Collectors.toList());
  }
}

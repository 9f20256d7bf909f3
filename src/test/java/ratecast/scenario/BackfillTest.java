package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.pitch.Sample;
import ratecast.pitch.book.TradingDay;
import ratecast.store.PointStore;
import ratecast.support.EventsClient;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;
import ratecast.tape.Tape;
import ratecast.tape.Tapes;

/**
 * Points of the past that the store is given while assets are silent: newer than all their windows
 * have, and too old to be shown live.
 */
class BackfillTest {
  private static final TradingDay DAY = new TradingDay(LocalDate.of(2016, 2, 19));

  /** The last second of the sample. */
  private static final long END = DAY.epochSecond(28_964);

  private static final long FALLEN_SILENT = END - 400;
  private static final long NOW = END + 7_200;

  @TempDir Path folder;
  private RunningServer server;
  private HttpCalls http;
  private Asset spy;
  private Asset tenfold;

  @BeforeEach
  void start() {
    server = RunningServer.start(Map.of("pitch.inbox", folder.toString()));
    http = HttpCalls.to(server);
    server.clock().set(Instant.ofEpochSecond(FALLEN_SILENT));
    http.post("/api/v1/assets", "{\"name\":\"SPY\"}");
    http.post("/api/v1/assets", "{\"name\":\"TENFOLD\",\"formula\":\"10 * SPY\"}");
    spy = server.asset("SPY");
    tenfold = server.asset("TENFOLD");
    push(FALLEN_SILENT - 1);
    push(FALLEN_SILENT);
    server.clock().set(Instant.ofEpochSecond(NOW));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void push(long time) {
    String row = "{\"assetName\":\"SPY\",\"value\":1,\"time\":" + time + "}";
    assertThat(http.post("/api/v1/points", row).body()).contains("\"stored\":1");
  }

  private void importTheSample() {
    Map<String, Object> begun =
        Json.object(
            http.send(
                    http.request("/api/v1/pitch/files?date=2016-02-19")
                        .POST(BodyPublishers.ofByteArray(Sample.bytes())))
                .body());
    String path = "/api/v1/pitch/imports/" + Json.number(begun, "id");
    await().until(() -> http.get(path).body().contains("\"state\":\"done\""));
  }

  private List<Long> stored(Asset asset) {
    return server
        .bean(PointStore.class)
        .read(asset, DAY.epochSecond(0), NOW + 1)
        .map(Point::time)
        .collectList()
        .blockOptional()
        .orElseThrow();
  }

  private List<Long> history(Asset asset) {
    try (SocketClient client = server.connect()) {
      client.send(subscribe(asset, 9_000)).next();
      String history = client.next();
      assertThat(Json.message(history)).containsEntry("complete", true);
      return Json.times(history);
    }
  }

  private static String subscribe(Asset asset, int historySeconds) {
    return "{\"action\":\"subscribe\",\"id\":1,\"message\":{\"assetIds\":[%d],\"historySeconds\":%d}}"
        .formatted(asset.id(), historySeconds);
  }

  private List<Long> overHttp(Asset asset) {
    String path = "/api/v1/assets/%d/points?since=%d".formatted(asset.id(), END - 600);
    return Json.objects(Json.object(http.get(path).body()), "points").stream()
        .map(point -> Json.number(point, "time"))
        .toList();
  }

  @Test
  void isInEveryHistoryAtOnce() {
    importTheSample();

    assertThat(stored(spy)).startsWith(FALLEN_SILENT - 1).endsWith(END).hasSizeGreaterThan(160);
    assertThat(history(spy)).isEqualTo(stored(spy));
    assertThat(overHttp(spy)).isEqualTo(stored(spy));
    assertThat(http.get("/api/v1/assets/" + spy.id()).body()).contains("\"lastTime\":" + END);

    push(NOW);
    assertThat(history(spy)).isEqualTo(stored(spy)).endsWith(END, NOW);
    assertThat(overHttp(spy)).isEqualTo(stored(spy));
  }

  @Test
  void isInTheHistoryOfWhatFollowsFromIt() {
    importTheSample();

    await().untilAsserted(() -> assertThat(stored(tenfold)).isEqualTo(stored(spy)));
    await().untilAsserted(() -> assertThat(history(tenfold)).isEqualTo(stored(spy)));
    assertThat(overHttp(tenfold)).isEqualTo(stored(spy));
  }

  @Test
  void isNotTakenForASymbolThatFollowsFromOthers() {
    assertThat(Sample.text()).contains("AAPL  ");
    http.post("/api/v1/assets", "{\"name\":\"AAPL\",\"formula\":\"2 * SPY\"}");

    importTheSample();

    await().untilAsserted(() -> assertThat(values("AAPL")).hasSameSizeAs(stored(spy)));
    assertThat(values("AAPL")).isEqualTo(values("SPY").stream().map(value -> 2 * value).toList());
  }

  private List<Double> values(String name) {
    return server
        .bean(PointStore.class)
        .read(server.asset(name), DAY.epochSecond(0), NOW + 1)
        .map(Point::value)
        .collectList()
        .blockOptional()
        .orElseThrow();
  }

  @Test
  void isNotShownLiveAndCutsNobody() {
    try (SocketClient client = server.connect();
        EventsClient events =
            EventsClient.open(http, "/api/v1/assets/%d/stream".formatted(spy.id()))) {
      client.send(subscribe(spy, 0)).next();

      importTheSample();
      push(NOW);

      assertThat(Json.times(client.next())).containsExactly(NOW);
      assertThat(events.nextTime()).isEqualTo(NOW);
    }
  }

  @Test
  void isInTheRunningCandleOfItsDay() {
    int before = tape().window().olderLatecomers();
    importTheSample();

    assertThat(tape().window().olderLatecomers())
        .as("candles that run already are mended by this")
        .isGreaterThan(before);
    try (SocketClient client = server.connect()) {
      client
          .send(
              "{\"action\":\"subscribe\",\"message\":{\"assetIds\":[%d],\"interval\":\"1d\"}}"
                  .formatted(spy.id()))
          .next();
      assertThat(client.next()).contains("\"count\":" + stored(spy).size() + ",");
    }
  }

  private Tape tape() {
    return server.bean(Tapes.class).tape(spy);
  }
}

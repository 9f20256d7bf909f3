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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ratecast.market.Asset;
import ratecast.pitch.Sample;
import ratecast.pitch.book.TradingDay;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;

/**
 * Candles that somebody is subscribed to when points are imported that are newer than all of them
 * and too old to be shown live.
 */
class BackfilledCandlesTest {
  private static final TradingDay DAY = new TradingDay(LocalDate.of(2016, 2, 19));

  /** The last second of the sample, at 13:02:44 UTC. */
  private static final long END = DAY.epochSecond(28_964);

  @TempDir Path folder;
  private RunningServer server;
  private HttpCalls http;

  @BeforeEach
  void start() {
    server =
        RunningServer.start(
            Map.of(
                "micronaut.netty.event-loops.default.num-threads",
                1,
                "pitch.inbox",
                folder.toString()));
    http = HttpCalls.to(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /**
   * A closed candle of an interval of its own, the same with points that came before; of an
   * interval that goes on, one where nothing was.
   */
  @ParameterizedTest
  @CsvSource({"1h, 400, 7200", "15m, 100, 7200", "4h, 4000, 2400", "1d, 400, 7200"})
  void areInEveryHistoryThatSaysItIsComplete(String interval, long silentFor, long behind) {
    Asset spy = fallenSilent(END - silentFor, END + behind);
    try (SocketClient watching = subscribed(spy, interval)) {
      assertThat(watching.next()).contains("\"complete\":true", "\"count\":2");

      importTheSample();

      awaitTheHistoryOfTheStore(spy, interval);

      push(END + behind);
      awaitTheHistoryOfTheStore(spy, interval);
    }
  }

  @Test
  void areTheLiveCandleOfTheirInterval() {
    Asset spy = fallenSilent(END - 4_000, END + 2_400);
    try (SocketClient watching = subscribed(spy, "4h")) {
      watching.next();
      importTheSample();
      awaitTheHistoryOfTheStore(spy, "4h");
      push(END + 2_400);

      await()
          .untilAsserted(
              () ->
                  assertThat(Json.message(watching.next()))
                      .containsEntry("open", 142.5)
                      .containsEntry("high", 142.62)
                      .containsEntry("close", 1)
                      .containsEntry("closed", false));
    }
  }

  private Asset fallenSilent(long at, long now) {
    server.clock().set(Instant.ofEpochSecond(at));
    http.post("/api/v1/assets", "{\"name\":\"SPY\"}");
    push(at - 1);
    push(at);
    server.clock().set(Instant.ofEpochSecond(now));
    return server.asset("SPY");
  }

  private void push(long time) {
    String row = "{\"assetName\":\"SPY\",\"value\":1,\"time\":" + time + "}";
    assertThat(http.post("/api/v1/points", row).body()).contains("\"stored\":1");
  }

  private void importTheSample() {
    http.send(
        http.request("/api/v1/pitch/files?date=2016-02-19")
            .POST(BodyPublishers.ofByteArray(Sample.bytes())));
    await().until(() -> http.get("/api/v1/pitch/imports").body().contains("\"state\":\"done\""));
  }

  private SocketClient subscribed(Asset asset, String interval) {
    SocketClient client = server.connect();
    client
        .send(
            "{\"action\":\"subscribe\",\"message\":{\"assetIds\":[%d],\"interval\":\"%s\",\"historySeconds\":86400}}"
                .formatted(asset.id(), interval))
        .next();
    return client;
  }

  /** Whatever it says meanwhile, it says that it is not complete. */
  private void awaitTheHistoryOfTheStore(Asset asset, String interval) {
    String path = "/api/v1/assets/%d/candles?interval=%s&last=1000".formatted(asset.id(), interval);
    List<Map<String, Object>> stored = Json.objects(Json.object(http.get(path).body()), "candles");
    await()
        .until(
            () -> {
              try (SocketClient client = subscribed(asset, interval)) {
                Map<String, Object> history = Json.message(client.next());
                if (Json.flag(history, "complete")) {
                  assertThat(Json.objects(history, "candles")).isEqualTo(stored);
                }
                return Json.flag(history, "complete");
              }
            });
  }
}

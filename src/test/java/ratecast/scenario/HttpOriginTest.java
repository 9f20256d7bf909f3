package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.HttpCalls.problem;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ratecast.market.Asset;
import ratecast.support.EmbeddedStore;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.RatesPage;
import ratecast.support.RunningServer;
import ratecast.support.Wire;
import ratecast.tape.Tapes;

/** Why does a client see this value? */
class HttpOriginTest {
  @Test
  void aPointOfAFeedHasItsBidAndItsAskAndBothItsTimes() {
    try (RatesPage page = new RatesPage();
        RunningServer server =
            RunningServer.startInRealTime(
                Map.of(
                    "feed.kind",
                    "emcont",
                    "feed.emcont.url",
                    page.uri().toString(),
                    "store.write-timeout",
                    "20s"))) {
      Asset asset = server.asset("EURUSD");
      var window = server.bean(Tapes.class).tape(asset).window();
      await().until(() -> window.lastTime() > 0);
      long time = window.lastTime();

      Map<String, Object> origin = Json.object(get(server, asset.id(), time).body());

      assertThat(origin)
          .containsOnlyKeys(
              "assetName",
              "time",
              "assetId",
              "value",
              "feed",
              "receivedAt",
              "bid",
              "ask",
              "writtenAt")
          .containsEntry("feed", "emcont");
      assertThat(Json.decimal(origin, "bid")).isEqualTo(1.11035);
      assertThat(Json.decimal(origin, "ask")).isEqualTo(1.11061);
      assertThat(Json.decimal(origin, "value")).isEqualTo(1.11048);
      assertThat(Json.number(origin, "receivedAt")).isGreaterThanOrEqualTo(time * 1000);
      assertThat(Json.number(origin, "writtenAt"))
          .isBetween(Json.number(origin, "receivedAt"), Instant.now().toEpochMilli());
    }
  }

  @Test
  void whatWasPushedSaysSoAndWhatFollowsFromItNamesItsLegs() {
    try (RunningServer server =
        RunningServer.start(
            Map.of(
                "market.derived",
                List.of("EURJPY = EURUSD * USDJPY"),
                "store.write-timeout",
                "20s"))) {
      String points =
          "[{\"assetId\":1,\"value\":1.1,\"time\":%d},{\"assetId\":2,\"value\":100,\"time\":%d}]";

      HttpCalls.to(server).post("/api/v1/points", points.formatted(NOON - 5, NOON - 5));

      long now = NOON * 1000;
      assertThat(get(server, 1, NOON - 5).body())
          .isEqualTo(
              "{\"assetName\":\"EURUSD\",\"time\":%d,\"assetId\":1,\"value\":1.1,\"feed\":\"push\",\"receivedAt\":%d,\"bid\":null,\"ask\":null,\"writtenAt\":%d}"
                  .formatted(NOON - 5, now, now));
      int derived = server.asset("EURJPY").id();
      assertThat(get(server, derived, NOON - 5).body())
          .contains("\"value\":110,\"feed\":\"derived\",\"receivedAt\":" + now)
          .endsWith("\"writtenAt\":%d,\"legs\":[\"EURUSD\",\"USDJPY\"]}".formatted(now));
    }
  }

  @Test
  void itIsAnsweredFromMemoryAndSaysWhenTheStoreHadThePointAtLast() {
    try (EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port());
        RunningServer server =
            RunningServer.start(
                Map.of("mongodb.uri", "mongodb://localhost:" + wire.port() + "/ratecast"))) {
      Asset asset = server.asset("EURUSD");
      server.bringAndWait(point(asset, NOON, 1));
      wire.cut();
      server.bring(point(asset, NOON + 1, 2));
      await().until(() -> server.bean(Tapes.class).tape(asset).window().lastTime() == NOON + 1);

      assertThat(get(server, 1, NOON).body()).endsWith("\"writtenAt\":" + NOON * 1000 + "}");
      assertThat(get(server, 1, NOON + 1).body())
          .contains("\"feed\":\"test\"")
          .endsWith("\"writtenAt\":null}");
      server.clock().advance(Duration.ofSeconds(7));
      wire.restore();

      await()
          .untilAsserted(
              () ->
                  assertThat(get(server, 1, NOON + 1).body())
                      .endsWith("\"writtenAt\":" + (NOON + 7) * 1000 + "}"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "9,  1455883200, 404, asset-not-found,   id",
    "x,  1455883200, 400, invalid-parameter, id",
    "1,  1455883201, 404, point-not-found,   time",
    "1,  1455880000, 404, point-not-found,   time",
    "1,  noon,       400, invalid-parameter, time",
    "1,  -1,         400, invalid-parameter, time"
  })
  void whatIsUnknownIsAProblem(String id, String time, int status, String type, String field) {
    try (RunningServer server = RunningServer.start()) {
      server.bringAndWait(point(server.asset("EURUSD"), NOON, 1));

      HttpResponse<String> answer = get(server, id, time);

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(problem(answer))
          .containsEntry("type", "urn:ratecast:problem:" + type)
          .containsEntry("field", field);
    }
  }

  private static HttpResponse<String> get(RunningServer server, int id, long time) {
    return get(server, Integer.toString(id), Long.toString(time));
  }

  private static HttpResponse<String> get(RunningServer server, String id, String time) {
    return HttpCalls.to(server).get("/api/v1/assets/" + id + "/points/" + time + "/origin");
  }
}

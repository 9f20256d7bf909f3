package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static ratecast.support.HttpCalls.problem;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ratecast.support.EmbeddedStore;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;
import ratecast.support.Wire;

/** The catalogue over HTTP: list, register, retire. */
class HttpAssetsTest {
  private RunningServer server;
  private HttpCalls http;

  @BeforeEach
  void start() {
    server = RunningServer.start();
    http = HttpCalls.to(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theListHasEachAssetWithItsTotalFirstAndLastPoint() {
    server.bringAndWait(point(server.asset("EURUSD"), NOON - 100, 1.1));
    server.bringAndWait(point(server.asset("EURUSD"), NOON - 2, 1.110481));

    HttpResponse<String> answer = http.get("/api/v1/assets");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .startsWith(
            "{\"assets\":[{\"id\":1,\"name\":\"EURUSD\",\"feed\":\"none\",\"state\":\"live\","
                + "\"total\":2,\"firstTime\":1455883100,\"lastTime\":1455883198,"
                + "\"lastValue\":1.110481},{\"id\":2,\"name\":\"USDJPY\",\"feed\":\"none\","
                + "\"state\":\"stale\",\"total\":0,\"firstTime\":null,\"lastTime\":null,"
                + "\"lastValue\":null},");
    assertThat(http.get("/api/v1/assets/1").body())
        .isEqualTo(
            answer.body().substring("{\"assets\":[".length(), answer.body().indexOf('}') + 1));
  }

  @Test
  void theTotalCountsWhatComesLaterAndWhatIsWrittenIntoThePast() {
    server.bringAndWait(point(server.asset("EURUSD"), NOON - 2, 1.1));
    assertThat(total(1)).isEqualTo(1);

    server.bring(point(server.asset("EURUSD"), NOON - 5000, 1.1));
    server.bringAndWait(point(server.asset("EURUSD"), NOON, 1.2));

    assertThat(total(1)).isEqualTo(3);
  }

  private long total(int id) {
    return Json.number(Json.object(http.get("/api/v1/assets/" + id).body()), "total");
  }

  @Test
  void theLinkLeadsThroughAllAssetsPageByPageAndEnds() {
    List<String> names = new ArrayList<>();
    String path = "/api/v1/assets?limit=2";
    while (!path.isEmpty()) {
      HttpResponse<String> page = http.get(path);
      List<Map<String, Object>> assets = Json.objects(Json.object(page.body()), "assets");
      assertThat(assets).hasSizeLessThanOrEqualTo(2);
      assets.forEach(asset -> names.add(String.valueOf(asset.get("name"))));
      path =
          page.headers()
              .firstValue("Link")
              .map(link -> link.substring(1, link.indexOf(">; rel=\"next\"")))
              .orElse("");
    }

    assertThat(names).containsExactly("EURUSD", "USDJPY", "GBPUSD", "AUDUSD", "USDCAD");
  }

  @Test
  void aNewNameIsRegisteredOnceWithAnIdAndAnnouncedToThoseWhoWatch() {
    try (SocketClient watcher = server.connect()) {
      watcher.send("{\"action\":\"subscribe\",\"message\":{\"channel\":\"status\"}}").next();

      HttpResponse<String> created = http.post("/api/v1/assets", "{\"name\":\"EURJPY\"}");
      HttpResponse<String> known = http.post("/api/v1/assets", "{\"name\":\"EURJPY\"}");

      assertThat(created.statusCode()).isEqualTo(201);
      assertThat(created.headers().firstValue("Location")).contains("/api/v1/assets/6");
      assertThat(created.body())
          .isEqualTo(
              "{\"id\":6,\"name\":\"EURJPY\",\"feed\":\"push\",\"state\":\"stale\",\"total\":0,"
                  + "\"firstTime\":null,\"lastTime\":null,\"lastValue\":null}");
      assertThat(known.statusCode()).isEqualTo(200);
      assertThat(known.body()).isEqualTo(created.body());
      assertThat(watcher.next())
          .isEqualTo(
              "{\"action\":\"status\",\"message\":{\"asset\":{\"id\":6,\"name\":\"EURJPY\"},"
                  + "\"state\":\"added\"}}");
      assertThat(watcher.send("{\"action\":\"assets\",\"message\":{}}").next())
          .contains("{\"id\":6,\"name\":\"EURJPY\"}");
    }
  }

  @Test
  void aRetiredAssetLeavesTheCatalogueKeepsItsHistoryAndComesBackUnderItsId() {
    server.bringAndWait(point(server.asset("USDCAD"), NOON - 2, 1.36));
    try (SocketClient watcher = server.connect()) {
      watcher.send("{\"action\":\"subscribe\",\"message\":{\"channel\":\"status\"}}").next();

      assertThat(http.delete("/api/v1/assets/5").statusCode()).isEqualTo(204);
      assertThat(http.delete("/api/v1/assets/5").statusCode()).isEqualTo(204);

      assertThat(watcher.next())
          .contains("\"asset\":{\"id\":5,\"name\":\"USDCAD\"},\"state\":\"retired\"");
      assertThat(http.get("/api/v1/assets").body()).doesNotContain("USDCAD");
      assertThat(http.get("/api/v1/assets/5").body())
          .contains("\"state\":\"retired\",\"total\":1,")
          .contains("\"lastValue\":1.36");
      HttpResponse<String> back = http.post("/api/v1/assets", "{\"name\":\"USDCAD\"}");
      assertThat(back.body()).startsWith("{\"id\":5,").contains("\"lastValue\":1.36");
      assertThat(watcher.next()).contains("\"state\":\"added\"");
    }
  }

  @Test
  void whatWasRegisteredIsThereAfterARestartAndWhatLeftTheListIsNot(@TempDir Path folder) {
    Map<String, Object> kept = Map.of("store.embedded.dir", folder.toString());
    try (RunningServer before = RunningServer.start(kept)) {
      HttpCalls.to(before).post("/api/v1/assets", "{\"name\":\"EURJPY\"}");
      HttpCalls.to(before).post("/api/v1/assets", "{\"name\":\"CHFJPY\"}");
      HttpCalls.to(before).delete("/api/v1/assets/7");
    }

    try (RunningServer after =
        RunningServer.start(
            Map.of("store.embedded.dir", folder.toString(), "market.assets", "USDJPY,EURUSD"))) {
      assertThat(
              Json.objects(Json.object(HttpCalls.to(after).get("/api/v1/assets").body()), "assets"))
          .extracting(asset -> asset.get("id") + " " + asset.get("name"))
          .containsExactly("1 EURUSD", "2 USDJPY", "6 EURJPY");
    }
  }

  @Test
  void anAssetSaysWhichFeedBringsItNowAndNotWhichOneMadeIt(@TempDir Path folder) {
    Map<String, Object> kept = Map.of("store.embedded.dir", folder.toString());
    try (RunningServer before = RunningServer.start(kept)) {
      HttpCalls.to(before).post("/api/v1/assets", "{\"name\":\"OWN\"}");
    }

    try (RunningServer after =
        RunningServer.start(Map.of("store.embedded.dir", folder.toString(), "feed.kind", "walk"))) {
      HttpCalls calls = HttpCalls.to(after);
      assertThat(calls.get("/api/v1/assets/1").body()).contains("\"feed\":\"walk\"");
      assertThat(calls.get("/api/v1/assets/6").body()).contains("\"feed\":\"push\"");
    }
  }

  @Test
  void aRevivedAssetHasTheHistoryOfItsWindowAtOnce(@TempDir Path folder) {
    Map<String, Object> kept = Map.of("store.embedded.dir", folder.toString());
    try (RunningServer before = RunningServer.start(kept)) {
      HttpCalls.to(before).post("/api/v1/assets", "{\"name\":\"EURJPY\"}");
      before.bringAndWait(point(before.asset("EURJPY"), NOON - 5, 160.25));
      HttpCalls.to(before).delete("/api/v1/assets/6");
    }
    try (RunningServer after = RunningServer.start(kept)) {
      HttpCalls.to(after).post("/api/v1/assets", "{\"name\":\"EURJPY\"}");
      try (SocketClient client = after.connect()) {
        assertThat(client.send("{\"action\":\"subscribe\",\"message\":{\"assetId\":6}}").next())
            .contains("160.25");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\":null}",
        "{\"name\":\"\"}",
        "{\"name\":\"EUR,USD\"}",
        "{\"name\":\"123456789012345678901234567890123\"}"
      })
  void aNameThatIsNoneIsRefused(String body) {
    HttpResponse<String> answer = http.post("/api/v1/assets", body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(problem(answer))
        .containsEntry("type", "urn:ratecast:problem:invalid-body")
        .containsEntry("field", "name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=1001", "limit=ten", "cursor=-1", "cursor=abc"})
  void aWrongPageNamesItsParameter(String query) {
    HttpResponse<String> answer = http.get("/api/v1/assets?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(problem(answer))
        .containsEntry("type", "urn:ratecast:problem:invalid-parameter")
        .containsEntry("field", query.substring(0, query.indexOf('=')));
  }

  @Test
  void thePagesOfTheCatalogueThatAreReadAtATimeAreBoundedAndOneIsSharedByAllWhoAskForIt() {
    try (EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port());
        RunningServer slow =
            RunningServer.start(
                Map.of(
                    "mongodb.uri",
                    "mongodb://127.0.0.1:" + wire.port() + "/",
                    "feed.kind",
                    "walk"))) {
      HttpCalls calls = HttpCalls.to(slow);
      wire.delay(Duration.ofMillis(100));

      assertThat(statuses(calls, 40, i -> "?limit=20")).containsOnly(200);
      assertThat(slow.counted("ratecast.rest.pages.refused")).isZero();

      List<Integer> each = statuses(calls, 40, i -> "?limit=" + (i + 2));
      assertThat(each).contains(200, 503);
      assertThat(slow.counted("ratecast.rest.pages.refused"))
          .isEqualTo(Collections.frequency(each, 503));

      assertThat(calls.get("/api/v1/assets").statusCode()).isEqualTo(200);
    }
  }

  private static List<Integer> statuses(HttpCalls calls, int all, IntFunction<String> query) {
    ExecutorService clients = Executors.newFixedThreadPool(all);
    try {
      List<CompletableFuture<Integer>> asked =
          IntStream.range(0, all)
              .mapToObj(query)
              .map(
                  text ->
                      CompletableFuture.supplyAsync(
                          () -> calls.get("/api/v1/assets" + text).statusCode(), clients))
              .toList();
      return asked.stream().map(CompletableFuture::join).toList();
    } finally {
      clients.shutdown();
    }
  }
}

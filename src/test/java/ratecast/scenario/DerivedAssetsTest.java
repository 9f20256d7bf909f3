package ratecast.scenario;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static ratecast.support.HttpCalls.problem;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ratecast.market.Asset;
import ratecast.market.Derivations;
import ratecast.market.Derived;
import ratecast.market.Formula;
import ratecast.market.Point;
import ratecast.store.PointStore;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;

/** Assets that follow from others, live and in history. */
@Timeout(value = 60, unit = SECONDS)
final class DerivedAssetsTest {
  private static final List<String> DECLARED =
      List.of(
          "JPYEUR = 1 / EURJPY", // needs the next one
          "EURJPY = EURUSD * USDJPY",
          "USDEUR = 1 / EURUSD");

  @Test
  void thePointsOfATickBringTheDerivedOnesInTheSameTickAndInTheStore() {
    try (RunningServer server = RunningServer.start(Map.of("market.derived", DECLARED));
        SocketClient client = server.connect()) {
      client.send(
          "{\"action\":\"subscribe\",\"id\":1,\"message\":{\"assetIds\":\"all\",\"historySeconds\":0}}");
      client.next();

      tick(server, NOON, 1.110481, 112.6335);

      Map<String, Double> shown = new HashMap<>();
      for (int i = 0; i < 5; i++) {
        Map<String, Object> message = Json.message(client.next());
        shown.put(String.valueOf(message.get("assetName")), number(message));
      }
      assertThat(shown)
          .containsOnly(
              Map.entry("EURUSD", 1.110481),
              Map.entry("USDJPY", 112.6335),
              Map.entry("EURJPY", 125.077),
              Map.entry("USDEUR", 0.90051),
              Map.entry("JPYEUR", 0.008)); // 1 / 125.077, by the inverse's five decimals
      assertThat(values(server, "EURJPY")).containsExactly(125.077);
    }
  }

  @Test
  void legsThatComeOneAfterTheOtherMakeThePointOfTheirSecondOnce() {
    try (RunningServer server = RunningServer.start(Map.of("market.derived", DECLARED))) {
      server.bringAndWait(point(server.asset("EURUSD"), NOON, 1.1));
      server.bringAndWait(point(server.asset("EURUSD"), NOON + 1, 1.2));
      assertThat(values(server, "EURJPY")).isEmpty();

      server.bringAndWait(point(server.asset("USDJPY"), NOON + 1, 100));
      server.bringAndWait(point(server.asset("USDJPY"), NOON + 2, 100));

      await().until(() -> values(server, "EURJPY").size() == 1);
      assertThat(values(server, "EURJPY")).containsExactly(120.0);
      assertThat(values(server, "USDEUR")).containsExactly(0.90909, 0.83333);
    }
  }

  @Test
  void anAssetDeclaredOverHttpHasThePastOfItsLegsAtOnceAndLivesOn() {
    try (RunningServer server = RunningServer.start()) {
      tick(server, NOON - 90_000, 1.0, 100); // a day ago
      tick(server, NOON - 10, 1.1, 100);
      server.bringAndWait(point(server.asset("EURUSD"), NOON - 5, 1.2));
      tick(server, NOON - 1, 1.3, 100);

      HttpResponse<String> answer = declare(server, "EURJPY", "EURUSD  *  USDJPY");

      assertThat(answer.statusCode()).isEqualTo(201);
      assertThat(answer.body())
          .startsWith("{\"id\":6,\"name\":\"EURJPY\",\"feed\":\"derived\",\"state\":\"live\"")
          .endsWith(
              "\"lastValue\":130,\"formula\":\"EURUSD * USDJPY\",\"legs\":[\"EURUSD\",\"USDJPY\"]}");
      assertThat(history(server, "EURJPY")).containsExactly(110.0, 130.0);
      await().until(() -> values(server, "EURJPY").size() == 3);
      tick(server, NOON, 1.4, 100);
      assertThat(values(server, "EURJPY")).containsExactly(100.0, 110.0, 130.0, 140.0);
      assertThat(declare(server, "EURJPY", "EURUSD * USDJPY").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void pushedLegsMakePointsAndCandlesHoweverOldTheyAre() {
    try (RunningServer server = RunningServer.start(Map.of("market.derived", DECLARED))) {
      server.bringAndWait(point(server.asset("EURUSD"), NOON, 1.1)); // the window ends here
      push(server, 1, NOON - 5000, 1.25);
      push(server, 2, NOON - 5000, 100); // the other leg of that second is in the store alone
      push(server, 2, NOON, 100);

      String path = "/api/v1/assets/" + server.asset("EURJPY").id();
      String since = "since=" + (NOON - 6000);
      await()
          .untilAsserted(
              () ->
                  assertThat(HttpCalls.to(server).get(path + "/points?" + since).body())
                      .contains("\"value\":125}", "\"value\":110}"));
      assertThat(
              HttpCalls.to(server)
                  .get(path + "/candles?interval=1m&from=" + (NOON - 6000) + "&to=" + (NOON + 60))
                  .body())
          .contains("\"open\":125,", "\"open\":110,");
    }
  }

  private static void push(RunningServer server, int asset, long time, double value) {
    String row = "{\"assetId\":%d,\"time\":%d,\"value\":%s}".formatted(asset, time, value);
    assertThat(HttpCalls.to(server).post("/api/v1/points", row).body()).contains("\"stored\":1");
  }

  @Test
  void theCatalogueNamesTheLegsAndTheBaseProtocolIsAsItWas() {
    try (RunningServer server = RunningServer.start(Map.of("market.derived", DECLARED));
        SocketClient client = server.connect()) {
      int id = server.asset("USDEUR").id();

      assertThat(HttpCalls.to(server).get("/api/v1/assets/" + id).body())
          .contains("\"feed\":\"derived\"", "\"formula\":\"1 / EURUSD\",\"legs\":[\"EURUSD\"]");
      assertThat(HttpCalls.to(server).get("/api/v1/assets/1").body())
          .doesNotContain("formula", "legs");
      assertThat(client.send("{\"action\":\"assets\",\"message\":{}}").next())
          .endsWith("{\"id\":" + id + ",\"name\":\"USDEUR\"}]}}");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EURCHF | EURUSD * USDCHF | There is no asset USDCHF; GET /assets lists those there are.",
        "EURJPY | EURJPY * EURUSD | EURJPY would need itself.",
        "EURJPY | EURUSD / 0 | \"EURUSD / 0\" divides by zero.",
        "EURJPY | EURUSD + USDJPY | \"EURUSD + USDJPY\" is no formula",
        "EURUSD | 1 / USDJPY | EURUSD has points of its own, so it cannot follow from others.",
        "USDEUR | 2 / EURUSD | USDEUR is 1 / EURUSD already; retire it first.",
      })
  void whatCannotBeIsRefusedWithASentence(String name, String formula, String sentence) {
    try (RunningServer server =
        RunningServer.start(Map.of("market.derived", List.of("USDEUR = 1 / EURUSD")))) {
      HttpResponse<String> answer = declare(server, name, formula);

      assertThat(problem(answer)).containsEntry("status", 400).containsEntry("field", "formula");
      assertThat(String.valueOf(problem(answer).get("detail"))).startsWith(sentence);
    }
  }

  @Test
  void oneDerivedAssetTooManyIsToldSo() {
    try (RunningServer server = RunningServer.start()) {
      Derivations derivations = server.bean(Derivations.class);
      Formula twice = Formula.parse("EURUSD * 2");
      for (int i = 0; i < Derivations.MOST; i++) {
        Asset asset = new Asset(1_000_000 + i, "D" + i);
        derivations.add(Derived.of(asset, twice, server::asset));
      }

      HttpResponse<String> answer = declare(server, "EURJPY", "EURUSD * USDJPY");

      assertThat(problem(answer))
          .containsEntry("type", "urn:ratecast:problem:catalogue-full")
          .containsEntry("status", 507)
          .containsEntry(
              "detail", "There are 1000 derived assets already; retire some of them first.");
    }
  }

  @Test
  void aPointIsNotPushedWhereItIsComputed() {
    try (RunningServer server = RunningServer.start(Map.of("market.derived", DECLARED))) {
      int id = server.asset("USDEUR").id();
      String byId = "{\"assetId\":%d,\"time\":%d,\"value\":42}".formatted(id, NOON + 1);
      String byName = "{\"assetName\":\"USDEUR\",\"time\":%d,\"value\":42}".formatted(NOON + 1);
      HttpCalls calls = HttpCalls.to(server);

      HttpResponse<String> one = calls.post("/api/v1/points", byName);
      HttpResponse<String> some = calls.post("/api/v1/points", "[" + byId + "," + byName + "]");

      assertThat(one.statusCode()).isEqualTo(400);
      assertThat(problem(one))
          .containsEntry("field", "assetName")
          .containsEntry("detail", "\"assetName\": follows from others.");
      assertThat(some.body())
          .isEqualTo(
              "{\"stored\":0,\"duplicates\":0,\"rejected\":["
                  + "{\"index\":0,\"field\":\"assetId\",\"reason\":\"follows from others\"},"
                  + "{\"index\":1,\"field\":\"assetName\",\"reason\":\"follows from others\"}]}");
      server.bringAndWait(point(server.asset("EURUSD"), NOON + 1, 1.25));
      assertThat(values(server, "USDEUR")).containsExactly(0.8);
      assertThat(history(server, "USDEUR")).containsExactly(0.8);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EURCHF = EURUSD * USDCHF | which needs USDCHF, but there is no such asset.",
        "A = 1 / B, B = 1 / A | which needs itself: formulas go in a circle.",
        "EURUSD = 1 / USDJPY | which ASSET_LIST or the feed has too: it can have one source only.",
      })
  void theStartIsRefusedWithASentenceWhereTheSettingCannotBe(String declared, String sentence) {
    Map<String, Object> settings = Map.of("market.derived", List.of(declared.split(", ", -1)));

    assertThatThrownBy(() -> RunningServer.start(settings).close())
        .hasMessageStartingWith("DERIVED_ASSETS has ")
        .hasMessageContaining(sentence);
  }

  @Test
  void aDivisorOfZeroCostsItsOwnSecond() {
    Map<String, Object> settings =
        Map.of(
            "market.assets", List.of("ticker_00"),
            "market.derived", List.of("INVERSE = 1 / ticker_00"));
    try (RunningServer server = RunningServer.start(settings)) {
      Asset ticker = server.asset("ticker_00");
      server.bringAndWait(point(ticker, NOON, 0));
      server.bringAndWait(point(ticker, NOON + 1, -4));

      assertThat(values(server, "INVERSE")).containsExactly(-0.25);
    }
  }

  @Test
  void whatWasDeclaredOverHttpIsDerivedAfterARestartAndOneThatWasRetiredIsNot(
      @TempDir Path folder) {
    Map<String, Object> settings = Map.of("store.embedded.dir", folder.toString());
    try (RunningServer server = RunningServer.start(settings)) {
      declare(server, "EURJPY", "EURUSD * USDJPY");
      declare(server, "USDEUR", "1 / EURUSD");
      HttpCalls.to(server).delete("/api/v1/assets/" + server.asset("USDEUR").id());
      tick(server, NOON, 1.1, 100);
    }

    try (RunningServer server = RunningServer.start(settings)) {
      tick(server, NOON + 1, 1.2, 100);

      assertThat(history(server, "EURJPY")).containsExactly(110.0, 120.0);
      assertThat(HttpCalls.to(server).get("/api/v1/assets").body()).doesNotContain("USDEUR");
    }
  }

  /** Both legs, and waits until they are shown. */
  private static void tick(RunningServer server, long time, double eurusd, double usdjpy) {
    server.bringAndWait(
        point(server.asset("EURUSD"), time, eurusd), point(server.asset("USDJPY"), time, usdjpy));
  }

  private static HttpResponse<String> declare(RunningServer server, String name, String formula) {
    return HttpCalls.to(server)
        .post("/api/v1/assets", "{\"name\":\"" + name + "\",\"formula\":\"" + formula + "\"}");
  }

  /** What a subscriber is given. */
  private static List<Double> history(RunningServer server, String name) {
    try (SocketClient client = server.connect()) {
      client.send(
          "{\"action\":\"subscribe\",\"message\":{\"assetId\":" + server.asset(name).id() + "}}");
      return Json.objects(Json.message(client.next()), "points").stream()
          .map(DerivedAssetsTest::number)
          .toList();
    }
  }

  /** What the store has. */
  private static List<Double> values(RunningServer server, String name) {
    return server
        .bean(PointStore.class)
        .read(server.asset(name), 0, NOON + 3600)
        .map(Point::value)
        .collectList()
        .blockOptional()
        .orElseThrow();
  }

  private static double number(Map<String, Object> message) {
    return ((Number) message.getOrDefault("value", Double.NaN)).doubleValue();
  }
}

package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.HttpCalls.problem;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.store.PointStore;
import ratecast.support.EmbeddedStore;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;
import ratecast.support.Wire;

/** Points pushed over HTTP: stored, shown, and each row with its verdict. */
class HttpPushTest {
  private static final String PATH = "/api/v1/points";
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

  private static String row(int asset, long time, Object value) {
    return "{\"assetId\":" + asset + ",\"time\":" + time + ",\"value\":" + value + "}";
  }

  private static List<Point> stored(RunningServer of, Asset asset) {
    return Objects.requireNonNull(
        of.bean(PointStore.class).read(asset, 0, NOON + 1000).collectList().block());
  }

  private List<Long> history(int asset) {
    try (SocketClient client = server.connect()) {
      return Json.times(
          client.send("{\"action\":\"subscribe\",\"message\":{\"assetId\":" + asset + "}}").next());
    }
  }

  @Test
  void aPointIsStoredAndShownBeforeItIsAcknowledged() {
    try (SocketClient client = server.connect()) {
      client.send("{\"action\":\"subscribe\",\"message\":{\"assetId\":1}}").next();

      HttpResponse<String> answer =
          http.post(PATH, "{\"assetName\":\"EURUSD\",\"value\":1.110481}");

      assertThat(answer.body()).isEqualTo("{\"stored\":1,\"duplicates\":0,\"rejected\":[]}");
      assertThat(stored(server, server.asset("EURUSD")))
          .containsExactly(point(server.asset("EURUSD"), NOON, 1.110481));
      assertThat(client.next()).contains("\"time\":1455883200,\"assetId\":1,\"value\":1.110481");
    }
  }

  @Test
  void tenThousandPointsWithTenBadRowsStoreAllOthersAndListTheTen() {
    http.post("/api/v1/assets", "{\"name\":\"CHFJPY\"}");
    List<String> rows =
        new ArrayList<>(IntStream.range(0, 10_000).mapToObj(i -> row(6, NOON - i, i)).toList());
    rows.set(0, "{\"assetId\":6,\"value\":\"NaN\"}");
    rows.set(17, "{\"assetId\":6,\"value\":null}");
    rows.set(18, "{\"assetId\":6}");
    rows.set(100, "{\"assetId\":7,\"value\":1}");
    rows.set(101, "{\"assetId\":\"6\",\"value\":1}");
    rows.set(102, "{\"value\":1}");
    rows.set(5000, "[6,1]");
    rows.set(5001, row(6, NOON + 61, 1));
    rows.set(5002, row(6, -1, 1));
    rows.set(9999, "{\"assetId\":6,\"assetName\":\"EURUSD\",\"value\":1e999}");

    HttpResponse<String> answer = http.post(PATH, "[" + String.join(",", rows) + "]");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Map<String, Object> reply = Json.object(answer.body());
    assertThat(reply).containsEntry("stored", 9990).containsEntry("duplicates", 0);
    assertThat(Json.objects(reply, "rejected"))
        .extracting(rejected -> rejected.get("index") + " " + rejected.get("field"))
        .containsExactly(
            "0 value",
            "17 value",
            "18 value",
            "100 assetId",
            "101 assetId",
            "102 assetId",
            "5000 null",
            "5001 time",
            "5002 time",
            "9999 assetName");
    assertThat(stored(server, server.asset("CHFJPY"))).hasSize(9990);
    assertThat(history(6)).hasSize(1800 - 5 - 1).isSorted();
    assertThat(http.get("/api/v1/assets/6").body()).contains("\"total\":9990,");
  }

  @Test
  void newerPointsAreShownLiveInTheirOrderAndOlderOnesTakeTheirPlaceInHistory() {
    server.bringAndWait(point(server.asset("EURUSD"), NOON - 10, 1));
    try (SocketClient client = server.connect()) {
      client.send("{\"action\":\"subscribe\",\"message\":{\"assetId\":1}}").next();

      http.post(
          PATH,
          "[%s,%s,%s,%s]"
              .formatted(
                  row(1, NOON, 4),
                  row(1, NOON - 20, 9),
                  row(1, NOON - 5, 3),
                  row(1, NOON - 4000, 8)));

      assertThat(Json.times(client.next())).containsExactly(NOON - 5);
      assertThat(Json.times(client.next())).containsExactly(NOON);
      assertThat(history(1)).containsExactly(NOON - 20, NOON - 10, NOON - 5, NOON);
      assertThat(stored(server, server.asset("EURUSD")))
          .extracting(Point::time)
          .containsExactly(NOON - 4000, NOON - 20, NOON - 10, NOON - 5, NOON);
    }
  }

  @Test
  void theFirstValueOfASecondStaysWhoeverSendsItAgain() {
    String twice = "[" + row(1, NOON, 1.5) + "," + row(1, NOON, 2.5) + "]";

    assertThat(http.post(PATH, twice).body())
        .isEqualTo("{\"stored\":1,\"duplicates\":1,\"rejected\":[]}");
    assertThat(http.post(PATH, twice).body())
        .isEqualTo("{\"stored\":0,\"duplicates\":2,\"rejected\":[]}");

    assertThat(http.get("/api/v1/assets/1/points").body())
        .isEqualTo(
            "{\"points\":[{\"assetName\":\"EURUSD\",\"time\":1455883200,\"assetId\":1,"
                + "\"value\":1.5}]}");
  }

  @Test
  void whatWasStoredButNotAcknowledgedIsShownWhenItIsSentAgain() {
    Asset asset = server.asset("EURUSD");
    server.bringAndWait(point(asset, NOON - 1, 1));
    server.bean(PointStore.class).write(List.of(point(asset, NOON, 1.25))).block();

    assertThat(http.post(PATH, row(1, NOON, 2)).body())
        .isEqualTo("{\"stored\":0,\"duplicates\":1,\"rejected\":[]}");

    assertThat(http.get("/api/v1/assets/1/points?last=1").body()).contains("\"value\":1.25");
    assertThat(history(1)).containsExactly(NOON - 1, NOON);
  }

  @Test
  void itIsShownWhereTheAssetHadNothingToShowToo() {
    Asset asset = server.asset("EURUSD");
    server
        .bean(PointStore.class)
        .write(List.of(point(asset, NOON - 3600, 1), point(asset, NOON, 1.25)))
        .block();

    try (SocketClient client = server.connect()) {
      client.send("{\"action\":\"subscribe\",\"message\":{\"assetId\":1}}").next();
      http.post(PATH, "[" + row(1, NOON - 3600, 1) + "," + row(1, NOON, 2) + "]");

      assertThat(client.next()).contains("\"time\":1455883200,\"assetId\":1,\"value\":1.25");
    }
    assertThat(history(1)).as("what a restart would show").containsExactly(NOON);
  }

  @Test
  void aRetiredAssetTakesNoPoints() {
    http.delete("/api/v1/assets/1");

    assertThat(problem(http.post(PATH, row(1, NOON, 1)))).containsEntry("field", "assetId");
  }

  @Test
  void whileTheStoreIsAwayNothingIsAcknowledgedAndTheSamePushSucceedsLater() {
    try (EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port());
        RunningServer other =
            RunningServer.start(
                Map.of("mongodb.uri", "mongodb://localhost:" + wire.port() + "/ratecast"))) {
      wire.cut();

      HttpResponse<String> away = HttpCalls.to(other).post(PATH, row(1, NOON, 1));

      assertThat(away.statusCode()).isEqualTo(503);
      assertThat(problem(away)).containsEntry("type", "urn:ratecast:problem:store-unavailable");
      wire.restore();
      await().until(() -> HttpCalls.to(other).post(PATH, row(1, NOON, 1)).statusCode() == 200);
      assertThat(stored(other, other.asset("EURUSD"))).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"value\":1} | assetId",
        "{\"assetId\":1.5,\"value\":1} | assetId",
        "{\"assetId\":99,\"value\":1} | assetId",
        "{\"assetName\":\"NOSUCH\",\"value\":1} | assetName",
        "{\"assetName\":1,\"value\":1} | assetName",
        "{\"assetId\":1} | value",
        "{\"assetId\":1,\"value\":\"1.1\"} | value",
        "{\"assetId\":1,\"value\":1,\"time\":\"now\"} | time",
        "{\"assetId\":1,\"value\":1,\"time\":1455883200000} | time",
        "{\"assetId\":1,\"value\":1,\"time\":100} | time"
      })
  void oneWrongPointIsAProblemThatNamesTheMember(String body, String field) {
    HttpResponse<String> answer = http.post(PATH, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(problem(answer)).containsEntry("field", field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", " ", ",", "]", "x"})
  void rowsBehindTheFirstValueAreNotLostWithoutAWord(String between) {
    String point = "{\"assetId\":1,\"value\":1.5}";

    HttpResponse<String> answer = http.post(PATH, point + between + point);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(problem(answer)).containsEntry("detail", "The body is not one JSON value.");
    assertThat(http.get("/api/v1/assets/1/points").body()).doesNotContain("1.5");
  }

  @Test
  void aPushOfTooManyRowsIsRefusedAsAWhole() {
    String rows =
        String.join(
            ",", LongStream.rangeClosed(0, 20_000).mapToObj(i -> row(1, NOON - i, 1)).toList());

    assertThat(problem(http.post(PATH, "[" + rows + "]")))
        .containsEntry("type", "urn:ratecast:problem:too-large");
    assertThat(stored(server, server.asset("EURUSD"))).isEmpty();
  }
}

package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.HttpCalls.problem;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.store.PointStore;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.tape.Tapes;

/** History over HTTP: the newest of it from a window of one minute, the rest from the store. */
class HttpPointsTest {
  private static final String PATH = "/api/v1/assets/1/points";
  private RunningServer server;
  private HttpCalls http;
  private Asset eurusd;

  @BeforeEach
  void start() {
    server = RunningServer.start(Map.of("tape.window", "60s", "store.write-timeout", "20s"));
    http = HttpCalls.to(server);
    eurusd = server.asset("EURUSD");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void play(long from, long to) {
    for (long time = from; time < to; time++) {
      server.bring(point(eurusd, time, time % 1000 / 8.0));
    }
    await().until(() -> server.bean(Tapes.class).tape(eurusd).window().lastTime() == to - 1);
  }

  private List<Long> times(String query) {
    HttpResponse<String> answer = http.get(PATH + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.objects(Json.object(answer.body()), "points").stream()
        .map(point -> Json.number(point, "time"))
        .toList();
  }

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  @Test
  void whoHasReachedTheEndOfARangeIsGivenNothingAndNoError() {
    play(NOON, NOON + 10);

    assertThat(times("?since=" + (NOON + 5) + "&to=" + (NOON + 5))).isEmpty();
    assertThat(times("?since=" + (NOON + 5) + "&to=" + (NOON + 6))).isEmpty();
    assertThat(times("?since=" + (NOON + 5) + "&to=" + (NOON + 7))).containsExactly(NOON + 6);
    assertThat(problem(http.get(PATH + "?since=100&to=99")))
        .containsEntry("field", "to")
        .containsEntry("detail", "\"to\" must not lie before \"since\".");
  }

  @Test
  void whatTheStoreHasIsThereWhereTheWindowHasNothing() {
    List<Point> old =
        range(NOON - 9000, NOON - 8000).stream().map(time -> point(eurusd, time, 1)).toList();
    server.bean(PointStore.class).fill(old).block();

    assertThat(times("?from=" + (NOON - 9000))).isEqualTo(range(NOON - 9000, NOON - 8000));
    assertThat(times("?last=10")).isEqualTo(range(NOON - 8010, NOON - 8000));
    assertThat(times("?since=" + (NOON - 8003))).isEqualTo(range(NOON - 8002, NOON - 8000));
  }

  @Test
  void thePointsAreTheSocketsInJsonInNdjsonAndInCsv() {
    server.bringAndWait(point(eurusd, NOON, 1.110481));
    server.bringAndWait(point(eurusd, NOON + 2, 1.5));
    String first =
        "{\"assetName\":\"EURUSD\",\"time\":1455883200,\"assetId\":1,\"value\":1.110481}";
    String second = "{\"assetName\":\"EURUSD\",\"time\":1455883202,\"assetId\":1,\"value\":1.5}";

    HttpResponse<String> json = http.get(PATH);
    HttpResponse<String> ndjson = http.get(PATH, "Accept", "application/x-ndjson");
    HttpResponse<String> csv = http.get(PATH, "Accept", "text/csv, application/json;q=0.5");

    assertThat(json.body()).isEqualTo("{\"points\":[" + first + "," + second + "]}");
    assertThat(json.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(ndjson.body()).isEqualTo(first + "\n" + second + "\n");
    assertThat(ndjson.headers().firstValue("Content-Type")).contains("application/x-ndjson");
    assertThat(csv.body())
        .isEqualTo(
            """
            assetName,time,assetId,value
            EURUSD,1455883200,1,1.110481
            EURUSD,1455883202,1,1.5
            """);
    assertThat(csv.headers().firstValue("Content-Type")).contains("text/csv");
    assertThat(http.get("/api/v1/assets/2/points").body()).isEqualTo("{\"points\":[]}");
    assertThat(http.get("/api/v1/assets/2/points", "Accept", "text/csv").body())
        .isEqualTo("assetName,time,assetId,value\n");
  }

  @Test
  void everyRangeIsWholeWhereverTheBorderOfWindowAndStoreLies() {
    play(NOON, NOON + 5000);

    assertThat(times("?from=" + NOON + "&to=" + (NOON + 5000))).isEqualTo(range(NOON, NOON + 5000));
    assertThat(times("?since=" + (NOON + 99))).isEqualTo(range(NOON + 100, NOON + 5000));
    assertThat(times("?from=" + (NOON + 4990))).isEqualTo(range(NOON + 4990, NOON + 5000));
    assertThat(times("?to=" + (NOON + 10))).isEqualTo(range(NOON, NOON + 10));
    assertThat(times("?from=" + (NOON + 1215) + "&to=" + (NOON + 1216)))
        .containsExactly(NOON + 1215);
    assertThat(times("?from=" + (NOON + 7) + "&to=" + (NOON + 7))).isEmpty();
    assertThat(times("?from=" + (NOON + 5000))).isEmpty();
    for (int last : new int[] {1, 20, 64, 130, 1000, 4999, 5000}) {
      assertThat(times("?last=" + last)).isEqualTo(range(NOON + 5000 - last, NOON + 5000));
    }
    assertThat(times("?last=100000")).hasSize(5000);
    assertThat(times("")).hasSize(400);
  }

  @Test
  void historyOfARetiredAssetComesFromTheStore() {
    play(NOON, NOON + 300);
    http.delete("/api/v1/assets/1");

    assertThat(times("?last=200")).isEqualTo(range(NOON + 100, NOON + 300));
  }

  @Test
  void readersOfALongRangeMissNothingWhileTheWindowMovesOn() throws InterruptedException {
    play(NOON, NOON + 3000);
    Thread market = new Thread(() -> play(NOON + 3000, NOON + 6000), "market");
    market.start();
    while (market.isAlive()) {
      List<Long> times = times("?since=" + (NOON - 1));
      assertThat(times).isEqualTo(range(NOON, NOON + times.size()));
    }
    market.join();

    assertThat(times("?since=" + (NOON - 1))).hasSize(6000);
  }

  @Test
  void minutesThatAreOverHaveATagThatChangesWhenSomethingIsWrittenIntoThem() {
    server.clock().set(Instant.ofEpochSecond(NOON + 300));
    play(NOON, NOON + 100);
    play(NOON + 101, NOON + 290);
    String closed = PATH + "?from=" + NOON + "&to=" + (NOON + 300);
    HttpResponse<String> answer = http.get(closed);
    String tag = answer.headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> same = http.get(closed, "If-None-Match", tag);
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(http.get(closed, "If-None-Match", tag, "Accept", "text/csv").statusCode())
        .isEqualTo(200);
    assertThat(
            http.get(PATH + "?from=" + NOON + "&to=" + (NOON + 301)).headers().firstValue("ETag"))
        .as("the minute that goes on")
        .isEmpty();
    server.bring(point(eurusd, NOON + 100, 7));
    server.bringAndWait(point(eurusd, NOON + 290, 7));
    HttpResponse<String> other = http.get(closed, "If-None-Match", tag);
    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(Json.objects(Json.object(other.body()), "points")).hasSize(291);
  }

  @Test
  void aLatePointInsideTheWindowIsThereForWhoeverAsksNext() {
    play(NOON, NOON + 20);
    play(NOON + 21, NOON + 50);

    server.bring(point(eurusd, NOON + 20, 9.5));
    server.bringAndWait(point(eurusd, NOON + 50, 9.5));

    assertThat(times("?since=" + (NOON + 9))).isEqualTo(range(NOON + 10, NOON + 51));
  }

  @ParameterizedTest
  @CsvSource({
    "last=0,                last",
    "last=100001,           last",
    "last=many,             last",
    "last=5&since=5,        last",
    "since=-1,              since",
    "since=1.5,             since",
    "since=1455883200000,   since",
    "since=1&from=1,        since",
    "from=noon,             from",
    "from=10&to=9,          to",
    "to=tomorrow,           to"
  })
  void aWrongRangeNamesItsParameter(String query, String field) {
    HttpResponse<String> answer = http.get(PATH + "?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(problem(answer)).containsEntry("field", field);
  }
}

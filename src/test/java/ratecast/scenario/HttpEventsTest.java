package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.HttpCalls.problem;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import io.netty.util.concurrent.AbstractEventExecutor;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.store.PointStore;
import ratecast.support.EventsClient;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.LogLines;
import ratecast.support.RawSocket;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;

/** Live points as server-sent events, resumed by the id of the last one. */
class HttpEventsTest {
  private static final String ONE = "/api/v1/assets/1/stream";

  @RegisterExtension private final LogLines loop = LogLines.of(AbstractEventExecutor.class);

  private RunningServer server;
  private HttpCalls http;
  private Asset eurusd;
  private Asset usdjpy;

  @BeforeEach
  void start() {
    server =
        RunningServer.start(
            Map.of(
                "tape.window",
                "60s",
                "store.write-timeout",
                "20s",
                "stream.max-connections-per-address",
                3));
    http = HttpCalls.to(server);
    eurusd = server.asset("EURUSD");
    usdjpy = server.asset("USDJPY");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void play(long from, long to) {
    for (long time = from; time < to; time++) {
      server.clock().set(Instant.ofEpochSecond(time));
      server.bring(point(eurusd, time, time % 100 / 8.0), point(usdjpy, time, 1));
    }
    server.bringAndWait(point(usdjpy, to, 1));
  }

  @Test
  void whoAsksForTheHeadAloneTakesNoPlace() {
    for (int i = 0; i < 5; i++) {
      http.send(
          http.request(ONE).method("HEAD", BodyPublishers.noBody()), BodyHandlers.discarding());
    }

    try (EventsClient client = EventsClient.open(http, ONE)) {
      server.bringAndWait(point(eurusd, NOON, 1));
      assertThat(client.nextTime()).isEqualTo(NOON);
    }
  }

  @Test
  void anAssetThatIsNamedTwiceHoldsUpNobody() {
    try (EventsClient odd = EventsClient.open(http, "/api/v1/stream?assetIds=1,01");
        EventsClient other = EventsClient.open(http, ONE)) {
      server.bringAndWait(point(eurusd, NOON, 1));

      assertThat(odd.nextTime()).isEqualTo(NOON);
      assertThat(other.nextTime()).isEqualTo(NOON);
    }
  }

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  private static List<Long> times(EventsClient client, int count) {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      times.add(client.nextTime());
    }
    return times;
  }

  @Test
  void eachEventIsThePointOfTheSocketWithItsTimeAsId() {
    server.bringAndWait(point(eurusd, NOON - 1, 9));
    try (EventsClient client = EventsClient.open(http, ONE)) {
      assertThat(client.answer().headers().firstValue("Content-Type"))
          .contains("text/event-stream");

      server.bringAndWait(point(eurusd, NOON, 1.110481), point(usdjpy, NOON, 1));
      server.bringAndWait(point(eurusd, NOON + 1, 1.5));

      assertThat(client.next())
          .isEqualTo(
              "{\"assetName\":\"EURUSD\",\"time\":1455883200,\"assetId\":1,\"value\":1.110481}");
      assertThat(client.nextTime()).isEqualTo(NOON + 1);
      assertThat(client.lastId()).isEqualTo("1455883201");
    }
  }

  @Test
  void awayForTwoMinutesAllThreeWaysOfResumingGiveTheSamePoints() {
    play(NOON, NOON + 100);
    play(NOON + 101, NOON + 220);
    String lastSeen = Long.toString(NOON + 80);

    try (EventsClient events = EventsClient.open(http, ONE, "Last-Event-ID", lastSeen);
        SocketClient socket = server.connect()) {
      List<Long> byId = times(events, 138);
      HttpResponse<String> got = http.get("/api/v1/assets/1/points?since=" + lastSeen);
      List<Long> byGet =
          Json.objects(Json.object(got.body()), "points").stream()
              .map(p -> Json.number(p, "time"))
              .toList();
      socket.send(
          "{\"action\":\"subscribe\",\"message\":{\"assetId\":1,\"since\":" + lastSeen + "}}");
      socket.next();
      List<Long> bySocket = Json.times(socket.next());

      List<Long> all = new ArrayList<>(range(NOON + 81, NOON + 100));
      all.addAll(range(NOON + 101, NOON + 220));
      assertThat(byId).isEqualTo(all);
      assertThat(byGet).isEqualTo(all);
      assertThat(bySocket).isEqualTo(all);
    }
  }

  @Test
  void whoResumesAnAssetThatIsOnlyInTheStoreHasItsPointsAtOnceAndThenThoseThatCome() {
    List<Point> old =
        LongStream.range(NOON - 1000, NOON - 990).mapToObj(time -> point(eurusd, time, 1)).toList();
    server.bean(PointStore.class).fill(old).block();

    try (EventsClient client = EventsClient.open(http, ONE + "?since=" + (NOON - 995))) {
      assertThat(times(client, 4)).isEqualTo(range(NOON - 994, NOON - 990));

      server.bringAndWait(point(eurusd, NOON - 1, 1)); // a feed is a second behind
      server.bringAndWait(point(eurusd, NOON, 1));
      assertThat(times(client, 2)).isEqualTo(range(NOON - 1, NOON + 1));
    }
  }

  @Test
  void whoLeavesInTheMiddleOfAPieceLeavesNothingBehind() throws IOException {
    List<Point> old =
        LongStream.range(NOON - 3600, NOON).mapToObj(time -> point(eurusd, time, 1)).toList();
    server.bean(PointStore.class).fill(old).block();

    for (int i = 0; i < 300; i++) {
      String path = i % 2 == 0 ? ONE + "?since=1" : "/api/v1/assets/1/points?from=1";
      try (RawSocket leaving = RawSocket.asking(server.port(), path)) {
        leaving.read(i * 200);
      }
    }

    await().until(() -> server.sessions() == 0);
    assertThat(loop.events()).isEmpty();
  }

  @Test
  void aClientThatComesAndGoesWhileTheMarketMovesOnHasEverySecondOnce()
      throws InterruptedException {
    play(NOON, NOON + 300);
    Thread market = new Thread(() -> play(NOON + 300, NOON + 3000), "market");
    market.start();
    List<Long> times = new ArrayList<>();
    String lastId = Long.toString(NOON - 1);
    while (times.size() < 3000) {
      try (EventsClient client = EventsClient.open(http, ONE, "Last-Event-ID", lastId)) {
        times.addAll(times(client, Math.min(500, 3000 - times.size())));
        lastId = Long.toString(times.get(times.size() - 1));
      }
      await().until(() -> server.sessions() == 0);
    }
    market.join();

    assertThat(times).isEqualTo(range(NOON, NOON + 3000));
  }

  @Test
  void theIdOfSeveralAssetsKnowsWhichOfThemAreBehind() {
    server.bringAndWait(point(eurusd, NOON, 1), point(usdjpy, NOON, 2));
    String id;
    try (EventsClient client = EventsClient.open(http, "/api/v1/stream?assetIds=1,2,3")) {
      server.bringAndWait(point(eurusd, NOON + 5, 1));
      assertThat(client.nextTime()).isEqualTo(NOON + 5);
      id = client.lastId();
    }
    assertThat(id).isEqualTo("1455883205,2:1455883200,3:1455883199");

    server.bringAndWait(point(usdjpy, NOON + 3, 3), point(eurusd, NOON + 6, 1));

    try (EventsClient client =
        EventsClient.open(http, "/api/v1/stream?assetIds=1,2,3", "Last-Event-ID", id)) {
      assertThat(client.next()).contains("USDJPY").contains("\"time\":1455883203");
      assertThat(client.next()).contains("EURUSD").contains("\"time\":1455883206");
    }
  }

  @Test
  void streamsCountAsConnectionsAndGiveTheirPlaceBack() {
    EventsClient one = EventsClient.open(http, "/api/v1/stream?assetIds=all");
    try (EventsClient two = EventsClient.open(http, ONE);
        SocketClient socket = server.connect()) {
      assertThat(server.sessions()).isEqualTo(3);
      assertThat(two.answer().statusCode()).isEqualTo(200);

      HttpResponse<String> refused = http.get(ONE);

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(problem(refused))
          .containsEntry("type", "urn:ratecast:problem:too-many-connections");
      assertThat(server.counted("ratecast.stream.refused", "reason", "address")).isOne();
      one.close();
      await().until(() -> server.sessions() == 2);
      assertThat(socket.isClosed()).isFalse();
    }
    await().until(() -> server.sessions() == 0);
  }

  @Test
  void aServerThatGoesEndsItsStreams() {
    try (EventsClient client = EventsClient.open(http, ONE)) {
      Point last = point(eurusd, NOON, 1);
      server.bringAndWait(last);

      server.stop();

      assertThat(client.nextTime()).isEqualTo(NOON);
      assertThat(client.hasEnded()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/stream,                    400, assetIds",
    "/api/v1/stream?assetIds=,          400, assetIds",
    "'/api/v1/stream?assetIds=1,x',     400, assetIds",
    "'/api/v1/stream?assetIds=1,99',    404, assetIds",
    "/api/v1/assets/99/stream,          404, id",
    "/api/v1/assets/x/stream,           400, id",
    "/api/v1/assets/1/stream?since=now, 400, since"
  })
  void aWrongParameterIsNamed(String path, int status, String field) {
    HttpResponse<String> answer = http.get(path);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(problem(answer)).containsEntry("field", field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"x", "1455883200,", "1455883200,1", "1455883200,x:1", "-1"})
  void anIdThatIsNoneOfOursIsAProblem(String id) {
    assertThat(problem(http.get(ONE, "Last-Event-ID", id))).containsEntry("field", "Last-Event-ID");
  }
}

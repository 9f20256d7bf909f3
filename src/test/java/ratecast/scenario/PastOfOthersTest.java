package ratecast.scenario;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Point;
import ratecast.pitch.Sample;
import ratecast.pitch.book.TradingDay;
import ratecast.store.PointStore;
import ratecast.store.PointWriter;
import ratecast.support.EmbeddedStore;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;
import ratecast.support.Wire;
import ratecast.tape.Tapes;

/** What one node writes into the past, as the clients of another see it. */
@Timeout(value = 120, unit = SECONDS)
class PastOfOthersTest {
  /** More than are read at a look. */
  private static final List<String> MANY = IntStream.range(0, 70).mapToObj(i -> "A" + i).toList();

  private static final String ROW = "{\"assetName\":\"%s\",\"value\":1,\"time\":%d}";

  private final EmbeddedStore store = EmbeddedStore.inMemory();
  private final Wire wire = new Wire(store.port());
  @TempDir Path folder;
  private RunningServer one;
  private RunningServer two;

  @BeforeEach
  void start() {
    one = node("one", wire.port());
    two = node("two", store.port());
    at(NOON);
  }

  private RunningServer node(String name, int storePort) {
    return RunningServer.start(
        Map.of(
            "mongodb.uri",
            "mongodb://127.0.0.1:" + storePort + "/",
            "pitch.inbox",
            folder.resolve(name).toString(),
            "market.assets",
            Stream.concat(Stream.of("EURUSD", "USDJPY"), MANY.stream()).toList(),
            "market.derived",
            List.of("TENFOLD = 10 * EURUSD")));
  }

  @AfterEach
  void end() {
    one.close();
    two.close();
    wire.close();
    store.close();
  }

  @Test
  void aLatePushIsInTheHistoryOfALiveAsset() {
    Asset asset = one.asset("EURUSD");
    one.bringAndWait(point(asset, NOON - 1_000, 1), point(asset, NOON, 1));
    soon("EURUSD", List.of(NOON - 1_000, NOON));

    push(NOON - 900);

    soon("EURUSD", List.of(NOON - 1_000, NOON - 900, NOON));
    soon("TENFOLD", List.of(NOON - 1_000, NOON - 900, NOON));
  }

  /** One with a point a minute holds an hour of them. */
  @Test
  void aLatePushIsInAWindowThatReachesFurtherBackThanAsked() {
    List<Long> minutes = LongStream.rangeClosed(0, 60).mapToObj(i -> NOON - 60 * i).toList();
    for (RunningServer node : List.of(one, two)) {
      node.bringAndWait(
          minutes.stream()
              .sorted()
              .map(time -> point(node.asset("EURUSD"), time, 1))
              .toArray(Point[]::new));
    }

    push(NOON - 2_500);
    push(NOON - 1_000);

    soon(
        "EURUSD",
        Stream.concat(minutes.stream(), Stream.of(NOON - 2_500, NOON - 1_000)).sorted().toList());
  }

  @Test
  void whatWaitedAtOneNodeForTheStoreIsInTheHistoryOfTheOther() {
    Asset asset = one.asset("EURUSD");
    two.bringAndWait(point(asset, NOON - 500, 1), point(asset, NOON, 1));
    wire.cut();
    for (long time = NOON - 400; time < NOON - 395; time++) {
      one.bring(point(asset, time, 1));
    }
    PointWriter writer = one.bean(PointWriter.class);
    await().until(() -> writer.backlog() == 10); // with what follows from them

    wire.restore();

    soon(
        "EURUSD",
        List.of(NOON - 500, NOON - 400, NOON - 399, NOON - 398, NOON - 397, NOON - 396, NOON));
  }

  @Test
  void whatMoreAssetsThanOneLookReadsGetLateComesToAllOfThem() {
    for (long time : List.of(NOON - 1_000, NOON)) {
      one.bringAndWait(
          MANY.stream().map(name -> point(one.asset(name), time, 1)).toArray(Point[]::new));
    }
    soon(() -> assertThat(countsOfAll()).containsOnly(2));

    String rows =
        MANY.stream()
            .map(name -> ROW.formatted(name, NOON - 900))
            .collect(Collectors.joining(",", "[", "]"));
    assertThat(HttpCalls.to(one).post("/api/v1/points", rows).body()).contains("\"stored\":70");

    soon(() -> assertThat(countsOfAll()).containsOnly(3));
  }

  private List<Integer> countsOfAll() {
    Tapes tapes = two.bean(Tapes.class);
    return MANY.stream()
        .map(name -> tapes.tape(two.asset(name)).window().slice(NOON - 2_000, NOON).count())
        .toList();
  }

  @Test
  void whatIsPushedAQuarterOfAnHourBehindIsShownLive() {
    one.bringAndWait(point(one.asset("USDJPY"), NOON, 1));
    push(NOON - 902);
    soon("EURUSD", List.of(NOON - 902));
    try (SocketClient client = two.connect()) {
      client.send(subscribe(two, "EURUSD", 0)).next();

      push(NOON - 901);
      push(NOON - 900);
      soon("EURUSD", List.of(NOON - 902, NOON - 901, NOON - 900));

      assertThat(Json.times(client.next())).containsExactly(NOON - 901);
      assertThat(Json.times(client.next())).containsExactly(NOON - 900);
    }
  }

  /** Newer than all that the window has, and too old to be shown live. */
  @Test
  void anImportIntoASilentAssetIsInTheHistory() {
    TradingDay day = new TradingDay(LocalDate.of(2016, 2, 19));
    long end = day.epochSecond(28_964);
    at(end - 400);
    HttpCalls.to(one).post("/api/v1/assets", "{\"name\":\"SPY\"}");
    push("SPY", end - 400);
    soon(() -> assertThat(two.bean(AssetCatalog.class).find("SPY")).isPresent());
    at(end + 7_200);

    HttpCalls http = HttpCalls.to(one);
    http.send(
        http.request("/api/v1/pitch/files?date=2016-02-19")
            .POST(BodyPublishers.ofByteArray(Sample.bytes())));
    await().until(() -> http.get("/api/v1/pitch/imports").body().contains("\"state\":\"done\""));

    List<Long> stored =
        one.bean(PointStore.class)
            .read(one.asset("SPY"), day.epochSecond(0), end + 1)
            .map(Point::time)
            .collectList()
            .blockOptional()
            .orElseThrow();
    assertThat(stored).hasSizeGreaterThan(100);
    soon("SPY", stored);
  }

  private void push(long time) {
    push("EURUSD", time);
  }

  private void push(String name, long time) {
    assertThat(HttpCalls.to(one).post("/api/v1/points", ROW.formatted(name, time)).body())
        .contains("\"stored\":1");
  }

  private void soon(String name, List<Long> times) {
    soon(() -> assertThat(history(two, name)).isEqualTo(times));
  }

  /** While both look into the store, every second as everywhere. */
  private void soon(ThrowingRunnable what) {
    await()
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> {
              one.clock().advance(Duration.ofSeconds(1));
              two.clock().advance(Duration.ofSeconds(1));
              what.run();
            });
  }

  private void at(long second) {
    Instant whenNodesLook = Instant.ofEpochSecond(second).plusMillis(300);
    one.clock().set(whenNodesLook);
    two.clock().set(whenNodesLook);
  }

  private static String subscribe(RunningServer node, String name, int historySeconds) {
    return "{\"action\":\"subscribe\",\"id\":1,\"message\":{\"assetIds\":[%d],\"historySeconds\":%d}}"
        .formatted(node.asset(name).id(), historySeconds);
  }

  private static List<Long> history(RunningServer node, String name) {
    try (SocketClient client = node.connect()) {
      client.send(subscribe(node, name, 9_000)).next();
      String history = client.next();
      assertThat(Json.message(history)).containsEntry("complete", true);
      return Json.times(history);
    }
  }
}

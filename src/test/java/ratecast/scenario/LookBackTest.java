package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Point;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;

/** Protocol 1.4: history in parts, and replay. */
class LookBackTest {
  private static final long HOUR = 3_600;

  private RunningServer server;
  private Asset eurusd;
  private Asset usdjpy;

  @BeforeEach
  void start() {
    server = RunningServer.start(Map.of("tape.window", "10m", "stream.max-replays", 2));
    eurusd = server.asset("EURUSD");
    usdjpy = server.asset("USDJPY");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void bringSeconds(Asset asset, long from, long to) {
    server.bringAndWait(
        LongStream.rangeClosed(from, to)
            .mapToObj(time -> point(asset, time, 1 + (time - NOON) / 1000.0))
            .toArray(Point[]::new));
  }

  private static String request(String action, String message) {
    return "{\"action\":\"" + action + "\",\"id\":3,\"message\":{" + message + "}}";
  }

  private static String range(long from, long to) {
    return "\"from\":" + from + ",\"to\":" + to;
  }

  private static List<Long> seconds(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  @Test
  void historyComesInPartsOfAtMostAnHourFromStoreAndWindowAndSaysWhichIsTheLast() {
    bringSeconds(eurusd, NOON - 8_000, NOON);
    try (SocketClient client = server.connect()) {
      client.send(request("history", "\"assetId\":1," + range(NOON - 7_900, NOON)));

      List<Long> times = new ArrayList<>();
      List<Boolean> last = new ArrayList<>();
      do {
        String part = client.next();
        assertThat(Json.object(part)).containsEntry("action", "history").containsEntry("id", 3);
        last.add(Json.flag(Json.message(part), "last"));
        assertThat(Json.times(part)).hasSizeLessThanOrEqualTo(3_600);
        times.addAll(Json.times(part));
      } while (!last.get(last.size() - 1));

      assertThat(times).isEqualTo(seconds(NOON - 7_900, NOON));
      assertThat(last).containsExactly(false, false, true);
    }
  }

  @Test
  void aStretchWithoutPointsIsOneEmptyLastPart() {
    try (SocketClient client = server.connect()) {
      client.send(request("history", "\"assetId\":1," + range(NOON - 20_000, NOON)));

      assertThat(client.next())
          .isEqualTo(
              "{\"action\":\"history\",\"id\":3,\"message\":{\"assetId\":1,\"last\":true,"
                  + "\"points\":[]}}");
    }
  }

  @Test
  void requestsForThePastAreAnsweredOneAfterTheOther() {
    bringSeconds(eurusd, NOON - 8_000, NOON);
    try (SocketClient client = server.connect()) {
      client.send(request("history", "\"assetId\":1," + range(NOON - 7_900, NOON)));
      client.send(request("history", "\"assetId\":2," + range(NOON - 60, NOON)));

      for (int i = 0; i < 3; i++) {
        assertThat(Json.message(client.next())).containsEntry("assetId", 1);
      }
      assertThat(Json.message(client.next())).containsEntry("assetId", 2);
    }
  }

  @Test
  void whatCannotBeGivenIsRefusedWithTheMemberThatIsWrong() {
    try (SocketClient client = server.connect()) {
      String one = "\"assetId\":1,";
      String some = "\"assetIds\":[1],";
      for (String[] bad :
          new String[][] {
            {"history", one + range(NOON, NOON), "INVALID_MESSAGE", "to"},
            {"history", one + "\"from\":1", "INVALID_MESSAGE", "to"},
            {"history", "\"assetId\":99," + range(1, 2), "ASSET_NOT_FOUND", "assetId"},
            {"history", one + range(NOON - 40 * 86_400, NOON), "RANGE_TOO_LARGE", "to"},
            {"history", one + range(NOON - 15 * 86_400, NOON), "OUT_OF_RETENTION", "from"},
            {"replay", some + "\"from\":1", "INVALID_MESSAGE", "to"},
            {"replay", some + range(1, 2) + ",\"speed\":-1", "INVALID_MESSAGE", "speed"},
            {"replay", some + range(1, 2) + ",\"thenLive\":1", "INVALID_MESSAGE", "thenLive"},
            {"replay", "\"assetIds\":[1,99]," + range(1, 2), "ASSET_NOT_FOUND", "assetIds"},
            {"replay", some + range(1, 2), "OUT_OF_RETENTION", "from"},
          }) {
        client.send(request(bad[0], bad[1]));
        assertThat(Json.message(client.next()))
            .containsEntry("code", bad[2])
            .containsEntry("field", bad[3])
            .containsEntry("action", bad[0]);
      }
    }
  }

  @Test
  void aReplayGivesAllPointsOfItsAssetsInTheOrderOfTime() {
    bringSeconds(eurusd, NOON - 2_000, NOON);
    bringSeconds(usdjpy, NOON - 2_000, NOON);
    try (SocketClient client = server.connect()) {
      client.send(
          request("replay", "\"assetIds\":[1,2]," + range(NOON - 1_900, NOON) + ",\"speed\":0"));

      for (long time = NOON - 1_900; time < NOON; time++) {
        assertThat(Json.message(client.next())).containsEntry("time", (int) time);
        assertThat(Json.message(client.next())).containsEntry("time", (int) time);
      }
      assertThat(client.next())
          .isEqualTo("{\"action\":\"replay_completed\",\"id\":3,\"message\":{}}");
    }
  }

  @Test
  void aReplayKeepsThePaceOfTheClockAlsoOfAFraction() {
    bringSeconds(eurusd, NOON - 10, NOON - 1);
    try (SocketClient client = server.connect()) {
      client.send(
          request("replay", "\"assetIds\":[1]," + range(NOON - 10, NOON) + ",\"speed\":0.5"));
      assertThat(Json.times(client.next())).containsExactly(NOON - 10);

      server.clock().advance(Duration.ofMillis(1_900));
      client.send(request("ping", ""));
      assertThat(Json.action(client.next())).isEqualTo("pong");
      server.clock().advance(Duration.ofMillis(2_100));
      assertThat(Json.times(client.next())).containsExactly(NOON - 9);
      assertThat(Json.times(client.next())).containsExactly(NOON - 8);
    }
  }

  @Test
  void aReplayAtNextToNoSpeedWaitsAlsoBehindAHole() {
    server.bringAndWait(point(eurusd, NOON - 60, 1), point(eurusd, NOON - 40, 2));
    try (SocketClient client = server.connect()) {
      client.send(
          request("replay", "\"assetIds\":[1]," + range(NOON - 60, NOON) + ",\"speed\":1e-15"));
      assertThat(Json.times(client.next())).containsExactly(NOON - 60);

      client.send(request("ping", ""));

      assertThat(Json.action(client.next())).isEqualTo("pong");
    }
  }

  @Test
  void aReplayWhoseEndIsFarInTheFutureEndsNow() {
    bringSeconds(eurusd, NOON - 2, NOON);
    try (SocketClient client = server.connect()) {
      String range = range(NOON - 1, 4_102_444_800L);
      client.send(request("replay", "\"assetIds\":[1],\"speed\":0," + range));
      assertThat(Json.times(client.next())).containsExactly(NOON - 1);
      assertThat(Json.times(client.next())).containsExactly(NOON);
      assertThat(Json.action(client.next())).isEqualTo("replay_completed");
    }
  }

  @Test
  void aReplayOfAllAssetsWhereThereIsNoneIsCompleted() {
    for (Asset asset : List.copyOf(server.bean(AssetCatalog.class).all())) {
      HttpCalls.to(server).delete("/api/v1/assets/" + asset.id());
    }
    try (SocketClient client = server.connect()) {
      client.send(request("replay", "\"assetIds\":\"all\",\"speed\":0," + range(NOON - 9, NOON)));
      assertThat(Json.action(client.next())).isEqualTo("replay_completed");
    }
  }

  @Test
  void anHourReplayedAsFastAsItCanBeReadEndsInTheLiveStreamWithoutAGapOrARepeat()
      throws InterruptedException {
    bringSeconds(eurusd, NOON - HOUR, NOON);
    Thread market = new Thread(this::live, "market");
    try (SocketClient client = server.connect()) {
      market.start();
      client.send(
          request(
              "replay",
              "\"assetIds\":[1]," + range(NOON - HOUR, NOON) + ",\"speed\":0,\"thenLive\":true"));

      List<Long> times = new ArrayList<>();
      while (times.isEmpty() || times.get(times.size() - 1) < NOON + HOUR) {
        String text = client.next();
        assertThat(Json.action(text)).isEqualTo("point");
        times.addAll(Json.times(text));
      }
      assertThat(times).isEqualTo(seconds(NOON - HOUR, NOON + HOUR + 1));
    }
    market.join();
  }

  /** An hour in four seconds. */
  private void live() {
    for (long time = NOON + 1; time <= NOON + HOUR; time++) {
      server.clock().set(Instant.ofEpochSecond(time));
      server.bring(point(eurusd, time, 1.5));
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void aReplayTakesThePlaceOfLivePointsAndASubscribeEndsIt() {
    bringSeconds(eurusd, NOON - 100, NOON - 1);
    try (SocketClient client = server.connect()) {
      client.send(request("subscribe", "\"assetIds\":[1],\"historySeconds\":0"));
      client.next();
      client.send(request("replay", "\"assetIds\":[1]," + range(NOON - 10, NOON)));
      assertThat(Json.times(client.next())).containsExactly(NOON - 10);
      client.send(request("subscriptions", ""));
      assertThat(Json.objects(Json.message(client.next()), "subscriptions")).isEmpty();

      client.send(request("subscribe", "\"assetIds\":[1],\"historySeconds\":0"));
      assertThat(Json.action(client.next())).isEqualTo("subscribed");
      server.clock().advance(Duration.ofSeconds(20));
      server.bring(point(eurusd, NOON, 1.5));
      assertThat(Json.times(client.next())).containsExactly(NOON);
      assertThat(replays()).isZero();
    }
  }

  @Test
  void aReplayEndsWhereItIsUnsubscribedReplacedOrItsClientGoes() {
    bringSeconds(eurusd, NOON - 100, NOON - 1);
    String replay = request("replay", "\"assetIds\":[1]," + range(NOON - 10, NOON));
    try (SocketClient client = server.connect()) {
      client.send(replay);
      client.next();
      client.send(replay);
      client.next();
      assertThat(replays()).isEqualTo(1);
      client.send(request("unsubscribe", "\"channel\":\"replay\""));
      assertThat(client.next())
          .isEqualTo("{\"action\":\"unsubscribed\",\"id\":3,\"message\":{\"channel\":\"replay\"}}");
      assertThat(replays()).isZero();
      client.send(replay);
      client.next();
      client.send(request("unsubscribe", "\"assetIds\":[1]"));
      String answer = client.next();
      while (Json.action(answer).equals("point")) {
        answer = client.next();
      }
      assertThat(Json.action(answer)).isEqualTo("unsubscribed");
      assertThat(replays()).isZero();
      client.send(replay);
      client.next();
    }
    await().until(() -> replays() == 0);
  }

  @Test
  void moreReplaysThanThereMayBeAreRefusedAndToldWhenToComeBack() {
    bringSeconds(eurusd, NOON - 100, NOON - 1);
    String replay = request("replay", "\"assetIds\":[1]," + range(NOON - 10, NOON));
    try (SocketClient first = server.connect();
        SocketClient second = server.connect();
        SocketClient third = server.connect()) {
      first.send(replay).next();
      second.send(replay).next();

      assertThat(Json.message(third.send(replay).next()))
          .containsEntry("code", "RATE_LIMITED")
          .containsEntry("retryAfterMs", 1000);
      assertThat(Json.times(first.send(replay).next())).containsExactly(NOON - 10);
    }
  }

  private int replays() {
    return (int) server.bean(MeterRegistry.class).get("ratecast.stream.replays").gauge().value();
  }
}

package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.FeedState;
import ratecast.market.FeedState.State;
import ratecast.market.FeedStateListener;
import ratecast.market.Point;
import ratecast.store.PointStore;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;

/** Protocol 1.3 and 1.5: many assets, resuming, slowing down, status, ping. */
class ExtendedProtocolTest {
  private static final String CONFLATED = "{\"assetId\":1,\"everySeconds\":5,\"historySeconds\":0}";

  private RunningServer server;
  private Asset eurusd;
  private Asset usdjpy;

  @BeforeEach
  void start() {
    server = RunningServer.start(Map.of("tape.window", "60s", "stream.max-subscriptions", 3));
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
    return "{\"action\":\"" + action + "\",\"id\":1,\"message\":" + message + "}";
  }

  @Test
  void addingAssetsIsAcknowledgedAndGivesOneHistoryForEach() {
    bringSeconds(eurusd, NOON - 2, NOON);
    try (SocketClient client = server.connect()) {
      client.send(request("subscribe", "{\"assetIds\":[1,2,2],\"historySeconds\":2}"));

      assertThat(client.next())
          .isEqualTo("{\"action\":\"subscribed\",\"id\":1,\"message\":{\"assetIds\":[1,2]}}");
      assertThat(client.next())
          .isEqualTo(
              "{\"action\":\"asset_history\",\"id\":1,\"message\":{\"assetId\":1,\"from\":"
                  + (NOON - 1)
                  + ",\"to\":"
                  + (NOON + 1)
                  + ",\"complete\":true,\"points\":[{\"assetName\":\"EURUSD\",\"time\":"
                  + (NOON - 1)
                  + ",\"assetId\":1,\"value\":0.999},{\"assetName\":\"EURUSD\",\"time\":"
                  + NOON
                  + ",\"assetId\":1,\"value\":1}]}}");
      assertThat(Json.message(client.next())).containsEntry("assetId", 2);
    }
  }

  @Test
  void anUnknownIdInAListChangesNothing() {
    try (SocketClient client = server.connect()) {
      client.send(request("subscribe", "{\"assetIds\":[1,99]}"));
      assertThat(Json.message(client.next())).containsEntry("code", "ASSET_NOT_FOUND");

      client.send(request("subscriptions", "{}"));
      assertThat(client.next())
          .isEqualTo("{\"action\":\"subscriptions\",\"id\":1,\"message\":{\"subscriptions\":[]}}");
    }
  }

  @Test
  void theSubscriptionsOfOneConnectionAreBounded() {
    try (SocketClient client = server.connect()) {
      client.send(request("subscribe", "{\"assetIds\":[1,2,3,4]}"));
      assertThat(Json.message(client.next())).containsEntry("code", "TOO_MANY_SUBSCRIPTIONS");
    }
  }

  @Test
  void whoResumesAnAssetThatIsOnlyInTheStoreHasItsPoints() {
    fill(NOON - 300, NOON - 290);
    try (SocketClient client = server.connect()) {
      client.send(request("subscribe", "{\"assetIds\":[1],\"since\":" + (NOON - 295) + "}"));
      assertThat(Json.action(client.next())).isEqualTo("subscribed");

      String history = client.next();
      assertThat(Json.message(history))
          .containsEntry("complete", true)
          .containsEntry("to", (int) NOON - 59);
      assertThat(Json.times(history)).isEqualTo(range(NOON - 294, NOON - 290));

      server.bringAndWait(point(eurusd, NOON, 1));
      assertThat(client.next()).contains("\"time\":" + NOON);
    }
  }

  @Test
  void whoResumesAtAPaceLongerThanTheWindowHasWhatIsOnlyInTheStore() {
    fill(NOON - 300, NOON - 290);
    server.bringAndWait(point(eurusd, NOON + 1, 1)); // of a stretch that is not over
    try (SocketClient client = server.connect()) {
      client.send(
          request(
              "subscribe",
              "{\"assetIds\":[1],\"everySeconds\":600,\"since\":" + (NOON - 295) + "}"));
      client.next();

      assertThat(Json.objects(Json.message(client.next()), "points"))
          .singleElement()
          .satisfies(merged -> assertThat(merged).containsEntry("count", 5));
    }
  }

  private void fill(long from, long to) {
    server
        .bean(PointStore.class)
        .fill(range(from, to).stream().map(time -> point(eurusd, time, 1)).toList())
        .block();
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void columnsOfALongAgoAreNoLongerThanTheLongestHistory() {
    server.bringAndWait(point(eurusd, NOON - 10 * 86_400, 1));
    server.bringAndWait(point(eurusd, NOON, 1));
    try (SocketClient client = server.connect()) {
      client.send(request("subscribe", "{\"assetIds\":[1],\"since\":0,\"format\":\"columns\"}"));
      client.next();

      assertThat(client.next()).hasSizeLessThan(100_000).contains("\"complete\":false");
    }
  }

  @Test
  void whatIsAskedMeanwhileDoesNotShortenTheWaitOfAClientThatKnowsMoreThanItsNode() {
    bringSeconds(eurusd, NOON - 3, NOON - 1);
    try (SocketClient client = server.connect()) {
      client.send(request("subscribe", "{\"assetIds\":[1],\"since\":" + NOON + "}"));
      client.next();
      for (int i = 0; i < 70; i++) {
        client.send(request("subscribe", "{\"assetIds\":[2],\"historySeconds\":0}"));
        client.next();
      }

      bringSeconds(eurusd, NOON, NOON + 1);

      String next = client.next();
      while (Json.times(next).isEmpty()) {
        next = client.next();
      }
      assertThat(Json.times(next)).containsExactly(NOON + 1);
    }
  }

  /** Three seconds each, one behind the other, would be more than a minute. */
  @Test
  @Timeout(30)
  void silentAssetsThatAreResumedTogetherWaitTogether() {
    try (RunningServer many =
            RunningServer.start(Map.of("feed.kind", "walk", "feed.walk.tickers", 20));
        SocketClient client = many.connect()) {
      List<Asset> assets = List.copyOf(many.bean(AssetCatalog.class).all());
      many.bringAndWait(
          assets.stream().map(asset -> point(asset, NOON - 20, 1)).toArray(Point[]::new));

      client.send(request("subscribe", "{\"assetIds\":\"all\",\"since\":" + (NOON - 5) + "}"));

      assertThat(Json.action(client.next())).isEqualTo("subscribed");
      for (int i = 0; i < assets.size(); i++) {
        assertThat(Json.action(client.next())).isEqualTo("asset_history");
      }
    }
  }

  @Test
  void aHistoryThatIsCutToFourHoursIsNotCompleteAlsoWhereTheWindowIsLonger() {
    try (RunningServer day = RunningServer.start(Map.of("tape.window", "24h"));
        SocketClient client = day.connect()) {
      Asset asset = day.asset("EURUSD");
      day.bringAndWait(point(asset, NOON - 5 * 3_600, 1), point(asset, NOON, 2));

      client.send(request("subscribe", "{\"assetId\":1,\"since\":" + (NOON - 6 * 3_600) + "}"));
      client.next();

      assertThat(Json.message(client.next()))
          .containsEntry("from", (int) (NOON - 4 * 3_600 + 1))
          .containsEntry("complete", false);
    }
  }

  @Test
  void resumingGivesWhatCameSinceFromTheWindow() {
    bringSeconds(eurusd, NOON - 30, NOON);
    try (SocketClient client = server.connect()) {
      client.send(request("subscribe", "{\"assetId\":1,\"since\":" + (NOON - 3) + "}"));
      client.next();

      String history = client.next();
      assertThat(Json.times(history)).containsExactly(NOON - 2, NOON - 1, NOON);
      assertThat(Json.message(history)).containsEntry("complete", true);
    }
  }

  @Test
  void resumingBeyondTheWindowReadsTheStoreWithoutAGap() {
    bringSeconds(eurusd, NOON - 300, NOON);
    try (SocketClient client = server.connect()) {
      client.send(request("subscribe", "{\"assetId\":1,\"since\":" + (NOON - 250) + "}"));
      client.next();

      String history = client.next();
      assertThat(Json.times(history))
          .isEqualTo(LongStream.rangeClosed(NOON - 249, NOON).boxed().toList());
      assertThat(Json.message(history)).containsEntry("complete", true);
    }
  }

  @Test
  void whatTheStoreNoLongerHasIsSaid() {
    try (SocketClient client = server.connect()) {
      long before = NOON - 15 * 86_400;
      client.send(request("subscribe", "{\"assetId\":1,\"since\":" + before + "}"));
      client.next();

      assertThat(Json.message(client.next())).containsEntry("complete", false);
    }
  }

  @Test
  void columnsHoldANullForASecondWithoutAPoint() {
    server.bringAndWait(point(eurusd, NOON - 3, 1.5), point(eurusd, NOON - 1, 1.25));
    try (SocketClient client = server.connect()) {
      client.send(request("subscribe", "{\"assetId\":1,\"format\":\"columns\"}"));
      client.next();

      assertThat(Json.message(client.next()))
          .containsEntry("assetName", "EURUSD")
          .containsEntry("start", (int) NOON - 3)
          .containsEntry("step", 1)
          .containsEntry("values", Arrays.asList(1.5, null, 1.25));
    }
  }

  @Test
  void conflatedPointsAreAlignedToTheClockAndSayWhatTheyStandFor() {
    try (SocketClient client = server.connect()) {
      client.send(request("subscribe", CONFLATED)).next();

      server.bring(point(eurusd, NOON + 1, 1.1), point(eurusd, NOON + 2, 1.4));
      server.bring(point(eurusd, NOON + 4, 1.2));
      server.bring(point(eurusd, NOON + 6, 1.3));
      server.clock().set(Instant.ofEpochSecond(NOON + 12));
      server.bring(point(usdjpy, NOON + 12, 150));

      assertThat(client.next())
          .isEqualTo(
              "{\"action\":\"point\",\"message\":{\"assetName\":\"EURUSD\",\"time\":"
                  + (NOON + 4)
                  + ",\"assetId\":1,\"value\":1.2,\"count\":3,\"high\":1.4,\"low\":1.1}}");
      assertThat(Json.message(client.next())).containsEntry("count", 1).containsEntry("high", 1.3);
    }
  }

  @Test
  void anAssetTwoSecondsBehindAnotherIsMergedToOnePointToo() {
    server.clock().set(Instant.ofEpochSecond(NOON + 6));
    try (SocketClient client = server.connect()) {
      client.send(request("subscribe", CONFLATED)).next();

      server.bringAndWait(point(eurusd, NOON + 3, 1.1));
      server.bringAndWait(point(usdjpy, NOON + 6, 150));
      server.bringAndWait(point(eurusd, NOON + 4, 1.2));

      assertThat(Json.message(client.next())).containsEntry("count", 2);
    }
  }

  @Test
  void whoResumesColumnsOfAPaceByTheirEndIsGivenNoStretchTwice() {
    bringSeconds(eurusd, NOON - 20, NOON - 8);
    String subscribe = "{\"assetIds\":[1],\"everySeconds\":5,";
    long to;
    try (SocketClient client = server.connect()) {
      client.send(request("subscribe", subscribe + "\"format\":\"columns\"}")).next();
      Map<String, Object> columns = Json.message(client.next());
      assertThat(columns).containsEntry("values", List.of(0.984, 0.989));
      to = Json.number(columns, "to");
    }
    bringSeconds(eurusd, NOON - 7, NOON - 6);

    try (SocketClient client = server.connect()) {
      client.send(request("subscribe", subscribe + "\"since\":" + (to - 1) + "}")).next();

      assertThat(Json.objects(Json.message(client.next()), "points"))
          .singleElement()
          .satisfies(merged -> assertThat(merged).containsEntry("count", 5));
    }
  }

  @Test
  void aPointAheadOfTheClockEndsNoStretchOfOthers() {
    try (SocketClient client = server.connect()) {
      client.send(request("subscribe", CONFLATED)).next();

      server.bringAndWait(point(usdjpy, NOON + 50, 150));
      server.bringAndWait(point(eurusd, NOON + 1, 1.1));
      server.bringAndWait(point(eurusd, NOON + 4, 1.2));

      assertThat(Json.message(client.next())).containsEntry("count", 2);
    }
  }

  @Test
  void selectedAndAddedAreKeptApartAndAnAssetInBothComesOnce() {
    try (SocketClient client = server.connect()) {
      client.send(request("subscribe", "{\"assetIds\":[1,2],\"historySeconds\":0}"));
      client.next();
      client.send(request("subscribe", "{\"assetId\":1,\"historySeconds\":0}"));
      client.next();
      client.send(request("subscribe", "{\"assetId\":3,\"historySeconds\":0}"));
      client.next();

      server.bring(point(eurusd, NOON, 1.5), point(usdjpy, NOON, 150));
      assertThat(List.of(client.next(), client.next()))
          .extracting(text -> Json.message(text).get("assetId"))
          .containsExactlyInAnyOrder(1, 2);
      client.send(request("subscriptions", "{}"));
      assertThat(Json.objects(Json.message(client.next()), "subscriptions"))
          .extracting(subscription -> subscription.get("assetId"))
          .containsExactly(1, 2, 3);
    }
  }

  @Test
  void unsubscribingEndsTheNamedAssetsOrAll() {
    try (SocketClient client = server.connect()) {
      client.send(request("subscribe", "{\"assetIds\":[1,2],\"historySeconds\":0}"));
      client.next();
      client.send(request("unsubscribe", "{\"assetIds\":[2]}"));
      assertThat(client.next())
          .isEqualTo("{\"action\":\"unsubscribed\",\"id\":1,\"message\":{\"assetIds\":[2]}}");
      server.bring(point(usdjpy, NOON, 150), point(eurusd, NOON, 1.5));
      assertThat(Json.message(client.next())).containsEntry("assetId", 1);

      client.send(request("unsubscribe", "{}"));
      assertThat(client.next())
          .isEqualTo("{\"action\":\"unsubscribed\",\"id\":1,\"message\":{\"assetIds\":[1]}}");
    }
  }

  @Test
  void subscribingAgainIsAcknowledgedAndGivesHistoryOnlyWhereAskedFor() {
    bringSeconds(eurusd, NOON - 5, NOON);
    try (SocketClient client = server.connect()) {
      client.send(request("subscribe", "{\"assetIds\":[1]}"));
      client.next();
      client.next();
      client.send(request("subscribe", "{\"assetIds\":[1]}"));
      assertThat(Json.action(client.next())).isEqualTo("subscribed");
      client.send(request("subscribe", "{\"assetIds\":[1],\"historySeconds\":2}"));

      assertThat(Json.action(client.next())).isEqualTo("subscribed");
      assertThat(Json.times(client.next())).containsExactly(NOON - 1, NOON);
    }
  }

  @Test
  void aHistoryLongerThanTheLimitIsRefused() {
    try (SocketClient client = server.connect()) {
      client.send(request("subscribe", "{\"assetId\":1,\"historySeconds\":999999}"));
      assertThat(Json.message(client.next()))
          .containsEntry("code", "RANGE_TOO_LARGE")
          .containsEntry("field", "historySeconds");
    }
  }

  @Test
  void pingIsAnsweredWithTheServersMilliseconds() {
    try (SocketClient client = server.connect()) {
      client.send("{\"action\":\"ping\",\"id\":\"a\",\"message\":{}}");
      assertThat(client.next())
          .isEqualTo("{\"action\":\"pong\",\"id\":\"a\",\"message\":{\"time\":" + NOON + "000}}");
    }
  }

  @Test
  void theStatusChannelTellsHowTheFeedIsAndEveryChangeOfIt() {
    FeedStateListener feed = server.bean(FeedStateListener.class);
    feed.accept(new FeedState("emcont", State.LIVE, NOON, List.of(1, 2), "rates come in"));
    try (SocketClient client = server.connect()) {
      client.send("{\"action\":\"subscribe\",\"message\":{\"channel\":\"status\"}}");
      assertThat(client.next())
          .isEqualTo("{\"action\":\"subscribed\",\"message\":{\"channel\":\"status\"}}");
      assertThat(Json.message(client.next())).containsEntry("state", "live");

      feed.accept(
          new FeedState("emcont", State.STALE, NOON + 10, List.of(1, 2), "no new rates for 10 s"));
      assertThat(client.next())
          .isEqualTo(
              "{\"action\":\"status\",\"message\":{\"feed\":\"emcont\",\"state\":\"stale\","
                  + "\"since\":1455883210,\"assetIds\":[1,2],\"text\":\"no new rates for 10 s\"}}");
    }
  }
}

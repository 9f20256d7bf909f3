package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;

/** Protocol 1.1 and 1.2, to the letter, as a client sees them. */
class BaseProtocolTest {
  private static final String ASSETS = "{\"action\":\"assets\",\"message\":{}}";

  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String subscribe(Asset asset) {
    return "{\"action\":\"subscribe\",\"message\":{\"assetId\":" + asset.id() + "}}";
  }

  @Test
  void assetsListsTheFivePairsUnderTheirIds() {
    try (SocketClient client = server.connect()) {
      client.send(ASSETS);

      assertThat(client.next())
          .isEqualTo(
              "{\"action\":\"assets\",\"message\":{\"assets\":[{\"id\":1,\"name\":\"EURUSD\"},"
                  + "{\"id\":2,\"name\":\"USDJPY\"},{\"id\":3,\"name\":\"GBPUSD\"},"
                  + "{\"id\":4,\"name\":\"AUDUSD\"},{\"id\":5,\"name\":\"USDCAD\"}]}}");
    }
  }

  @Test
  void historyAndLivePointsHaveExactlyTheMembersOfTheProtocol() {
    Asset asset = server.asset("EURUSD");
    server.bringAndWait(point(asset, NOON - 2, 1.110481));

    try (SocketClient client = server.connect()) {
      client.send(subscribe(asset));
      String history = client.next();
      server.bring(point(asset, NOON - 1, 1.110948));

      assertThat(history)
          .isEqualTo(
              "{\"action\":\"asset_history\",\"message\":{\"points\":[{\"assetName\":\"EURUSD\","
                  + "\"time\":1455883198,\"assetId\":1,\"value\":1.110481}]}}");
      assertThat(client.next())
          .isEqualTo(
              "{\"action\":\"point\",\"message\":{\"assetName\":\"EURUSD\","
                  + "\"time\":1455883199,\"assetId\":1,\"value\":1.110948}}");
    }
  }

  @Test
  void anAssetWithoutPointsHasAnEmptyHistoryAndThenItsFirstPoint() {
    Asset asset = server.asset("USDJPY");
    try (SocketClient client = server.connect()) {
      client.send(subscribe(asset));
      assertThat(client.next())
          .isEqualTo("{\"action\":\"asset_history\",\"message\":{\"points\":[]}}");

      server.bring(point(asset, NOON, 150));
      assertThat(client.next())
          .isEqualTo(
              "{\"action\":\"point\",\"message\":{\"assetName\":\"USDJPY\","
                  + "\"time\":1455883200,\"assetId\":2,\"value\":150}}");
    }
  }

  @Test
  void historyIsTheLastThirtyMinutesAndAtMost1800Points() {
    Asset asset = server.asset("GBPUSD");
    List<Long> seconds = LongStream.rangeClosed(NOON - 2000, NOON).boxed().toList();
    server.bringAndWait(
        seconds.stream().map(time -> point(asset, time, 1.27)).toArray(Point[]::new));

    try (SocketClient client = server.connect()) {
      client.send(subscribe(asset));

      assertThat(Json.times(client.next())).isEqualTo(seconds.subList(201, 2001)).hasSize(1800);
    }
  }

  @Test
  void aSecondSubscribeSwitchesAndAssetsDisturbsNothing() {
    Asset first = server.asset("AUDUSD");
    Asset second = server.asset("USDCAD");
    try (SocketClient client = server.connect()) {
      client.send(subscribe(first));
      client.next();
      client.send(ASSETS);
      assertThat(Json.action(client.next())).isEqualTo("assets");
      server.bring(point(first, NOON - 5, 0.66), point(second, NOON - 5, 1.36));
      assertThat(Json.message(client.next())).containsEntry("assetName", "AUDUSD");

      client.send(subscribe(second));
      assertThat(Json.times(client.next())).containsExactly(NOON - 5);
      server.bring(point(first, NOON - 4, 0.66), point(second, NOON - 4, 1.36));
      server.bring(point(first, NOON - 3, 0.66), point(second, NOON - 3, 1.36));

      assertThat(List.of(client.next(), client.next()))
          .extracting(text -> Json.message(text).get("assetName"))
          .containsExactly("USDCAD", "USDCAD");
    }
  }

  @Test
  void everyMistakeIsAnsweredByOneErrorThatSaysWhatToSendInstead() {
    Map<String, String> mistakes =
        Map.of(
            "hello", "INVALID_JSON",
            "[]", "INVALID_MESSAGE",
            "{\"action\":\"assets\"}", "INVALID_MESSAGE",
            "{\"action\":\"asets\",\"message\":{}}", "UNKNOWN_ACTION",
            "{\"action\":\"subscribe\",\"message\":{\"assetId\":\"1\"}}", "INVALID_MESSAGE",
            "{\"action\":\"subscribe\",\"message\":{\"assetId\":99}}", "ASSET_NOT_FOUND");
    try (SocketClient client = server.connect()) {
      mistakes.forEach(
          (text, code) -> {
            client.send(text);
            assertThat(Json.message(client.next())).as(text).containsEntry("code", code);
          });

      client.send("{\"action\":\"subscribe\",\"id\":7,\"message\":{\"assetId\":99}}");
      assertThat(client.next())
          .isEqualTo(
              "{\"action\":\"error\",\"id\":7,\"message\":{\"code\":\"ASSET_NOT_FOUND\","
                  + "\"text\":\"No asset with id 99. Send \\\"assets\\\" for the list.\","
                  + "\"action\":\"subscribe\",\"field\":\"assetId\"}}");
      client.send(ASSETS);
      assertThat(Json.action(client.next())).isEqualTo("assets");
    }
  }
}

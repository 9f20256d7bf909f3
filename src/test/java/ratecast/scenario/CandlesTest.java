package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;

/** Protocol 1.3: candles instead of points. */
class CandlesTest {
  private RunningServer server;
  private Asset eurusd;

  @BeforeEach
  void start() {
    server =
        RunningServer.start(
            Map.of(
                "tape.window", "120s", "stream.max-subscriptions", 3, "stream.ping-period", "1s"));
    eurusd = server.asset("EURUSD");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void bringSeconds(Asset asset, long from, long to) {
    server.bringAndWait(
        LongStream.rangeClosed(from, to)
            .mapToObj(time -> point(asset, time, (1000 + time - NOON) / 1000.0))
            .toArray(Point[]::new));
  }

  private static String subscribe(String options) {
    return "{\"action\":\"subscribe\",\"id\":1,\"message\":{" + options + "}}";
  }

  private static List<Map<String, Object>> candles(String history) {
    assertThat(Json.action(history)).isEqualTo("candle_history");
    return Json.objects(Json.message(history), "candles");
  }

  @Test
  void historyThenEveryChangeThenTheClosedCandleThenTheNext() {
    bringSeconds(eurusd, NOON - 61, NOON - 60);
    server.bringAndWait(point(eurusd, NOON, 1.5));
    try (SocketClient client = server.connect()) {
      client.send(subscribe("\"assetId\":1,\"interval\":\"1m\""));
      assertThat(client.next())
          .isEqualTo(
              "{\"action\":\"subscribed\",\"id\":1,\"message\":{\"assetIds\":[1],\"interval\":\"1m\"}}");
      assertThat(client.next())
          .isEqualTo(
              "{\"action\":\"candle_history\",\"id\":1,\"message\":{\"assetId\":1,"
                  + "\"assetName\":\"EURUSD\",\"interval\":\"1m\",\"from\":1455883080,"
                  + "\"complete\":true,\"candles\":["
                  + "{\"time\":1455883080,\"open\":0.939,\"high\":0.939,\"low\":0.939,"
                  + "\"close\":0.939,\"count\":1,\"closed\":true},"
                  + "{\"time\":1455883140,\"open\":0.94,\"high\":0.94,\"low\":0.94,"
                  + "\"close\":0.94,\"count\":1,\"closed\":true},"
                  + "{\"time\":1455883200,\"open\":1.5,\"high\":1.5,\"low\":1.5,"
                  + "\"close\":1.5,\"count\":1,\"closed\":false}]}}");

      server.bringAndWait(point(eurusd, NOON + 1, 1.25));
      assertThat(client.next())
          .isEqualTo(
              "{\"action\":\"candle\",\"message\":{\"time\":1455883200,\"open\":1.5,\"high\":1.5,"
                  + "\"low\":1.25,\"close\":1.25,\"count\":2,\"closed\":false,\"assetId\":1,"
                  + "\"assetName\":\"EURUSD\",\"interval\":\"1m\"}}");
      server.bringAndWait(point(eurusd, NOON + 60, 1.75));
      assertThat(Json.message(client.next()))
          .containsEntry("closed", true)
          .containsEntry("count", 2)
          .containsEntry("close", 1.25);
      assertThat(Json.message(client.next()))
          .containsEntry("closed", false)
          .containsEntry("open", 1.75);
    }
  }

  @Test
  void aPointThatComesLateIsInTheRunningCandleToo() {
    server.bringAndWait(point(eurusd, NOON, 1.5), point(eurusd, NOON + 2, 1.25));
    try (SocketClient client = server.connect()) {
      client.send(subscribe("\"assetId\":1,\"interval\":\"1m\",\"historySeconds\":0"));
      assertThat(Json.action(client.next())).isEqualTo("subscribed");

      server.bringAndWait(point(eurusd, NOON + 1, 1.75));
      assertThat(Json.message(client.next()))
          .containsEntry("high", 1.75)
          .containsEntry("close", 1.25)
          .containsEntry("count", 3);

      server.bringAndWait(point(eurusd, NOON + 3, 1.5));
      assertThat(Json.message(client.next())).containsEntry("count", 4);
    }
  }

  @Test
  void whatComesAfterTheWindowHasMovedOnIsInTheRunningCandleOfWhoAsksThen() {
    bringSeconds(eurusd, NOON - 600, NOON);
    try (SocketClient client = server.connect();
        SocketClient later = server.connect()) {
      client.send(subscribe("\"assetId\":1,\"interval\":\"1d\""));
      client.next();
      assertThat(candles(client.next()))
          .last()
          .satisfies(c -> assertThat(c).containsEntry("count", 601));

      server.bring(point(eurusd, NOON - 700, 9));
      assertThat(Json.message(client.next())).containsEntry("count", 602).containsEntry("high", 9);

      later.send(subscribe("\"assetId\":1,\"interval\":\"1d\""));
      later.next();
      assertThat(candles(later.next()))
          .last()
          .satisfies(c -> assertThat(c).containsEntry("count", 602));
    }
  }

  @Test
  void howeverManyCandlesCloseAtOnceEachIsToldOnce() {
    try (RunningServer hour = RunningServer.start(Map.of("tape.window", "1h"));
        SocketClient client = hour.connect()) {
      client.send(subscribe("\"assetId\":1,\"interval\":\"5s\",\"historySeconds\":0"));
      client.next();
      Asset asset = hour.asset("EURUSD");
      hour.bring(
          LongStream.rangeClosed(NOON, NOON + 400)
              .mapToObj(time -> point(asset, time, 1))
              .toArray(Point[]::new));

      for (long start = NOON; start < NOON + 400; start += 5) {
        assertThat(Json.message(client.next()))
            .containsEntry("time", (int) start)
            .containsEntry("closed", true);
      }
    }
  }

  @Test
  void theClockClosesACandleOnceWhereNoFurtherPointComes() {
    server.bringAndWait(point(eurusd, NOON, 1.5));
    try (SocketClient client = server.connect()) {
      client.send(subscribe("\"assetId\":1,\"interval\":\"5s\",\"historySeconds\":0"));
      client.next();
      server.clock().advance(Duration.ofSeconds(7));

      assertThat(Json.message(client.next()))
          .containsEntry("time", (int) NOON)
          .containsEntry("closed", true);
      server.bringAndWait(point(eurusd, NOON + 8, 1.6));
      assertThat(Json.message(client.next()))
          .containsEntry("time", (int) NOON + 5)
          .containsEntry("closed", false);
    }
  }

  @Test
  void theRunningCandleHasThePointsFromBeforeTheWindow() {
    server.bringAndWait(point(eurusd, NOON - 40_000, 9));
    bringSeconds(eurusd, NOON - 600, NOON);
    try (SocketClient client = server.connect();
        SocketClient second = server.connect()) {
      for (SocketClient one : List.of(client, second)) {
        one.send(subscribe("\"assetId\":1,\"interval\":\"1d\""));
        one.next();
        String history = one.next();
        assertThat(candles(history)).hasSize(1);
        assertThat(candles(history).get(0))
            .containsEntry("time", 1455840000)
            .containsEntry("open", 9)
            .containsEntry("count", 602)
            .containsEntry("closed", false);
        assertThat(Json.message(history)).containsEntry("complete", true);
      }
    }
  }

  @Test
  void historyBeyondTheWindowIsFoldedFromTheStoreAndJoinsIt() {
    bringSeconds(eurusd, NOON - 1000, NOON);
    try (SocketClient client = server.connect()) {
      client.send(subscribe("\"assetId\":1,\"interval\":\"1m\",\"since\":" + (NOON - 900)));
      client.next();

      String history = client.next();
      assertThat(candles(history))
          .extracting(candle -> Json.number(candle, "time"))
          .isEqualTo(LongStream.rangeClosed(0, 15).map(i -> NOON - 900 + i * 60).boxed().toList());
      assertThat(candles(history).subList(0, 15))
          .allSatisfy(
              candle ->
                  assertThat(candle).containsEntry("count", 60).containsEntry("closed", true));
      assertThat(Json.message(history)).containsEntry("complete", true);
    }
  }

  @Test
  void pointsAndCandlesOfOneAssetAreSubscriptionsOfTheirOwn() {
    try (SocketClient client = server.connect()) {
      client.send(subscribe("\"assetIds\":[1],\"historySeconds\":0"));
      client.next();
      client.send(subscribe("\"assetIds\":[1],\"interval\":\"1m\",\"historySeconds\":0"));
      client.next();
      client.send(subscribe("\"assetIds\":[1],\"interval\":\"1d\",\"historySeconds\":0"));
      client.next();

      client.send("{\"action\":\"subscriptions\",\"message\":{}}");
      assertThat(client.next())
          .isEqualTo(
              "{\"action\":\"subscriptions\",\"message\":{\"subscriptions\":["
                  + "{\"assetId\":1,\"channel\":\"points\",\"everySeconds\":1},"
                  + "{\"assetId\":1,\"channel\":\"candles\",\"interval\":\"1m\"},"
                  + "{\"assetId\":1,\"channel\":\"candles\",\"interval\":\"1d\"}]}}");
      server.bring(point(eurusd, NOON, 1.5));
      assertThat(List.of(client.next(), client.next(), client.next()))
          .extracting(Json::action)
          .containsExactlyInAnyOrder("point", "candle", "candle");
      client.send(
          "{\"action\":\"unsubscribe\",\"message\":{\"assetIds\":[1],\"interval\":\"1d\"}}");
      assertThat(client.next())
          .isEqualTo(
              "{\"action\":\"unsubscribed\",\"message\":{\"assetIds\":[1],\"interval\":\"1d\"}}");
      client.send("{\"action\":\"unsubscribe\",\"message\":{}}");
      assertThat(client.next())
          .isEqualTo("{\"action\":\"unsubscribed\",\"message\":{\"assetIds\":[1]}}");
    }
  }

  @Test
  void selectingCandlesReplacesTheSelectedPoints() {
    try (SocketClient client = server.connect()) {
      client.send("{\"action\":\"subscribe\",\"message\":{\"assetId\":1}}");
      client.next();
      client.send(subscribe("\"assetId\":1,\"interval\":\"1m\",\"historySeconds\":0"));
      client.next();

      server.bring(point(eurusd, NOON, 1.5));
      server.bringAndWait(point(eurusd, NOON + 60, 1.5));
      assertThat(Json.action(client.next())).isEqualTo("candle");
      client.send("{\"action\":\"ping\",\"message\":{}}");
      String text = client.next();
      while (Json.action(text).equals("candle")) {
        text = client.next();
      }
      assertThat(Json.action(text)).isEqualTo("pong");
    }
  }

  @Test
  void whatCandlesCannotDoIsRefusedWithTheMemberThatIsWrong() {
    try (SocketClient client = server.connect()) {
      for (String[] bad :
          new String[][] {
            {"\"assetId\":1,\"interval\":\"2m\"", "INTERVAL_NOT_SUPPORTED", "interval"},
            {"\"assetId\":1,\"interval\":60", "INVALID_MESSAGE", "interval"},
            {
              "\"assetId\":1,\"interval\":\"1m\",\"everySeconds\":5",
              "INVALID_MESSAGE",
              "everySeconds"
            },
            {
              "\"assetId\":1,\"interval\":\"1m\",\"format\":\"columns\"",
              "INVALID_MESSAGE",
              "format"
            },
            {
              "\"assetId\":1,\"interval\":\"5s\",\"historySeconds\":18001",
              "RANGE_TOO_LARGE",
              "historySeconds"
            },
            {"\"assetIds\":[1,2,3,4],\"interval\":\"5s\"", "TOO_MANY_SUBSCRIPTIONS", "assetIds"},
          }) {
        client.send(subscribe(bad[0]));
        assertThat(Json.message(client.next()))
            .containsEntry("code", bad[1])
            .containsEntry("field", bad[2]);
      }
    }
  }
}

package ratecast.scenario;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ratecast.market.FeedState;
import ratecast.market.FeedStatus;
import ratecast.support.Json;
import ratecast.support.RatesPage;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;

/** {@code FEED=map} as a client of the socket sees it. */
@Timeout(value = 60, unit = SECONDS)
final class MapFeedScenarioTest {
  private static final String PAGE =
      "{\"timestamp\":1686614400,\"base\":\"USD\",\"rates\":{\"EUR\":0.924123,\"JPY\":139.825}}";

  @Test
  void aSourceOfTheHourIsAskedAtTheStartAndItsPairsAreStreamed() {
    try (RatesPage page = new RatesPage()) {
      page.answer(RatesPage.text(PAGE));
      try (RunningServer server = start(page, "1h")) {
        await().until(() -> page.requests() >= 1);

        assertThat(lastValue(server, "EURUSD")).isEqualTo(1.08211);
        assertThat(lastValue(server, "USDJPY")).isEqualTo(139.825);
        assertThat(server.bean(FeedStatus.class).current().map(FeedState::feed)).contains("map");
      }
    }
  }

  @Test
  void aPollThatFailsIsRepeatedSoonAndNotInAnHour() {
    try (RatesPage page = new RatesPage()) {
      page.answer(RatesPage.text("{\"success\":false,\"error\":{\"info\":\"limit reached\"}}"));
      try (RunningServer server = start(page, "1h")) {
        await().until(() -> page.requests() >= 1);
        page.answer(RatesPage.text(PAGE));

        assertThat(lastValue(server, "EURUSD")).isEqualTo(1.08211);
      }
    }
  }

  private static RunningServer start(RatesPage page, String period) {
    return RunningServer.startInRealTime(
        Map.of(
            "feed.kind", "map", "feed.map.url", page.uri().toString(), "feed.map.period", period));
  }

  /** Of the first point that comes, in the history or live. */
  private static double lastValue(RunningServer server, String name) {
    try (SocketClient client = server.connect()) {
      client.send(
          "{\"action\":\"subscribe\",\"message\":{\"assetId\":" + server.asset(name).id() + "}}");
      String text = client.next();
      if (text.endsWith("{\"points\":[]}}")) {
        return value(Json.message(client.next()));
      }
      return value(Json.objects(Json.message(text), "points").get(0));
    }
  }

  private static double value(Map<String, Object> point) {
    return ((Number) point.getOrDefault("value", Double.NaN)).doubleValue();
  }
}

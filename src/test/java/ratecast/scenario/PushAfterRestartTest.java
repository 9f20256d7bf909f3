package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ratecast.market.Asset;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;

/** What comes late after a start, whose windows hold half an hour of what the store has. */
class PushAfterRestartTest {
  private static final String EVERYTHING =
      "{\"action\":\"subscribe\",\"id\":1,\"message\":{\"assetIds\":[1],\"historySeconds\":9000}}";

  @TempDir Path folder;
  private Map<String, Object> settings;

  @BeforeEach
  void persist() {
    settings =
        Map.of(
            "store.embedded.dir", folder.toString(), "market.derived", "EURJPY = EURUSD * USDJPY");
  }

  private void stored(long... ages) {
    try (RunningServer server = RunningServer.start(settings)) {
      Asset asset = server.asset("EURUSD");
      for (long age : ages) {
        server.bringAndWait(point(asset, NOON - age, (double) age));
      }
    }
  }

  private static void push(RunningServer server, int asset, long age) {
    String row = "{\"assetId\":%d,\"time\":%d,\"value\":%d}".formatted(asset, NOON - age, age);
    assertThat(HttpCalls.to(server).post("/api/v1/points", row).body()).contains("\"stored\":1");
  }

  /** Ages of what a new subscriber is given. */
  private static List<Long> history(RunningServer server) {
    try (SocketClient client = server.connect()) {
      client.send(EVERYTHING).next();
      return ages(client.next());
    }
  }

  private static List<Long> ages(String history) {
    return Json.times(history).stream().map(time -> NOON - time).toList();
  }

  @Test
  void whatIsOlderThanTheWindowWasFilledFromDoesNotHideWhatTheStoreHasBehindIt() {
    stored(3600, 2700, 1750);
    try (RunningServer server = RunningServer.start(settings)) {
      push(server, 1, 3000); // less than half an hour before the last point of the window
      push(server, 1, 1790);

      assertThat(history(server)).containsExactly(3600L, 3000L, 2700L, 1790L, 1750L);
    }
  }

  @Test
  void onlyWhatIsNewerThanTheStoresLastPointIsShownLiveWhereTheWindowBeganEmpty() {
    stored(3600, 2700);
    try (RunningServer server = RunningServer.start(settings);
        SocketClient client = server.connect()) {
      client.send(EVERYTHING).next();
      assertThat(ages(client.next())).containsExactly(3600L, 2700L);

      push(server, 1, 3000);
      push(server, 1, 2600);
      push(server, 1, 2650);

      assertThat(ages(client.next())).as("live").containsExactly(2600L);
      assertThat(history(server)).containsExactly(3600L, 3000L, 2700L, 2650L, 2600L);
    }
  }

  @Test
  void aLegOfASecondBeforeTheWindowsWereFilledFindsTheOtherInTheStore() {
    stored(2000, 1000);
    try (RunningServer server = RunningServer.start(settings)) {
      push(server, 2, 2000); // less than half an hour before the newest point of all

      String path =
          "/api/v1/assets/" + server.asset("EURJPY").id() + "/points?since=" + (NOON - 9000);
      await()
          .untilAsserted(
              () ->
                  assertThat(HttpCalls.to(server).get(path).body())
                      .contains("\"time\":" + (NOON - 2000) + ",", "\"value\":4000000}"));
    }
  }
}

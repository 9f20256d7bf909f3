package ratecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ratecast.kafka.AssetNaming;
import ratecast.support.FreePort;
import ratecast.support.RunningServer;

/** What the topic's names stand for, at a node whose broker is away. */
class TopicNamesTest {
  @Test
  void anAssetThatFollowsFromOthersTakesNoPointsOfTheTopic() {
    Map<String, Object> settings =
        Map.of(
            "kafka.bootstrap-servers",
            "localhost:" + FreePort.next(),
            "market.derived",
            List.of("EURJPY = EURUSD * USDJPY"));
    try (RunningServer server = RunningServer.start(settings)) {
      AssetNaming names = server.bean(AssetNaming.class);

      assertThat(names.find("EURUSD")).contains(server.asset("EURUSD"));
      assertThat(names.find("EURJPY")).isEmpty();
      assertThat(names.admit("EURJPY").toCompletableFuture().join()).isEmpty();
    }
  }
}

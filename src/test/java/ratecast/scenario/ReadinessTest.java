package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ratecast.support.BrokerProcess;
import ratecast.support.EmbeddedStore;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.RatesPage;
import ratecast.support.RunningServer;
import ratecast.support.Wire;

/** What a balancer and a person read where something outside is away. */
class ReadinessTest {
  /** Where in each second the clock stands: the feed looks again after the rest of it. */
  private static final Duration JUST_BEFORE = Duration.ofMillis(990);

  @Test
  void aStaleFeedOrAStoreThatIsAwayIsDegradedAndStillReady() {
    try (RatesPage page = new RatesPage();
        EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port())) {
      page.answer(RatesPage.status(503, ""));
      Map<String, Object> settings =
          Map.of(
              "feed.kind",
              "emcont",
              "feed.emcont.url",
              page.uri().toString(),
              "feed.stale-after",
              "10m",
              "mongodb.uri",
              "mongodb://localhost:" + wire.port() + "/ratecast");
      try (RunningServer server = RunningServer.start(settings)) {
        server.clock().advance(JUST_BEFORE);
        is(server, "DEGRADED");
        assertThat(part(server, "feed"))
            .contains("status=DEGRADED", "state=stale", "text=no rates yet");
        assertThat(part(server, "store")).contains("status=UP");

        page.answer(RatesPage.text(RatesPage.NEW_FORM));
        is(server, "UP");

        wire.cut();
        is(server, "DEGRADED");
        assertThat(part(server, "store")).contains("status=DEGRADED", "awaySince=2016-02-19T12");
        assertThat(part(server, "feed")).contains("status=UP", "state=live");

        wire.restore();
        is(server, "UP");
      }
    }
  }

  @Test
  void aStoreThatIsAwayIsDegradedToANodeThatWritesNothingOfItsOwn() {
    try (EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port());
        RunningServer server =
            RunningServer.start(
                Map.of("mongodb.uri", "mongodb://localhost:" + wire.port() + "/ratecast"))) {
      HttpCalls http = HttpCalls.to(server);
      is(server, "UP");

      wire.cut();
      assertThat(http.post("/api/v1/points", "{\"assetId\":1,\"value\":1}").statusCode())
          .isEqualTo(503);
      is(server, "DEGRADED");
      assertThat(part(server, "store")).contains("status=DEGRADED", "backlog=0");
      assertThat(http.get("/prometheus").body()).contains("ratecast_store_away 1.0");

      wire.restore();
      is(server, "UP");
      assertThat(http.get("/prometheus").body()).contains("ratecast_store_away 0.0");
    }
  }

  @Test
  void kafkaThatIsAwayIsDegradedToANodeThatSendsNothing(@TempDir Path folder) {
    try (BrokerProcess broker = BrokerProcess.start(folder).serving()) {
      broker.wire().cut();
      try (RunningServer server =
          RunningServer.start(Map.of("kafka.bootstrap-servers", broker.bootstrapServers()))) {
        is(server, "DEGRADED");
        broker.wire().restore();
        is(server, "UP");

        broker.wire().cut();
        is(server, "DEGRADED");
        assertThat(part(server, "kafka"))
            .contains("status=DEGRADED", "outgoing=0", "awaySince=2016-02-19T12");
        assertThat(HttpCalls.to(server).get("/prometheus").body())
            .contains("ratecast_kafka_away{use=\"tapes\"} 1.0");

        broker.wire().restore();
        is(server, "UP");
        assertThat(HttpCalls.to(server).get("/prometheus").body())
            .contains("ratecast_kafka_away{use=\"tapes\"} 0.0");
      }
    }
  }

  private static void is(RunningServer server, String status) {
    await()
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              server.clock().advance(Duration.ofSeconds(1)); // the feed is asked
              assertThat(Json.object(readiness(server).body())).containsEntry("status", status);
            });
    assertThat(readiness(server).statusCode()).isEqualTo(200);
  }

  private static String part(RunningServer server, String name) {
    return String.valueOf(Json.members(Json.object(readiness(server).body()), "details").get(name));
  }

  private static HttpResponse<String> readiness(RunningServer server) {
    return HttpCalls.to(server).get("/health/readiness");
  }
}

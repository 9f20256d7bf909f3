package ratecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;

/** A dashboard that asks for what is not there shows nothing, and an alert on it never fires. */
class MonitoringTest {
  private static final Path DASHBOARD = Path.of("compose/grafana/dashboards/ratecast.json");
  private static final Path ALERTS = Path.of("compose/prometheus/alerts.yml");
  private static final Pattern METRIC = Pattern.compile("\\b(ratecast|process|jvm)_[a-z_0-9]+");
  private static final Pattern EXPORTED = Pattern.compile("^([a-z_0-9]+)[ {]", Pattern.MULTILINE);

  @TempDir private Path folder;

  @Test
  void everyQueryOfTheDashboardAndOfTheAlertsAsksForMetricsThatAreThere() throws Exception {
    Set<String> exported;
    Map<String, Object> busy =
        Map.of(
            "feed.kind",
            "walk",
            "feed.walk.tickers",
            1,
            "pitch.inbox",
            "memory",
            "store.embedded.dir",
            folder.toString());
    try (RunningServer server = RunningServer.start(busy)) {
      URI uri = URI.create("http://localhost:" + server.port() + "/prometheus");
      String text =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
              .body();
      exported = names(EXPORTED, text, 1);
    }

    List<String> queries =
        Stream.concat(dashboard().stream(), alerts("expr").stream())
            .filter(query -> !query.startsWith("up{")) // Prometheus' own
            .toList();
    assertThat(queries).hasSizeGreaterThan(30);
    for (String query : queries) {
      assertThat(names(METRIC, query, 0))
          .as(query)
          .isNotEmpty()
          .allMatch(name -> exported.contains(name) || isOfARoomThatWasNotUsed(name), "exported");
    }
  }

  /** Nothing was polled, imported or refused yet, and Kafka is off: these names are in the code. */
  private static boolean isOfARoomThatWasNotUsed(String name) {
    String dotted = name.replaceAll("_(total|records|points|seconds)$", "").replace('_', '.');
    boolean unused =
        name.startsWith("ratecast_kafka_")
            || name.equals("ratecast_feed_polls_total")
            || name.equals("ratecast_feed_rows_total")
            || name.equals("ratecast_pitch_lines_total")
            || name.equals("ratecast_stream_refused_total");
    return unused && SOURCES.contains('"' + dotted.replaceAll("\\.(total|records)$", "") + '"');
  }

  private static final String SOURCES = sources();

  @Test
  void subscriptionsAreCountedWhileTheyLastAndEachSeamIsTimed() {
    try (RunningServer server = RunningServer.start()) {
      MeterRegistry meters = server.bean(MeterRegistry.class);
      Gauge subscriptions = meters.get("ratecast.stream.subscriptions").gauge();
      try (SocketClient client = server.connect()) {
        client.send("{\"action\":\"subscribe\",\"id\":1,\"message\":{\"assetIds\":[1,2,3]}}");
        await().until(() -> subscriptions.value() == 3);
        assertThat(meters.get("ratecast.stream.seam").timer().count()).isEqualTo(3);

        client.send("{\"action\":\"unsubscribe\",\"message\":{\"assetIds\":[2]}}");
        await().until(() -> subscriptions.value() == 2);
      }
      await().until(() -> subscriptions.value() == 0);
    }
  }

  @Test
  void everyAlertIsExplainedToWhoeverIsWokenByIt() throws IOException {
    String operating = Files.readString(Path.of("docs/OPERATING.md"));

    assertThat(alerts("alert")).isNotEmpty().allMatch(a -> operating.contains("### " + a + "\n"));
  }

  private static List<String> dashboard() throws IOException {
    return Json.objects(Json.object(Files.readString(DASHBOARD)), "panels").stream()
        .flatMap(panel -> Json.objects(panel, "targets").stream())
        .map(target -> Json.word(target, "expr"))
        .toList();
  }

  private static List<String> alerts(String member) throws IOException {
    Map<String, Object> rules = new Yaml().load(Files.readString(ALERTS));
    return Json.objects(rules, "groups").stream()
        .flatMap(group -> Json.objects(group, "rules").stream())
        .map(rule -> Json.word(rule, member))
        .toList();
  }

  private static Set<String> names(Pattern pattern, String text, int group) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(group))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String sources() {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/ratecast"))) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file));
      }
      return all.toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

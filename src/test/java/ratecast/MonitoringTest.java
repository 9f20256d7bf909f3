package ratecast;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import ratecast.support.FreePort;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;

/** A dashboard that asks for what is not there shows nothing, and an alert on it never fires. */
class MonitoringTest {
  private static final Path DASHBOARD = Path.of("compose/grafana/dashboards/ratecast.json");
  private static final Path ALERTS = Path.of("compose/prometheus/alerts.yml");
  private static final Path OPERATING = Path.of("docs/OPERATING.md");
  private static final Pattern METRIC = Pattern.compile("\\b(ratecast|process|jvm)_[a-z_0-9]+");
  private static final Pattern DOTTED = Pattern.compile("`ratecast(\\.[a-z]+){2,}[`{]");
  private static final Pattern REFUSED = Pattern.compile("meters\\.refused\\(\"([a-z-]+)\"");
  private static final Pattern EXPORTED = Pattern.compile("^([a-z_0-9]+)[ {]", Pattern.MULTILINE);

  /** Nothing was polled or imported yet: these are in the code. */
  private static final Set<String> FROM_THE_FIRST_ON =
      Set.of("ratecast_feed_polls_total", "ratecast_feed_rows_total", "ratecast_pitch_lines_total");

  private static final Set<String> EXPORTED_NAMES = new LinkedHashSet<>();

  /**
   * Of a node that follows the store, and of one whose points go by a topic: no broker is there.
   */
  @BeforeAll
  static void lookAtTwoNodes(@TempDir Path folder) {
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
    Map<String, Object> topic = Map.of("kafka.bootstrap-servers", "localhost:" + FreePort.next());
    for (Map<String, Object> settings : List.of(busy, topic)) {
      try (RunningServer server = RunningServer.start(settings)) {
        String text = HttpCalls.to(server).get("/prometheus").body();
        EXPORTED_NAMES.addAll(names(EXPORTED, text, 1));
      }
    }
  }

  @Test
  void everyQueryOfTheDashboardAndOfTheAlertsAsksForMetricsThatAreThere() throws IOException {
    List<String> queries =
        Stream.concat(dashboard().stream(), alerts("expr").stream())
            .filter(query -> !query.startsWith("up{")) // Prometheus' own
            .toList();
    assertThat(queries).hasSizeGreaterThan(30);
    for (String query : queries) {
      assertThat(names(METRIC, query, 0))
          .as(query)
          .isNotEmpty()
          .allMatch(MonitoringTest::isThere, "exported");
    }
  }

  @Test
  void everyMetricThatOperatingNamesIsThereByThatName() throws IOException {
    String operating = Files.readString(OPERATING);

    assertThat(names(METRIC, operating, 0)).isNotEmpty().allMatch(MonitoringTest::isThere);
    assertThat(names(DOTTED, operating, 0)).isEmpty();
  }

  private static boolean isThere(String name) {
    boolean later =
        FROM_THE_FIRST_ON.contains(name)
            && SOURCES.contains('"' + name.replaceAll("_total$", "").replace('_', '.') + '"');
    return later || EXPORTED_NAMES.contains(name);
  }

  /** Else the first burst is where a series begins, and no rise to whoever asks for its rate. */
  @Test
  void everyReasonOfARefusalIsCountedFromTheStart() {
    try (RunningServer server = RunningServer.start()) {
      for (String reason : names(REFUSED, SOURCES, 1)) {
        assertThat(server.counted("ratecast.stream.refused", "reason", reason)).isZero();
      }
    }
  }

  @Test
  void aStreamerThatDnsHasLetGoOfIsMissedToo() throws IOException {
    String prometheus = Files.readString(Path.of("compose/prometheus/prometheus.yml"));
    List<String> onUp = alerts("expr").stream().filter(e -> e.startsWith("up{")).toList();

    assertThat(prometheus).contains("job_name: ratecast\n", "dns_sd_configs:");
    assertThat(onUp)
        .singleElement(as(STRING))
        .contains("or absent(up{job=\"ratecast\"})")
        .contains("or count(up{job=\"ratecast\"}) < max_over_time(count(up{job=\"ratecast\"})[");
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
    String operating = Files.readString(OPERATING);

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

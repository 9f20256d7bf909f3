package ratecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Point;
import ratecast.store.PointStore;
import ratecast.support.FreePort;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;

/** {@code import quotes}, as a person types it, and what clients see of it. */
class ImportQuotesTest {
  private static final Path RATES = Path.of("src/test/resources/rates");
  private static final long HIGH = Instant.parse("2014-05-08T12:46:22Z").getEpochSecond();

  private final Instant now = Instant.now();
  private final LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
  private final long midnight = today.atStartOfDay(ZoneOffset.UTC).toEpochSecond();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @Test
  void aRealDayIsHistoryUnderItsOwnDateAndTheSecondTimeChangesNothing() {
    Path file = RATES.resolve("fxcm_second_eurusd_20140508_quote.zip");
    String[] args = {
      "import",
      "quotes",
      file.toString(),
      "--asset",
      "EURUSD",
      "--date",
      "2014-05-08",
      "--zone",
      "-05:00"
    };
    Map<String, String> keepAll = Map.of("RETENTION", "0", "DERIVED_ASSETS", "USDEUR = 1 / EURUSD");
    Map<String, Object> settings =
        Map.of(
            "store.embedded.dir", folder.resolve("store").toString(),
            "store.retention", Duration.ZERO,
            "market.derived", List.of("USDEUR = 1 / EURUSD"));
    RunningServer.start(settings).close(); // has made the assets

    assertThat(run(keepAll, args)).as(err.toString()).isZero();
    assertThat(run(keepAll, args)).isZero();

    assertThat(out.toString().lines())
        .containsExactly(
            file.getFileName()
                + ": 29197 points of EURUSD stored, 0 known before; turned away:"
                + " 1157 crossed",
            file.getFileName()
                + ": 0 points of EURUSD stored, 29197 known before; turned away:"
                + " 1157 crossed");
    try (RunningServer server = RunningServer.start(settings)) {
      assertThat(valueAt(server, "EURUSD", HIGH)).isEqualTo(1.399355);
      assertThat(valueAt(server, "USDEUR", HIGH)).isEqualTo(0.71461);
      assertThat(HttpCalls.to(server).get("/api/v1/assets/1").body())
          .contains("\"total\":29197", "\"lastTime\":1399611599");
    }
  }

  @Test
  void aDayOfTodayIsInTheWindowOfWhoSubscribes() throws IOException {
    long second = Math.max(0, now.getEpochSecond() - midnight - 60);
    Path csv =
        Files.writeString(
            folder.resolve("quotes.csv"),
            second * 1000 + ",1.1,1.3\n" + (second * 1000 + 999) + ",1.1,1.2\n86399999,1,1\n");

    int code =
        run(
            Map.of(),
            "import",
            "quotes",
            csv.toString(),
            "--asset",
            "XAUUSD",
            "--date",
            today.toString());

    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString())
        .startsWith(
            "quotes.csv: 1 points of XAUUSD stored, 0 known before; turned away: 1 not-yet");
    try (RunningServer server =
            RunningServer.startInRealTime(
                Map.of("store.embedded.dir", folder.resolve("store").toString()));
        SocketClient client = server.connect()) {
      client.send(
          "{\"action\":\"subscribe\",\"message\":{\"assetId\":"
              + server.asset("XAUUSD").id()
              + "}}");
      assertThat(client.next())
          .contains("\"time\":" + (midnight + second) + ",", "\"value\":1.15}")
          .satisfies(history -> assertThat(Json.times(history)).hasSize(1));
    }
  }

  @Test
  void theRunningProgramThatItIsImportedThroughShowsItAtOnce() throws IOException {
    long second = Math.max(0, now.getEpochSecond() - midnight - 600);
    Path csv = Files.writeString(folder.resolve("q.csv"), second * 1000 + ",1.1,1.3\n");
    int port = FreePort.next();
    Map<String, String> through =
        Map.of("MONGO_CONNECTION_URI", "mongodb://127.0.0.1:" + port + "/");
    try (RunningServer server =
        RunningServer.startInRealTime(Map.of("store.embedded.port", port))) {
      Asset known = server.asset("EURUSD");
      server.bringAndWait(
          new Point(known, midnight + second - 1, 1), new Point(known, now.getEpochSecond(), 1));

      for (String asset : List.of("EURUSD", "XAUUSD")) {
        String file = csv.toString();
        String date = today.toString();
        assertThat(run(through, "import", "quotes", file, "--asset", asset, "--date", date))
            .isZero();
      }

      await()
          .untilAsserted(
              () ->
                  assertThat(times(server, "EURUSD"))
                      .containsExactly(
                          midnight + second - 1, midnight + second, now.getEpochSecond()));
      await().until(() -> server.bean(AssetCatalog.class).find("XAUUSD").isPresent());
      assertThat(times(server, "XAUUSD")).containsExactly(midnight + second);
    }
  }

  private static List<Long> times(RunningServer server, String asset) {
    try (SocketClient client = server.connect()) {
      client.send(
          "{\"action\":\"subscribe\",\"message\":{\"assetId\":" + server.asset(asset).id() + "}}");
      return Json.times(client.next());
    }
  }

  @Test
  void aDayBeforeTheRetentionIsRefusedWithASentence() throws IOException {
    Path csv = Files.writeString(folder.resolve("quotes.csv"), "1000,1.1,1.2\n");

    int code =
        run(Map.of(), "import", "quotes", csv.toString(), "--asset", "A", "--date", "2014-05-08");

    assertThat(code).isEqualTo(1);
    assertThat(out.toString().strip())
        .isEqualTo(
            "2014-05-08 lies before what RETENTION keeps, 14 days; RETENTION=0 keeps everything.");
  }

  @Test
  void whatIsWrongOnTheCommandLineIsSaidBeforeAnythingIsOpened() throws IOException {
    Path csv = Files.writeString(folder.resolve("quotes.csv"), "no quotes\n");

    assertThat(run(Map.of(), "import", "quotes", csv.toString())).isEqualTo(2);
    assertThat(quotes("nowhere", "A")).isEqualTo(2);
    assertThat(quotes(csv.toString(), "A B")).isEqualTo(2);
    assertThat(quotes(csv.toString(), "A")).isEqualTo(2);
    assertThat(err.toString())
        .contains("Missing required options: '--asset=NAME', '--date=YYYY-MM-DD'")
        .contains("There is no file nowhere with quotes.")
        .contains("not \"A B\".")
        .contains("FILE is \"" + csv + "\", which has no row that begins with milliseconds");
    assertThat(folder.resolve("store")).doesNotExist();
  }

  private int quotes(String file, String asset) {
    return run(Map.of(), "import", "quotes", file, "--asset", asset, "--date", "2014-05-08");
  }

  private static double valueAt(RunningServer server, String name, long time) {
    return server
        .bean(PointStore.class)
        .read(server.asset(name), time, time + 1)
        .map(Point::value)
        .next()
        .blockOptional(Duration.ofSeconds(10))
        .orElseThrow();
  }

  private int run(Map<String, String> settings, String... args) {
    Map<String, String> env = new HashMap<>(settings);
    env.put("EMBEDDED_MONGO_DIR", folder.resolve("store").toString());
    env.put("EMBEDDED_MONGO_PORT", Integer.toString(FreePort.next()));
    CommandLine commands = Application.commandLine(env);
    commands.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return commands.execute(args);
  }
}

package ratecast.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import ratecast.bench.SoakClient.Manner;
import ratecast.support.FreePort;
import ratecast.support.NodeProcess;

/**
 * The program as users run it, for an hour: 105 assets, 2000 clients of which a tenth is slow and a
 * tenth flapping. Prints each minute what it holds and what it has missed; nothing may grow. Words:
 * how many minutes, how many clients.
 */
@SuppressWarnings("SystemOut") // a command's output is what it is for
public final class Soak {
  private static final int ASSETS = 105;
  private static final int PASSES = 5;
  private static final int SLOW_SECONDS = 5;
  private static final int LAST_SECOND = 59;
  private static final Path LOG = Path.of("target/bench/soak.log");

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<SoakClient> clients = new ArrayList<>();
  private final SoakClient.Sums sums = new SoakClient.Sums();
  private final Random random = new Random(20_160_219);
  private final NodeProcess server;
  private long flaps;

  private Soak(NodeProcess server) {
    this.server = server;
  }

  public static void main(String[] words) throws Exception {
    int minutes = words.length > 0 ? Integer.parseInt(words[0]) : 60;
    int clients = words.length > 1 ? Integer.parseInt(words[1]) : 2000;
    Files.createDirectories(LOG.toAbsolutePath().getParent());
    Path folder = Files.createTempDirectory("ratecast-soak");
    Map<String, String> settings =
        Map.of(
            "EMBEDDED_MONGO_DIR", folder.toString(),
            "EMBEDDED_MONGO_PORT", Integer.toString(FreePort.next()),
            "PITCH_INBOX", folder.resolve("inbox").toString(),
            "FEED", "walk",
            "WALK_TICKERS", Integer.toString(ASSETS - 5),
            "MAX_CONNECTIONS_PER_ADDRESS", Integer.toString(2 * clients));
    System.out.printf("load average at the start: %s%n", Proc.loadAverage());
    try (NodeProcess server = NodeProcess.start(LOG, settings).serving()) {
      new Soak(server).run(minutes, clients);
    }
  }

  private void run(int minutes, int count) throws Exception {
    open(count);
    Report.title(
        count + " clients, " + ASSETS + " assets",
        List.of(
            "minute",
            "resident MiB",
            "live heap MiB",
            "threads",
            "files",
            "sessions",
            "feed gap s",
            "client gap s",
            "points read",
            "flaps",
            "closed 4001",
            "cut"));
    report(0);
    for (int minute = 1; minute <= minutes; minute++) {
      for (int second = 0; second < 60; second++) {
        turn(second);
      }
      report(minute);
    }
  }

  private void open(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Manner manner = i % 10 == 0 ? Manner.SLOW : i % 10 == 1 ? Manner.FLAPPING : Manner.STEADY;
      clients.add(new SoakClient(server.port(), manner, 1 + i % ASSETS, sums));
    }
  }

  /**
   * A second: a tenth of those that flap go and come, those that are slow come again once a minute,
   * and everybody reads as is their manner.
   */
  private void turn(int second) throws IOException, InterruptedException {
    for (SoakClient client : clients) {
      if (client.manner() == Manner.FLAPPING && random.nextInt(10) == 0) {
        flaps++;
        client.comeAgain();
      } else if (client.manner() == Manner.SLOW && second == LAST_SECOND) {
        client.comeAgain();
      } else if (client.manner() == Manner.SLOW && second % SLOW_SECONDS == 0) {
        client.read();
      }
    }
    for (int pass = 0; pass < PASSES; pass++) {
      Thread.sleep(1000 / PASSES);
      for (SoakClient client : clients) {
        if (client.manner() != Manner.SLOW) {
          client.read();
        }
      }
    }
  }

  private void report(int minute) throws IOException, InterruptedException {
    long pid = server.pid();
    double heap = Proc.liveHeap(pid) / 1048576.0;
    String metrics =
        http.send(
                HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.port() + "/prometheus"))
                    .build(),
                BodyHandlers.ofString())
            .body();
    Report.row(
        minute,
        Proc.residentKib(pid) / 1024.0,
        heap,
        entries(pid, "task"),
        entries(pid, "fd"),
        figure(metrics, "ratecast_stream_sessions"),
        figure(metrics, "ratecast_feed_gap_seconds_total{feed=\"walk\"}"),
        sums.gapSeconds,
        sums.points,
        flaps,
        figure(metrics, "ratecast_stream_closes_total{code=\"4001\"}"),
        sums.lost);
  }

  private static long entries(long pid, String folder) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid), folder))) {
      return all.count();
    }
  }

  private static String figure(String metrics, String name) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .map(value -> String.format(Locale.ROOT, "%.0f", value))
        .findFirst()
        .orElse("-");
  }
}

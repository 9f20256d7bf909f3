package ratecast.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is measured. Each method prints its table; every goal is of docs/PERFORMANCE.md. */
final class Scenarios {
  /** Something to do with the machine for a minute. */
  @FunctionalInterface
  interface Run {
    void run() throws IOException, InterruptedException;
  }

  /** One of them, by its name on the command line. */
  record Scenario(String name, Run run) {}

  private static final List<String> FAN_OUT =
      List.of(
          "traffic",
          "server",
          "CPU us a delivery",
          "ratio",
          "goal",
          "deliveries/s",
          "ticks/s",
          "frames a read",
          "p50 ms",
          "p99 ms",
          "client core %",
          "threads, % of CPU");

  private final Slices slices;
  private final List<Contender.Ratecast> ours;

  /**
   * @param ours empty: only the yardstick is measured
   */
  Scenarios(Slices slices, List<Contender.Ratecast> ours) {
    this.slices = slices;
    this.ours = ours;
  }

  List<Scenario> all() {
    return List.of(
        new Scenario("saturated", this::saturated),
        new Scenario("one-frame", this::oneFrame),
        new Scenario("all-tickers", this::allTickers),
        new Scenario("one-each", this::oneEach),
        new Scenario("replay", this::replay),
        new Scenario("idle", this::idle),
        new Scenario("flat", this::flat));
  }

  /** The goal is 0.6 x NATS, whose cost stood to the coalescing writer's as 0.93, 0.79, 1.41. */
  private void saturated() throws IOException, InterruptedException {
    Report.title("Saturated, one asset, at most 8 points ahead of the slowest reader", FAN_OUT);
    saturated(100, "0.56");
    saturated(1000, "0.47");
    saturated(5000, "0.84");
  }

  private void saturated(int clients, String goal) throws IOException, InterruptedException {
    fanOut(
        clients + " clients",
        Traffic.saturated(clients),
        List.of(Contender.Yardstick.coalescing(), Contender.Yardstick.oneSend()),
        goal);
  }

  private void oneFrame() throws IOException, InterruptedException {
    Report.title("One frame a tick, one asset", FAN_OUT);
    fanOutOneFrame(5000, 1);
    fanOutOneFrame(1000, 100);
    fanOutOneFrame(5000, 100);
  }

  private void fanOutOneFrame(int clients, int ticksPerSecond)
      throws IOException, InterruptedException {
    fanOut(
        clients + " clients, " + ticksPerSecond + "/s",
        Traffic.oneAsset(clients, ticksPerSecond),
        List.of(Contender.Yardstick.oneSend()),
        "1.10 (io_uring 1.05)");
  }

  private void allTickers() throws IOException, InterruptedException {
    Report.title("1000 clients of all 100 tickers, one tick a second", FAN_OUT);
    fanOut(
        "1000 x 100",
        Traffic.allOf(100, 1000),
        List.of(
            Contender.Yardstick.oneSend(),
            Contender.Yardstick.coalescing(),
            Contender.Yardstick.together()),
        "0.2 us, p99 5 ms");
  }

  private void oneEach() throws IOException, InterruptedException {
    Report.title("5000 clients of one asset each out of 100, one tick a second", FAN_OUT);
    fanOut(
        "5000 of 100",
        Traffic.oneEachOf(100, 5000, 1),
        List.of(Contender.Yardstick.oneSend(), Contender.Yardstick.oneSendTogether()),
        "1.0, p99 2 x");
  }

  /** Ticks are chosen so that each row has about the same number of deliveries a second. */
  private void flat() throws IOException, InterruptedException {
    Report.title("Flatness: cost a delivery by subscribers, then by assets", FAN_OUT);
    for (int clients : List.of(100, 500, 1000, 2000, 5000)) {
      Traffic traffic = Traffic.oneAsset(clients, 50_000 / clients);
      flat(clients + " clients of one asset", traffic);
    }
    for (int assets : List.of(5, 20, 100, 500, 1000)) {
      Traffic traffic = Traffic.oneEachOf(assets, 2000, 10);
      flat("2000 clients, " + assets + " assets", traffic);
    }
  }

  /** Ten rows: one transport and two rounds are enough to see a slope. */
  private void flat(String label, Traffic traffic) throws IOException, InterruptedException {
    List<Contender> contenders = with(List.of(Contender.Yardstick.oneSend()));
    Slices fewer = new Slices(2, slices.seconds(), 0, slices.clients());
    print(label, "flat", fewer.run(traffic, contenders.subList(0, Math.min(2, contenders.size()))));
  }

  /** A ratio is to the first of the yardsticks. */
  private void fanOut(
      String label, Traffic traffic, List<Contender.Yardstick> yardsticks, String goal)
      throws IOException, InterruptedException {
    print(label, goal, slices.run(traffic, with(yardsticks)));
  }

  private static void print(String label, String goal, List<Figures> all) {
    for (Figures it : all) {
      Report.row(
          label,
          it.contender().name(),
          it.cpuPerDelivery(),
          it.ratioTo(all.get(0), Counts::cpuPerDelivery),
          it.contender().isJvm() ? goal : "",
          it.deliveriesPerSecond(),
          it.ticksPerSecond(),
          it.framesPerRead(),
          it.latencyMillis(0.5),
          it.latencyMillis(0.99),
          it.clientPercent(),
          it.threads());
    }
  }

  private void replay() throws IOException, InterruptedException {
    Report.title(
        "A new client's 30 minutes: connect, subscribe, 1800 points, leave; 16 at a time",
        List.of(
            "server",
            "CPU ms a replay",
            "ratio",
            "goal",
            "replays/s",
            "KiB a replay",
            "threads, % of CPU"));
    List<Figures> all =
        slices.run(Traffic.replays(16, 1800), with(List.of(Contender.Yardstick.coalescing())));
    for (Figures it : all) {
      Report.row(
          it.contender().name(),
          it.cpuMillisPerReplay(),
          it.ratioTo(all.get(0), Counts::cpuPerReplay),
          it.contender().isJvm() ? "0.15 ms" : "",
          it.replaysPerSecond(),
          it.kibPerReplay(),
          it.threads());
    }
  }

  private void idle() throws IOException, InterruptedException {
    Report.title(
        "5000 idle connections",
        List.of(
            "server",
            "resident KiB each",
            "goal",
            "live heap KiB each",
            "resident MiB without",
            "CPU ms/s"));
    for (Contender contender : with(List.of(Contender.Yardstick.coalescing()))) {
      for (boolean deflate : List.of(false, true)) {
        IdleMemory memory = IdleMemory.measure(contender, 5000, new ClientManner(deflate, false));
        Report.row(
            contender.name() + (deflate ? ", compression offered" : ""),
            memory.residentKibEach(),
            contender.isJvm() ? "6" : "",
            memory.heapKibEach(),
            memory.baseMib(),
            memory.cpuMillisPerSecond());
      }
    }
  }

  private List<Contender> with(List<Contender.Yardstick> yardsticks) {
    List<Contender> all = new ArrayList<>(yardsticks);
    all.addAll(ours);
    return all;
  }
}

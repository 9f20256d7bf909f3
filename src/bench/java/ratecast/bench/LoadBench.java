package ratecast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command: docs/PERFORMANCE.md says how to start it and how to read it. Everything is on
 * loopback, every scenario is bounded in time, and all it starts ends with it.
 */
public final class LoadBench {
  static final Path TARGET = Path.of("target/bench/load");
  static final Path LOG = TARGET.resolve("children.log");

  private static final int ROUNDS = 3;
  private static final int SECONDS = 4;

  private LoadBench() {}

  /**
   * Words: names of scenarios (none: all), yardstick-only, epoll-only, sleeping, rounds=N,
   * seconds=N, steady=N, -flags.
   */
  public static void main(String[] words) throws IOException, InterruptedException {
    try {
      run(new ArrayList<>(List.of(words)));
    } catch (BenchException e) {
      Report.failure(String.valueOf(e.getMessage()));
      System.exit(1);
    }
  }

  private static void run(List<String> words) throws IOException, InterruptedException {
    int rounds = number(words, "rounds", ROUNDS);
    int seconds = number(words, "seconds", SECONDS);
    int steady = number(words, "steady", 0);
    ClientManner clients = new ClientManner(false, !words.remove("sleeping"));
    List<Contender.Ratecast> ours = ours(words);
    Slices slices = new Slices(rounds, seconds, steady, clients);
    List<Scenarios.Scenario> all = new Scenarios(slices, ours).all();
    List<String> names = all.stream().map(Scenarios.Scenario::name).toList();
    if (!names.containsAll(words)) {
      throw new BenchException(words + " is not among " + names);
    }
    prepare();
    for (Scenarios.Scenario scenario : all) {
      if (words.isEmpty() || words.contains(scenario.name())) {
        scenario.run().run();
      }
    }
    Report.line("\nload average at the end: " + Proc.loadAverage());
  }

  /** Words that begin with a minus are flags of the server's JVM. */
  private static List<Contender.Ratecast> ours(List<String> words) {
    List<String> flags = words.stream().filter(word -> word.startsWith("-")).toList();
    words.removeAll(flags);
    if (words.remove("yardstick-only")) {
      return List.of();
    }
    return words.remove("epoll-only")
        ? List.of(Contender.Ratecast.epoll(flags))
        : List.of(Contender.Ratecast.epoll(flags), Contender.Ratecast.ioUring(flags));
  }

  private static int number(List<String> words, String name, int otherwise) {
    for (String word : List.copyOf(words)) {
      if (word.startsWith(name + "=")) {
        words.remove(word);
        return Integer.parseInt(word.substring(name.length() + 1));
      }
    }
    return otherwise;
  }

  private static void prepare() throws IOException, InterruptedException {
    if (Runtime.getRuntime().availableProcessors() < 2) {
      throw new BenchException("two cores are needed: one for the server, one for the clients");
    }
    CPrograms.compile();
    Files.deleteIfExists(LOG);
    Report.line(
        "%s %s, %d cores, Java %s, load average at the start: %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                Proc.loadAverage()));
  }
}

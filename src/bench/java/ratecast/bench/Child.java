package ratecast.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program on one core. It ends when its standard input does, so it also ends with a driver that
 * was killed.
 */
final class Child implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;

  /**
   * In a scheduling group of its own, which what else runs on the machine has to wait for; without
   * the right to that the figures are noisier. Each program replaces the one before, so the process
   * that was started is in the end the one that is measured.
   */
  private static final List<String> PREFERRED =
      List.of(
          "setsid",
          "sh",
          "-c",
          "{ echo -15 > /proc/self/autogroup; } 2> /dev/null; exec taskset -c \"$@\"",
          "sh");

  private final String name;
  private final Process process;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  static Child start(String name, int core, List<String> command, Map<String, String> environment)
      throws IOException {
    List<String> pinned = new ArrayList<>(PREFERRED);
    pinned.add(Integer.toString(core));
    pinned.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(pinned)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(LoadBench.LOG.toFile()));
    builder.environment().putAll(environment);
    return new Child(name, builder.start());
  }

  long pid() {
    return process.pid();
  }

  void checkAlive() {
    if (!process.isAlive()) {
      throw new BenchException(
          name + " ended with " + process.exitValue() + ": see " + LoadBench.LOG);
    }
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

package ratecast.support;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The program as a process of its own, that can be killed and started again on the same port. */
public final class NodeProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Map<String, String> environment = new TreeMap<>();
  private final Path log;
  private final List<String> command;
  private final int port;
  private Process process;

  private NodeProcess(Path log, Map<String, String> settings, List<String> command) {
    this.log = log;
    this.command = command;
    port = FreePort.next();
    environment.putAll(settings);
    environment.put("SERVER_PORT", Integer.toString(port));
    process = launch();
  }

  /** The same, with at most so many open files. */
  public static NodeProcess start(Path log, Map<String, String> settings, int files) {
    List<String> limited =
        new ArrayList<>(List.of("sh", "-c", "ulimit -n " + files + "; exec \"$@\"", "sh"));
    limited.addAll(ofTheClassPath());
    return new NodeProcess(log, settings, limited);
  }

  /**
   * Does not wait until it serves.
   *
   * @param log takes what it says
   * @param settings environment variables, beside the port's
   */
  public static NodeProcess start(Path log, Map<String, String> settings) {
    return new NodeProcess(log, settings, ofTheClassPath());
  }

  /** The same by another command, such as the image's. */
  public static NodeProcess start(Path log, Map<String, String> settings, List<String> command) {
    return new NodeProcess(log, settings, command);
  }

  private static List<String> ofTheClassPath() {
    return ChildJvm.command("256m", "ratecast.Application");
  }

  private Process launch() {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until its port is open: windows are warm then. */
  public NodeProcess serving() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .failFast(() -> ChildJvm.mustLive(process, log))
        .until(this::isOpen);
    return this;
  }

  private boolean isOpen() {
    try (Socket open = new Socket("localhost", port)) {
      return open.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  /** As kill -9 does. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** As SIGTERM does; waits for its end, within a minute, and gives its exit code. */
  public int stop() {
    process.destroy();
    return process.onExit().orTimeout(PATIENCE.toSeconds(), SECONDS).join().exitValue();
  }

  /** Anew, on the same port. Does not wait until it serves. */
  public NodeProcess restart() {
    kill();
    process = launch();
    return this;
  }

  @Override
  public void close() {
    kill();
  }
}

package ratecast;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** {@code serve}: the streamer itself, from checked settings to SIGTERM. */
@Command(name = "serve", description = "Starts the streamer; what happens without a command.")
final class Serve implements Callable<Integer> {
  private final Map<String, String> env;

  Serve(Map<String, String> env) {
    this.env = env;
  }

  /**
   * Blocks until the process is told to stop.
   *
   * @throws WrongSettingsException before anything is opened
   */
  @Override
  public Integer call() {
    ApplicationContext context = ProgramContext.of(Settings.from(env));
    try {
      EmbeddedServer server = context.start().getBean(EmbeddedServer.class).start();
      awaitStop(context.getBean(Shutdown.class), server, context);
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
    return 0;
  }

  /** The server's own threads do not keep the process alive; this one does. */
  private static void awaitStop(
      Shutdown shutdown, EmbeddedServer server, ApplicationContext context) {
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try (context) {
                    shutdown.begin();
                    server.stop();
                  } finally {
                    stopped.countDown();
                  }
                },
                "stop"));
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

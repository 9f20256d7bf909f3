package ratecast;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.SystemPropertiesPropertySource;
import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** {@code serve}: the streamer itself, from checked settings to SIGTERM. */
@Command(name = "serve", description = "Starts the streamer; what happens without a command.")
final class Serve implements Callable<Integer> {
  /** A variable wins over all of Micronaut's own sources, a default loses to application.yml. */
  private static final int ABOVE_ALL = SystemPropertiesPropertySource.POSITION + 100;

  private static final int BELOW_YAML = YamlPropertySourceLoader.DEFAULT_POSITION - 100;

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
    ApplicationContext context = context(Settings.from(env));
    try {
      EmbeddedServer server = context.start().getBean(EmbeddedServer.class).start();
      awaitStop(server, context);
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
    return 0;
  }

  private static ApplicationContext context(Settings settings) {
    return ApplicationContext.builder()
        // Otherwise a wrong value of application.yml is found when the first client needs it.
        .eagerInitConfiguration(true)
        .deduceEnvironment(false)
        // They are read once, by Settings: Micronaut would take MONGODB_URI= for an empty address.
        .environmentVariableExcludes(variables())
        .propertySources(
            PropertySource.of("settings", settings.given(), ABOVE_ALL),
            PropertySource.of("defaults", settings.defaults(), BELOW_YAML))
        .build();
  }

  private static String[] variables() {
    return Arrays.stream(Setting.values())
        .flatMap(setting -> setting.variables().stream())
        .toArray(String[]::new);
  }

  /** The server's own threads do not keep the process alive; this one does. */
  private static void awaitStop(EmbeddedServer server, ApplicationContext context) {
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try (context) {
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

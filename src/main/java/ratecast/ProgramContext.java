package ratecast;

import static java.util.Objects.requireNonNull;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.SystemPropertiesPropertySource;
import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * The program's beans under checked settings, not started yet: for every command that needs them.
 */
final class ProgramContext {
  /**
   * Micronaut's environment of an import: what serves is not started in it, and nothing expires.
   */
  static final String IMPORT = "import";

  /** A variable wins over all of Micronaut's own sources, a default loses to application.yml. */
  private static final int ABOVE_ALL = SystemPropertiesPropertySource.POSITION + 100;

  private static final int BELOW_YAML = YamlPropertySourceLoader.DEFAULT_POSITION - 100;

  /** What an operator puts into config/application.yml wins over the program's own. */
  private static final int OWN_YAML = YamlPropertySourceLoader.DEFAULT_POSITION - 1;

  private ProgramContext() {}

  static ApplicationContext of(Settings settings) {
    return builder(settings).build();
  }

  /** For a command that brings something into the store of a server, and ends. */
  static ApplicationContext ofImport(Settings settings) {
    return builder(settings).environments(IMPORT).build();
  }

  private static ApplicationContextBuilder builder(Settings settings) {
    return ApplicationContext.builder()
        // Otherwise a wrong value of application.yml is found when the first client needs it.
        .eagerInitConfiguration(true)
        .deduceEnvironment(false)
        // They are read once, by Settings: Micronaut would take MONGODB_URI= for an empty address.
        .environmentVariableExcludes(variables())
        .overrideConfigLocations("file:config/")
        .propertySources(
            applicationYaml(),
            PropertySource.of("settings", settings.given(), ABOVE_ALL),
            PropertySource.of("defaults", settings.defaults(), BELOW_YAML));
  }

  /**
   * Left to find it, Micronaut opens the whole jar as a file system, to see that this is no folder:
   * a twentieth of a start.
   */
  private static PropertySource applicationYaml() {
    try (InputStream yaml = ProgramContext.class.getResourceAsStream("/application.yml")) {
      return PropertySource.of(
          "own", new YamlPropertySourceLoader().read("own", requireNonNull(yaml)), OWN_YAML);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String[] variables() {
    return Arrays.stream(Setting.values())
        .flatMap(setting -> setting.variables().stream())
        .toArray(String[]::new);
  }
}

package ratecast;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.SystemPropertiesPropertySource;
import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import java.util.Arrays;

/**
 * The program's beans under checked settings, not started yet: for every command that needs them.
 */
final class ProgramContext {
  /** A variable wins over all of Micronaut's own sources, a default loses to application.yml. */
  private static final int ABOVE_ALL = SystemPropertiesPropertySource.POSITION + 100;

  private static final int BELOW_YAML = YamlPropertySourceLoader.DEFAULT_POSITION - 100;

  private ProgramContext() {}

  static ApplicationContext of(Settings settings) {
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
}

package ratecast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import ratecast.support.Json;

class LoggingTest {
  private final LoggerContext logback = new LoggerContext();

  @Test
  void aLineStaysALineWhateverIsLogged() {
    assertThat(line(Map.of(), "one\r\ntwo")).matches("\\d\\d:\\S+ WARN  Feed: one two\\n");
  }

  @Test
  void aLineIsAnObjectOfJsonWhereItIsAskedFor() {
    String line = line(Map.of("LOG_FORMAT", "json"), "one \"two\"");

    assertThat(line).endsWith("\n");
    assertThat(Json.object(line))
        .containsEntry("level", "WARN")
        .containsEntry("formattedMessage", "one \"two\"");
  }

  @Test
  void librariesAreQuietAndTheProgramSaysWhatChanges() {
    configure(Map.of());

    assertThat(logback.getLogger("io.micronaut").getEffectiveLevel()).isEqualTo(Level.WARN);
    assertThat(logback.getLogger("org.apache.kafka").getEffectiveLevel()).isEqualTo(Level.OFF);
    assertThat(logback.getLogger("ratecast.feed").getEffectiveLevel()).isEqualTo(Level.INFO);
  }

  @Test
  void anOperatorsOwnFileIsTakenInstead() {
    System.setProperty(ClassicConstants.CONFIG_FILE_PROPERTY, "/etc/ratecast/logback.xml");
    try {
      assertThat(configure(Map.of())).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
      assertThat(logback.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders()).isExhausted();
    } finally {
      System.clearProperty(ClassicConstants.CONFIG_FILE_PROPERTY);
    }
  }

  private ExecutionStatus configure(Map<String, String> env) {
    Logging logging = new Logging(env);
    logging.setContext(logback);
    return logging.configure(logback);
  }

  private String line(Map<String, String> env, String message) {
    configure(env);
    ch.qos.logback.classic.Logger root = logback.getLogger(Logger.ROOT_LOGGER_NAME);
    ConsoleAppender<ILoggingEvent> console =
        (ConsoleAppender<ILoggingEvent>) root.iteratorForAppenders().next();
    LoggingEvent event =
        new LoggingEvent("", logback.getLogger("ratecast.Feed"), Level.WARN, message, null, null);
    return new String(console.getEncoder().encode(event), UTF_8);
  }
}

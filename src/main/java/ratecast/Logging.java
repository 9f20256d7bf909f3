package ratecast;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import org.slf4j.Logger;

/**
 * What is logged and how a line looks: on standard output, from WARN up, the program's own from
 * INFO, as text or, by LOG_FORMAT, as an object of JSON. In Java, because logback's XML cost a
 * tenth of a start; a file named by {@code -Dlogback.configurationFile} is still taken instead.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_NORMAL_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {
  private static final String LINE =
      "%d{HH:mm:ss.SSS} %-5level %logger{0}: %replace(%msg){'[\\r\\n]+', ' '}%n%rEx{short}";

  private static final Map<String, Level> LEVELS =
      Map.of(
          Logger.ROOT_LOGGER_NAME,
          Level.WARN,
          "ratecast",
          Level.INFO,
          // The embedded server: what goes wrong in a command is answered to the client.
          "de.bwaldvogel.mongo",
          Level.ERROR,
          "de.bwaldvogel.mongo.wire",
          Level.OFF,
          // A broker that is away is said once, by ratecast.kafka, and not at each try.
          "org.apache.kafka",
          Level.OFF,
          // An answer cut short because the store went away: its owner has said it, a bug we say.
          "io.micronaut.http.server.netty.handler.PipeliningServerHandler",
          Level.ERROR,
          // A start that fails is said once, in a sentence, by StartFailure.
          "io.micronaut.http.server.netty.NettyHttpServer",
          Level.OFF);

  private final Map<String, String> env;

  /** As logback makes it. */
  public Logging() {
    this(System.getenv());
  }

  Logging(Map<String, String> env) {
    this.env = env;
  }

  @Override
  public ExecutionStatus configure(LoggerContext logback) {
    if (System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(logback);
    console.setEncoder("json".equals(env.get("LOG_FORMAT")) ? json() : text());
    console.start();
    LEVELS.forEach((name, level) -> logback.getLogger(name).setLevel(level));
    logback.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private Encoder<ILoggingEvent> text() {
    PatternLayoutEncoder text = new PatternLayoutEncoder();
    text.setContext(context);
    text.setPattern(LINE);
    text.start();
    return text;
  }

  private Encoder<ILoggingEvent> json() {
    JsonEncoder json = new JsonEncoder();
    json.setContext(context);
    json.setWithSequenceNumber(false);
    json.setWithNanoseconds(false);
    json.setWithContext(false);
    json.setWithMDC(false);
    json.setWithMessage(false);
    json.setWithArguments(false);
    json.setWithFormattedMessage(true);
    json.start();
    return json;
  }
}

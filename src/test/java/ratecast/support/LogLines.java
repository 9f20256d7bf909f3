package ratecast.support;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What is logged while a test runs. */
public final class LogLines implements BeforeEachCallback, AfterEachCallback {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  private LogLines(String logger) {
    this.logger = (Logger) LoggerFactory.getLogger(logger);
  }

  /** Of this logger and those below it. */
  public static LogLines of(String logger) {
    return new LogLines(logger);
  }

  public static LogLines of(Class<?> logger) {
    return new LogLines(logger.getName());
  }

  /** So far, as it grows. */
  public List<ILoggingEvent> events() {
    return appender.list;
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    appender.start();
    logger.addAppender(appender);
  }

  @Override
  public void afterEach(ExtensionContext test) {
    logger.detachAppender(appender);
  }
}

package ratecast.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long the tests wait for what must come, on a machine that does other work too: two JVMs of
 * the suite, their browsers and their servers share two cores. What comes ends the wait at once.
 */
public final class Patience implements BeforeAllCallback {
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(PATIENCE);
  }
}

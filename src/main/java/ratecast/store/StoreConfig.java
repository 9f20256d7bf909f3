package ratecast.store;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How the store is used.
 *
 * @param database its name in MongoDB
 * @param writeTimeout how long a tick waits for the store before its points are kept for later
 * @param retention how long points are kept, whole seconds; zero keeps everything
 */
@ConfigurationProperties("store")
public record StoreConfig(
    @Bindable(defaultValue = "ratecast") String database,
    @Bindable(defaultValue = "500ms") Duration writeTimeout,
    @Bindable(defaultValue = "14d") Duration retention) {

  public StoreConfig {
    if (writeTimeout.isNegative() || writeTimeout.isZero()) {
      throw new IllegalArgumentException(
          "store.write-timeout " + writeTimeout + " is not positive");
    }
    if (retention.isNegative() || retention.toSeconds() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "store.retention " + retention + " is not between 0 (everything) and 24855 days");
    }
  }

  boolean keepsEverything() {
    return retention.isZero();
  }
}

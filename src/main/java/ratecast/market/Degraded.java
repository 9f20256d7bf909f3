package ratecast.market;

import io.micronaut.health.HealthStatus;

/** How a health indicator says that something is amiss which a restart would not mend. */
public final class Degraded {
  private static final int BETWEEN_UP_AND_DOWN = 500;

  private Degraded() {}

  /** A status that is neither operational nor not: still ready, and to be looked at. */
  public static HealthStatus because(String why) {
    return new HealthStatus("DEGRADED", why, null, BETWEEN_UP_AND_DOWN);
  }
}

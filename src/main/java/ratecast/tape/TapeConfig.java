package ratecast.tape;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How much of the past is kept in memory.
 *
 * @param window what a subscribe replays; about 100 bytes for each asset and second of it
 */
@ConfigurationProperties("tape")
public record TapeConfig(@Bindable(defaultValue = "30m") Duration window) {
  public TapeConfig {
    if (window.toSeconds() < 1 || window.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "tape.window (HISTORY_WINDOW) is " + window + "; allowed is one second to one day");
    }
  }
}

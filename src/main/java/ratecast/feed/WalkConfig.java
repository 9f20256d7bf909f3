package ratecast.feed;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.OptionalLong;

/**
 * The market of our own.
 *
 * @param tickers how many it makes beside the catalogue's assets
 * @param seed a whole number that makes it repeatable; blank for a new walk at each start
 */
@ConfigurationProperties("feed.walk")
public record WalkConfig(
    @Bindable(defaultValue = "100") int tickers, @Bindable(defaultValue = "") String seed) {
  private static final int MAX_TICKERS = 10_000;

  public WalkConfig {
    if (tickers < 0 || tickers > MAX_TICKERS) {
      throw new IllegalArgumentException(
          "WALK_TICKERS is " + tickers + ": allowed is 0 to " + MAX_TICKERS);
    }
    seed = seed.strip();
    if (!seed.isEmpty()) {
      parse(seed);
    }
  }

  OptionalLong fixedSeed() {
    return seed.isEmpty() ? OptionalLong.empty() : OptionalLong.of(parse(seed));
  }

  private static long parse(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "WALK_SEED is \"" + text + "\": allowed is a whole number of 64 bits");
    }
  }
}

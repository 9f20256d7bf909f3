package ratecast.feed;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How rates come in.
 *
 * @param kind a word of FEED; empty or "auto" leaves it to the other settings
 * @param period whole seconds from poll to poll, aligned to the clock
 * @param timeout of one poll; below the period, so that polls never pile up
 * @param staleAfter how long nothing new may come before the feed says so
 */
@ConfigurationProperties("feed")
public record FeedConfig(
    @Bindable(defaultValue = "") String kind,
    @Bindable(defaultValue = "1s") Duration period,
    @Bindable(defaultValue = "800ms") Duration timeout,
    @Bindable(defaultValue = "10s") Duration staleAfter) {
  public FeedConfig {
    FeedKind.parse(kind);
    if (period.toNanosPart() != 0 || period.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "FEED_PERIOD is " + period + ": allowed are whole seconds, 1s or more");
    }
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(period) >= 0) {
      throw new IllegalArgumentException(
          "FEED_TIMEOUT is "
              + timeout
              + ": allowed is what lies above 0 and below FEED_PERIOD, "
              + period);
    }
    if (staleAfter.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "FEED_STALE_AFTER is " + staleAfter + ": allowed is 1s or more");
    }
  }

  /**
   * Stale-after, but never below two periods and their last answer: one lost poll of a slow feed is
   * no silence.
   */
  Duration patience() {
    Duration twoPeriods = period.multipliedBy(2).plusSeconds(1);
    return staleAfter.compareTo(twoPeriods) >= 0 ? staleAfter : twoPeriods;
  }
}

package ratecast.feed;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The page of a base and its rates.
 *
 * @param url http or https, with its host, and with the key where the source wants one; blank where
 *     there is none
 * @param period whole seconds from poll to poll, aligned to the clock
 */
@ConfigurationProperties("feed.map")
public record MapConfig(
    @Bindable(defaultValue = "") String url, @Bindable(defaultValue = "1h") Duration period) {
  private static final Duration LONGEST_POLL = Duration.ofSeconds(10);

  public MapConfig {
    url = url.strip();
    if (!url.isEmpty() && PageAddress.parse(url).isEmpty()) {
      throw new IllegalArgumentException( // without the value: it may hold the source's key
          "MAP_RATES_URL is no address that begins with http:// or https:// and names a host");
    }
    if (period.toNanosPart() != 0 || period.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "MAP_RATES_PERIOD is " + period + ": allowed are whole seconds, 1s or more");
    }
  }

  Optional<URI> page() {
    return PageAddress.parse(url);
  }

  /**
   * Of one poll: ten seconds, for these sources are far away and in no hurry, or most of a period.
   */
  Duration timeout() {
    Duration most = period.multipliedBy(4).dividedBy(5);
    return most.compareTo(LONGEST_POLL) < 0 ? most : LONGEST_POLL;
  }

  /** Without the key: a configuration ends up in logs. */
  @Override
  public String toString() {
    return "MapConfig[url=" + page().map(PageAddress::shown).orElse("none") + ", " + period + "]";
  }
}

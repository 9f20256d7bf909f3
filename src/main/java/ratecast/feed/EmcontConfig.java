package ratecast.feed;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.util.Optional;

/**
 * The page of rates.
 *
 * @param url http or https, with its host; blank where there is none
 */
@ConfigurationProperties("feed.emcont")
public record EmcontConfig(@Bindable(defaultValue = "") String url) {
  public EmcontConfig {
    url = url.strip();
    if (!url.isEmpty() && PageAddress.parse(url).isEmpty()) {
      throw new IllegalArgumentException(
          "EMCONT_EXCHANGE_RATES_URL is \""
              + url
              + "\": allowed is an address that begins with"
              + " http:// or https:// and names a host");
    }
  }

  Optional<URI> page() {
    return PageAddress.parse(url);
  }
}

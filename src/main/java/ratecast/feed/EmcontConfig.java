package ratecast.feed;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.net.URISyntaxException;
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
    if (!url.isEmpty() && !isPage(url)) {
      throw new IllegalArgumentException(
          "EMCONT_EXCHANGE_RATES_URL is \""
              + url
              + "\": allowed is an address that begins with"
              + " http:// or https:// and names a host");
    }
  }

  Optional<URI> page() {
    return url.isEmpty() ? Optional.empty() : Optional.of(URI.create(url));
  }

  private static boolean isPage(String text) {
    try {
      URI uri = new URI(text);
      return uri.getHost() != null
          && ("http".equalsIgnoreCase(uri.getScheme())
              || "https".equalsIgnoreCase(uri.getScheme()));
    } catch (URISyntaxException notAnAddress) {
      return false;
    }
  }
}

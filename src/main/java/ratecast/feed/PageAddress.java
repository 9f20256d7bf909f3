package ratecast.feed;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Addresses of pages that can be asked for. */
final class PageAddress {
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private PageAddress() {}

  /** Http or https, with its host; empty where the text is none. */
  static Optional<URI> parse(String text) {
    try {
      URI uri = new URI(text);
      boolean http =
          uri.getScheme() != null && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT));
      return Optional.of(uri).filter(page -> http && page.getHost() != null);
    } catch (URISyntaxException notAnAddress) {
      return Optional.empty();
    }
  }

  /** As a log may show it: without the query and the user, which may hold a key. */
  static String shown(URI page) {
    String port = page.getPort() < 0 ? "" : ":" + page.getPort();
    return page.getScheme() + "://" + page.getHost() + port + page.getRawPath();
  }
}

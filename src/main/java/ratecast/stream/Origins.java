package ratecast.stream;

import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may connect. Browsers say where a page is from; the server must look, as no
 * same-origin rule covers WebSockets. Programs other than browsers send no origin and may.
 */
@Singleton
final class Origins {
  private final List<String> allowed;

  Origins(StreamConfig config) {
    allowed = config.allowedOrigins();
  }

  boolean mayConnect(@Nullable String origin, @Nullable String host) {
    if (origin == null || allowed.contains("*") || allowed.contains(origin)) {
      return true;
    }
    try {
      return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

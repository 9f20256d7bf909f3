package ratecast.rest;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * What every answer tells a browser: to load nothing from elsewhere, to guess no types, to show the
 * page in no frame. On the event loop; does not block.
 */
@ServerFilter("/**")
class SecurityHeaders {
  /**
   * The page needs no inline script and no other host. Styles set by scripts (the chart, Swagger UI
   * at /docs) count as inline.
   */
  private static final String POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** Adds them to all but the answer to an upgrade, which no browser shows. */
  @ResponseFilter
  void add(HttpRequest<?> request, MutableHttpResponse<?> response) {
    if ("websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeaders.UPGRADE))) {
      return;
    }
    response
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Opener-Policy", "same-origin");
  }
}

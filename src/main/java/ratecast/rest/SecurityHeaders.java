package ratecast.rest;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * What every answer tells a browser: to load nothing from elsewhere, to guess no types, to show the
 * page in no frame. The outermost filter, around those that answer by themselves. On the event
 * loop; does not block.
 */
@ServerFilter("/**")
@Order(Ordered.HIGHEST_PRECEDENCE)
class SecurityHeaders {
  private final ContentPolicy policy;

  SecurityHeaders(ContentPolicy policy) {
    this.policy = policy;
  }

  /** Adds them to all but the answer to an upgrade, which no browser shows. */
  @ResponseFilter
  void add(HttpRequest<?> request, MutableHttpResponse<?> response) {
    if (Upgrade.isAskedBy(request)) {
      return;
    }
    response
        .header("Content-Security-Policy", policy.of(request.getPath()))
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Opener-Policy", "same-origin");
  }
}

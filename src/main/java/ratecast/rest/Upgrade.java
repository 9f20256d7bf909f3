package ratecast.rest;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;

/** The one request at {@code /} that is not this room's: it becomes a WebSocket. */
final class Upgrade {
  private Upgrade() {}

  static boolean isAskedBy(HttpRequest<?> request) {
    return "websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeaders.UPGRADE));
  }
}

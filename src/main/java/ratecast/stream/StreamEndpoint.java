package ratecast.stream;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RouteCondition;
import io.micronaut.websocket.WebSocketSession;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.OnOpen;
import io.micronaut.websocket.annotation.ServerWebSocket;

/**
 * The WebSocket at {@code /}. Micronaut routes, filters and upgrades; from then on the connection
 * is ours (docs/decisions/0003). The route condition leaves plain GETs of the same path to the
 * page, also those that offer another upgrade, as the JDK's client does (h2c); it must stand on the
 * first method and nowhere else (FANOUT.md 3).
 */
@ServerWebSocket("/")
class StreamEndpoint {
  private final Connections connections;

  StreamEndpoint(Connections connections) {
    this.connections = connections;
  }

  /** Takes the connection over. On its event loop. */
  @OnOpen
  @RouteCondition(
      "#{request.headers.get('Upgrade') != null && request.headers.get('Upgrade') != 'h2c'}")
  void onOpen(WebSocketSession session, HttpRequest<?> upgrade) {
    connections.open(upgrade);
  }

  /**
   * Never called, our handler stands before Micronaut's; it demands the method and reads the limit
   * from it.
   */
  @OnMessage(maxPayloadLength = StreamConfig.MAX_REQUEST_BYTES)
  void onMessage(String text) {
    throw new IllegalStateException("a frame passed our handler");
  }
}

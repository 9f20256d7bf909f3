package ratecast.watch;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One connection: joins the pieces of texts, and tells what happens in order. */
final class Link implements WebSocket.Listener {
  /** Whoever is told, on the client's thread: hands it on at once. */
  interface Events {
    void text(Link link, String text);

    void alive(Link link);

    /** Of a connection that broke the code is 1006, as browsers have it. */
    void closed(Link link, int code, String reason);
  }

  private static final int BROKEN = 1006;

  private final Events events;
  private final StringBuilder part = new StringBuilder();

  Link(Events events) {
    this.events = events;
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
    part.append(text);
    if (last) {
      events.text(this, part.toString());
      part.setLength(0);
    }
    socket.request(1);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
    events.alive(this); // the client answers by itself
    socket.request(1);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    events.closed(this, code, reason);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    events.closed(this, BROKEN, String.valueOf(error.getMessage()));
  }
}

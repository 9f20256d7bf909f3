package ratecast.support;

import static ratecast.support.Patience.PATIENCE;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of the socket as a user's program is: the JDK's, with what it received in order. */
public final class SocketClient implements WebSocket.Listener, AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Stands behind the last text of a connection that broke; no server sends it. */
  private static final String BROKEN = "\0";

  private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private final WebSocket socket;

  private SocketClient(URI uri) {
    try {
      socket = HTTP.newWebSocketBuilder().buildAsync(uri, this).join();
    } catch (CompletionException e) {
      throw new BrokenConnectionException("no connection to " + uri + ": " + e);
    }
  }

  public static SocketClient connect(int port) {
    return new SocketClient(URI.create("ws://localhost:" + port + "/"));
  }

  public SocketClient send(String text) {
    try {
      socket.sendText(text, true).join();
    } catch (CompletionException e) {
      throw new BrokenConnectionException("cannot send: " + e);
    }
    return this;
  }

  /** The next text, waited for. What came before the connection broke still comes. */
  public String next() {
    try {
      String text = texts.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (text == null) {
        throw new AssertionError("nothing came for " + PATIENCE.toSeconds() + " s");
      }
      if (text.equals(BROKEN)) {
        texts.add(BROKEN);
        throw new BrokenConnectionException("nothing more comes");
      }
      AsyncApi.checkReply(text);
      return text;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence text, boolean last) {
    part.append(text);
    if (last) {
      texts.add(part.toString());
      part.setLength(0);
    }
    webSocket.request(1);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    closed.complete(code + " " + reason);
    texts.add(BROKEN); // a connection that ends without a close frame is told here too, as 1006
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.completeExceptionally(error);
    texts.add(BROKEN);
  }

  public boolean isClosed() {
    return closed.isDone();
  }

  /** Code and reason of the server's close, waited for. */
  public String closed() {
    return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    socket.abort();
    texts.stream().filter(text -> !text.equals(BROKEN)).forEach(AsyncApi::checkReply);
  }
}

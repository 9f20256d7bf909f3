package ratecast.support;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client that does not give up: it watches one asset and remembers its points in the order in
 * which they came; where its node goes away it resumes by {@code since} at the next.
 */
public final class Watcher implements WebSocket.Listener, AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final long PAUSE_MILLIS = 100;

  /** What came of one second. */
  public record Seen(long time, double value) {}

  private final int assetId;
  private final List<Integer> ports;
  private final AtomicInteger next;
  private final List<Seen> seen = new ArrayList<>();
  private final StringBuilder part = new StringBuilder();
  private volatile boolean closed;
  private volatile CompletableFuture<WebSocket> socket = new CompletableFuture<>();

  /**
   * @param ports of the nodes, asked in turns; the list may grow
   * @param first index of the one asked first
   */
  public Watcher(int assetId, List<Integer> ports, int first) {
    this.assetId = assetId;
    this.ports = ports;
    this.next = new AtomicInteger(first);
    connect();
  }

  /** All that came so far. */
  public List<Seen> seen() {
    synchronized (seen) {
      return List.copyOf(seen);
    }
  }

  /** The time of the last that came; 0 where none did. */
  public long lastTime() {
    synchronized (seen) {
      return seen.isEmpty() ? 0 : seen.get(seen.size() - 1).time();
    }
  }

  private void connect() {
    List<Integer> now = List.copyOf(ports);
    int port = now.get(Math.floorMod(next.getAndIncrement(), now.size()));
    socket =
        HTTP.newWebSocketBuilder()
            .connectTimeout(java.time.Duration.ofSeconds(5))
            .buildAsync(URI.create("ws://localhost:" + port + "/"), this);
    var unused =
        socket.whenComplete(
            (open, failure) -> {
              if (failure != null) {
                again();
              }
            });
  }

  private void again() {
    if (!closed) {
      CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS).execute(this::connect);
    }
  }

  @Override
  public void onOpen(WebSocket open) {
    part.setLength(0);
    long since = lastTime();
    var unused =
        open.sendText(
            "{\"action\":\"subscribe\",\"id\":1,\"message\":{\"assetId\":%d,%s}}"
                .formatted(assetId, since == 0 ? "\"historySeconds\":60" : "\"since\":" + since),
            true);
    open.request(1);
  }

  @Override
  public CompletionStage<?> onText(WebSocket open, CharSequence text, boolean last) {
    part.append(text);
    if (last) {
      take(part.toString());
      part.setLength(0);
    }
    open.request(1);
    return CompletableFuture.completedStage(null);
  }

  private void take(String text) {
    switch (Json.action(text)) {
      case "asset_history" -> Json.objects(Json.message(text), "points").forEach(this::remember);
      case "point" -> remember(Json.message(text));
      default -> {} // acknowledged
    }
  }

  private void remember(Map<String, Object> point) {
    double value = ((Number) Objects.requireNonNull(point.get("value"))).doubleValue();
    synchronized (seen) {
      seen.add(new Seen(Json.number(point, "time"), value));
    }
  }

  @Override
  public CompletionStage<?> onClose(WebSocket open, int code, String reason) {
    again();
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void onError(WebSocket open, Throwable error) {
    again();
  }

  @Override
  public void close() {
    closed = true;
    var unused = socket.thenAccept(WebSocket::abort);
  }
}

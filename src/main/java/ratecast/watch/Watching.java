package ratecast.watch;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Watches assets until it is closed: connects, subscribes, and after a loss comes back and asks
 * with {@code since} for what it missed. Everything happens on one thread of its own.
 */
public final class Watching implements AutoCloseable, Link.Events {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  /** The server pings every 25 s. */
  private static final int SILENT_SECONDS = 60;

  private static final int HISTORY_SECONDS = 30;
  private static final long GOODBYE_SECONDS = 2;

  private final URI url;
  private final String shownUrl;
  private final Optional<String> token;
  private final Display display;
  private final Map<String, RateLine> lines = new LinkedHashMap<>();
  private final Map<Long, RateLine> byId = new LinkedHashMap<>();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final Retry retry = new Retry(new SplittableRandom());
  private final CompletableFuture<Integer> over = new CompletableFuture<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread watching = new Thread(task, "watch");
            watching.setDaemon(true);
            return watching;
          });
  private @Nullable Link link;
  private @Nullable WebSocket socket;
  private CompletableFuture<WebSocket> sending = CompletableFuture.completedFuture(null);
  private int silentSeconds;
  private boolean finished;

  /**
   * Watches nothing yet.
   *
   * @param url of which what may be a token, its query, is not shown
   * @param token that reading may need
   */
  public Watching(URI url, Optional<String> token, List<String> names, Display display) {
    this.url = url;
    this.shownUrl = url.toString().replaceFirst("[?#].*", "");
    this.token = token;
    this.display = display;
    names.forEach(name -> lines.put(name, new RateLine(name)));
  }

  /**
   * Begins; once.
   *
   * @return completes when it is over: with 0 where it was closed, 1 where the server does not want
   *     this client, 2 where it has no such asset
   */
  public CompletableFuture<Integer> start() {
    later(this::connect);
    var unused = thread.scheduleAtFixedRate(this::listen, 1, 1, TimeUnit.SECONDS);
    return over.copy();
  }

  private void connect() {
    Link next = new Link(this);
    link = next;
    silentSeconds = 0;
    display.connection("connecting to " + shownUrl, lines.values());
    WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(CONNECT);
    token.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret));
    var unused =
        builder
            .buildAsync(url, next)
            .whenComplete((opened, why) -> later(() -> connected(next, opened, why)));
  }

  private void connected(Link which, @Nullable WebSocket opened, @Nullable Throwable failure) {
    if (which != link) {
      return;
    }
    if (opened != null) {
      socket = opened;
      sending = CompletableFuture.completedFuture(opened);
      display.connection("connected to " + shownUrl, lines.values());
      send("{\"action\":\"assets\",\"message\":{}}");
      send("{\"action\":\"subscribe\",\"message\":{\"channel\":\"status\"}}");
      return;
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    int status =
        cause instanceof WebSocketHandshakeException refused
            ? refused.getResponse().statusCode()
            : 0;
    if (status == UNAUTHORIZED) {
      end(1, shownUrl + " wants " + (token.isPresent() ? "another" : "a") + " READ_TOKEN");
    } else if (status == FORBIDDEN) {
      end(1, shownUrl + " does not want this client");
    } else {
      lost(which, status == 0 ? "nobody answers there" : "it answered " + status);
    }
  }

  /** Once a second: a connection that died without a word is silent. */
  private void listen() {
    if (socket != null && ++silentSeconds > SILENT_SECONDS && link != null) {
      socket.abort();
      lost(link, "not a word for " + SILENT_SECONDS + " s");
    }
  }

  private void lost(Link which, String why) {
    if (which != link) {
      return; // of a connection that was given up already
    }
    link = null;
    socket = null;
    Duration wait = retry.after(why);
    display.connection(
        "%s: %s; again in %.1f s".formatted(shownUrl, why, wait.toMillis() / 1000.0),
        lines.values());
    var unused = thread.schedule(this::connect, wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void text(Link which, String text) {
    later(
        () -> {
          if (which == link) {
            silentSeconds = 0;
            ServerMessage.parse(text).ifPresent(this::handle);
          }
        });
  }

  @Override
  public void alive(Link which) {
    later(() -> silentSeconds = 0);
  }

  @Override
  public void closed(Link which, int code, String reason) {
    later(
        () -> {
          if (which == link && Retry.isUseless(code)) {
            end(1, "the server closed with " + code + " " + reason);
          } else {
            lost(which, "closed with " + code + (reason.isEmpty() ? "" : ", " + reason));
          }
        });
  }

  private void handle(ServerMessage message) {
    switch (message.action()) {
      case "assets" -> subscribe(message);
      case "asset_history" -> history(message);
      case "point" -> point(message);
      case "status" -> {
        if (!message.text("feed").isEmpty()) {
          display.feed(
              "feed %s is %s: %s"
                  .formatted(message.text("feed"), message.text("state"), message.text("text")),
              lines.values());
        }
      }
      case "error" ->
          display.connection("the server says: " + message.text("text"), lines.values());
      default -> {}
    }
  }

  private void subscribe(ServerMessage catalogue) {
    Map<String, Long> ids =
        catalogue.objects("assets").stream()
            .collect(
                Collectors.toMap(a -> a.text("name"), a -> a.whole("id").orElse(0L), (a, b) -> a));
    Optional<String> missing = lines.keySet().stream().filter(n -> !ids.containsKey(n)).findFirst();
    if (missing.isPresent()) {
      end(2, "There is no asset " + missing.get() + " at " + shownUrl + ".");
      return;
    }
    retry.reset();
    byId.clear();
    lines.forEach(
        (name, line) -> {
          long id = ids.getOrDefault(name, 0L);
          byId.put(id, line);
          String from =
              line.time()
                  .map(last -> "\"since\":" + last)
                  .orElse("\"historySeconds\":" + HISTORY_SECONDS);
          String message = "{\"assetIds\":[" + id + "]," + from + "}";
          send("{\"action\":\"subscribe\",\"id\":" + id + ",\"message\":" + message + "}");
        });
  }

  /** What was missed is told; the past of a first subscription is there for the bars. */
  private void history(ServerMessage message) {
    RateLine line = byId.get(message.whole("assetId").orElse(0L));
    if (line == null) {
      return;
    }
    boolean resumed = line.time().isPresent();
    for (ServerMessage point : message.objects("points")) {
      if (take(line, point) && resumed) {
        display.point(line, lines.values());
      }
    }
    if (resumed && message.isFalse("complete")) {
      display.connection(line.name() + ": not all that was missed could be had", lines.values());
    }
  }

  private void point(ServerMessage point) {
    RateLine line = byId.get(point.whole("assetId").orElse(0L));
    if (line != null && take(line, point)) {
      display.point(line, lines.values());
    }
  }

  private static boolean take(RateLine line, ServerMessage point) {
    return point
        .whole("time")
        .flatMap(time -> point.decimal("value").map(value -> line.take(time, value)))
        .orElse(false);
  }

  /** In order, since the client refuses a text before the last has gone. */
  private void send(String text) {
    sending = sending.thenCompose(to -> to.sendText(text, true));
  }

  private void end(int code, String why) {
    display.connection(why, lines.values());
    finish(code);
  }

  private void finish(int code) {
    if (finished) {
      return;
    }
    finished = true;
    link = null;
    display.close();
    thread.shutdownNow();
    var unused =
        (socket == null
                ? sending
                : sending.thenCompose(s -> s.sendClose(WebSocket.NORMAL_CLOSURE, "")))
            .orTimeout(GOODBYE_SECONDS, TimeUnit.SECONDS)
            .whenComplete((sent, failed) -> over.complete(code));
  }

  /** What comes after the end is nobody's any more. */
  private void later(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      // it is over
    }
  }

  /** Says goodbye to the server and leaves the terminal in order; waits two seconds at most. */
  @Override
  public void close() {
    later(() -> finish(0));
    try {
      over.get(GOODBYE_SECONDS + 1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // the goodbye did not go out; the server finds out by itself
    }
  }
}

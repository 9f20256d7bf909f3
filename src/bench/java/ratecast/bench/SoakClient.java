package ratecast.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One of the soak's clients. Its socket's callbacks come one after the other. */
final class SoakClient implements WebSocket.Listener {
  /** How it treats its connection. */
  enum Manner {
    /** Reads everything of one asset, and notes each second that it misses. */
    STEADY,
    /** Takes one message of all assets now and then. */
    SLOW,
    /** Goes without a word, and comes again. */
    FLAPPING
  }

  private static final Pattern TIME = Pattern.compile("\"time\":(\\d+)");

  private final HttpClient http;
  private final URI server;
  private final Manner manner;
  private final String wish;
  private final LongAdder points;
  private final LongAdder gapSeconds;
  private final LongAdder lost;
  private volatile @Nullable WebSocket socket;
  private long last;
  private boolean midway;

  /**
   * A client that has not connected yet.
   *
   * @param lost counts connections that the server ended
   */
  SoakClient(
      HttpClient http,
      URI server,
      Manner manner,
      int asset,
      LongAdder points,
      LongAdder gapSeconds,
      LongAdder lost) {
    this.http = http;
    this.server = server;
    this.manner = manner;
    this.points = points;
    this.gapSeconds = gapSeconds;
    this.lost = lost;
    String assets = manner == Manner.SLOW ? "\"all\"" : "[" + asset + "]";
    wish =
        "{\"action\":\"subscribe\",\"id\":1,\"message\":{\"assetIds\":"
            + assets
            + ",\"historySeconds\":60}}";
  }

  Manner manner() {
    return manner;
  }

  /** Connects and subscribes; what it has seen before counts no more. */
  CompletableFuture<?> connect() {
    last = 0;
    return http.newWebSocketBuilder()
        .buildAsync(server, this)
        .thenCompose(
            opened -> {
              socket = opened;
              return opened.sendText(wish, true);
            });
  }

  /** Takes one more message: for those that do not by themselves. */
  void takeOne() {
    WebSocket opened = socket;
    if (opened != null) {
      opened.request(1);
    }
  }

  /** Is gone, as a telephone in a tunnel. */
  void vanish() {
    WebSocket opened = socket;
    if (opened != null) {
      opened.abort();
    }
  }

  @Override
  public void onOpen(WebSocket opened) {
    opened.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket opened, CharSequence text, boolean whole) {
    if (manner == Manner.STEADY && !midway) {
      note(text);
    }
    midway = !whole;
    if (manner != Manner.SLOW) {
      opened.request(1);
    }
    return null;
  }

  private void note(CharSequence text) {
    if (!text.toString().startsWith("{\"action\":\"point\"")) {
      return;
    }
    Matcher time = TIME.matcher(text);
    if (time.find()) {
      long now = Long.parseLong(time.group(1));
      points.increment();
      gapSeconds.add(last == 0 ? 0 : now - last - 1);
      last = now;
    }
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket closed, int code, String reason) {
    lost.increment();
    return null;
  }

  @Override
  public void onError(WebSocket broken, Throwable why) {
    lost.increment();
  }
}

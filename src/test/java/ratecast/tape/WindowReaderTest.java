package ratecast.tape;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ratecast.market.Asset;
import ratecast.wire.PointJson;

/** One thread appends while others read: the window is the queue between them. */
class WindowReaderTest {
  private static final int POINTS = 1_000_000;
  private static final int WINDOW = 20_000;

  private final Window window = new Window(new PointJson(new Asset(1, "EURUSD")), WINDOW);

  @Test
  @Timeout(60)
  void aReaderThatFollowsSeesEveryPointOnceAndInOrder() throws Exception {
    Follower values = new Follower(false);
    Follower texts = new Follower(true);
    CompletableFuture<Void> both =
        CompletableFuture.allOf(
            CompletableFuture.runAsync(values), CompletableFuture.runAsync(texts));

    for (long time = 1; time <= POINTS && !both.isCompletedExceptionally(); time++) {
      while (time - Math.min(values.position.get(), texts.position.get()) > WINDOW
          && !both.isCompletedExceptionally()) {
        Thread.onSpinWait();
      }
      assertThat(window.append(time, valueOf(time))).isTrue();
    }
    both.get(30, TimeUnit.SECONDS);

    assertThat(values.seen).isEqualTo(POINTS);
    assertThat(texts.seen).isEqualTo(POINTS);
  }

  /** The value tells the time, so that a torn or stale pair is noticed. */
  private static double valueOf(long time) {
    return time / 4.0;
  }

  /** Reads what is new since its position until all have come; fails at the first that is wrong. */
  private final class Follower implements Runnable {
    private final AtomicLong position = new AtomicLong();
    private final boolean asText;
    private int seen;
    private long next = 1;

    Follower(boolean asText) {
      this.asText = asText;
    }

    @Override
    public void run() {
      while (next <= POINTS) {
        Slice news = window.slice(position.get(), window.lastTime());
        if (news.isEmpty()) {
          Thread.onSpinWait();
          continue;
        }
        if (asText) {
          news.forEachJson(this::text);
        } else {
          news.forEach(this::point);
        }
        position.set(news.lastTime());
      }
    }

    private void point(long time, double value) {
      if (time != next || value != valueOf(next)) {
        throw new AssertionError("point " + next + " came as " + time + ", " + value);
      }
      next++;
      seen++;
    }

    private void text(byte[] bytes, int from, int to) {
      String json = new String(bytes, from, to - from, US_ASCII);
      if (!json.startsWith("{\"assetName\":\"EURUSD\",\"time\":" + next + ",")
          || !json.endsWith("}")) {
        throw new AssertionError("point " + next + " came as " + json);
      }
      next++;
      seen++;
    }
  }
}

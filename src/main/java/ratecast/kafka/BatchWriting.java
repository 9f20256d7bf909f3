package ratecast.kafka;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.market.Point;

/**
 * Writes what a poll brought, part by part, each in a time of its own: a record may hold 20,000
 * points, and a poll a hundred thousand. Goes on with the part that the store did not take. For one
 * thread.
 */
final class BatchWriting {
  private static final Logger LOG = LoggerFactory.getLogger(BatchWriting.class);

  /** Points in one part: a tenth of a second of MongoDB, two of the embedded store at its worst. */
  private static final int TOGETHER = 2_000;

  private final PointKeeper keeper;
  private final Unstored unstored;
  private final Duration patience;
  private List<Point> left = List.of();
  private boolean away;

  /**
   * @param patience with the store, for one part
   */
  BatchWriting(PointKeeper keeper, Unstored unstored, Duration patience) {
    this.keeper = keeper;
    this.unstored = unstored;
    this.patience = patience;
  }

  void begin(List<Point> points) {
    left = firstOfEach(points);
  }

  /** In an unordered write nobody knows which of two of one second comes first. */
  private static List<Point> firstOfEach(List<Point> points) {
    Map<Point, Point> first = new LinkedHashMap<>();
    points.forEach(point -> first.putIfAbsent(new Point(point.asset(), point.time(), 0), point));
    return List.copyOf(first.values());
  }

  /** Writes the next part. Blocks as long as the patience lasts; answers whether all is written. */
  boolean goOn() throws InterruptedException {
    if (left.isEmpty()) {
      return true;
    }
    int part = Math.min(TOGETHER, left.size());
    CompletableFuture<?> kept = keeper.keep(left.subList(0, part)).toCompletableFuture();
    try {
      kept.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      back();
      left = left.subList(part, left.size());
    } catch (ExecutionException | TimeoutException e) {
      kept.cancel(true); // or it would go on beside the next attempt
      gone(e);
    }
    return left.isEmpty();
  }

  /** Whether the store did not take the part that was tried last. */
  boolean isAway() {
    return away;
  }

  private void back() {
    if (away) {
      away = false;
      LOG.info("The store is back; the topic is stored again");
    }
  }

  private void gone(Exception why) {
    unstored.refused(left);
    if (!away) {
      away = true;
      LOG.warn("The store is away; the topic is stored when it is back ({})", why.toString());
    }
  }
}

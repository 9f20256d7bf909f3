package ratecast.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import ratecast.market.Point;

/**
 * Points that the store has not taken yet, oldest first. Bounded: at the bound the oldest are given
 * up, and counted by the caller. Any thread; nothing in here waits for anything.
 */
final class Backlog {
  private final Deque<Point> points = new ArrayDeque<>();

  /** How many points were given up from the front, so that a batch knows what is left of it. */
  private long givenUp;

  /** The points at the front, and where the front was. */
  record Batch(List<Point> points, long givenUpBefore) {}

  /** Takes more at the end; answers how many had to be given up for them. */
  synchronized int add(List<Point> more, int bound) {
    points.addAll(more);
    int tooMany = Math.max(0, points.size() - bound);
    for (int i = 0; i < tooMany; i++) {
      points.remove();
    }
    givenUp += tooMany;
    return tooMany;
  }

  /** Looks at the oldest; they stay until they are {@link #written}. */
  synchronized Batch oldest(int atMost) {
    return new Batch(points.stream().limit(atMost).toList(), givenUp);
  }

  /** Removes a batch that is in the store now; part of it may have been given up meanwhile. */
  synchronized void written(Batch batch) {
    long left = batch.points().size() - (givenUp - batch.givenUpBefore());
    for (long i = 0; i < left; i++) {
      points.remove();
    }
  }

  synchronized int size() {
    return points.size();
  }
}

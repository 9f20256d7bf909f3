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

  /**
   * How many points have ever left at the front: the place of the oldest, counted from the first.
   */
  private long front;

  /**
   * Some of the oldest points.
   *
   * @param place of the first of them
   */
  record Batch(List<Point> points, long place) {}

  /** Takes more at the end; answers how many had to be given up for them. */
  synchronized int add(List<Point> more, int bound) {
    points.addAll(more);
    int tooMany = Math.max(0, points.size() - bound);
    leave(front + tooMany);
    return tooMany;
  }

  /** Looks at the oldest; they stay until they are {@link #written}. */
  synchronized Batch oldest(int atMost) {
    return new Batch(points.stream().limit(atMost).toList(), front);
  }

  /**
   * Removes a batch that is in the store now. Part of it may have been given up meanwhile, or been
   * written by another attempt: no point behind it ever leaves with it.
   */
  synchronized void written(Batch batch) {
    leave(batch.place() + batch.points().size());
  }

  synchronized int size() {
    return points.size();
  }

  private void leave(long newFront) {
    for (; front < newFront; front++) {
      points.remove();
    }
  }
}

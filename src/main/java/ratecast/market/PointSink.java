package ratecast.market;

import java.util.List;

/** Where points go. Whoever makes points knows this and nothing of who listens. */
@FunctionalInterface
public interface PointSink {
  /**
   * Takes the points of one tick, at most one for each asset. Does not wait for a store or a client
   * and never throws for anything that happens behind it.
   */
  void accept(List<Point> points);
}

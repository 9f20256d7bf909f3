package ratecast.kafka;

import java.util.List;
import java.util.concurrent.CompletionStage;
import ratecast.market.Point;

/** Who stores points. */
@FunctionalInterface
public interface PointKeeper {
  /**
   * Does not block; completes once the store has them all, and fails where it did not say so.
   * Repeating it changes nothing.
   */
  CompletionStage<?> keep(List<Point> points);
}

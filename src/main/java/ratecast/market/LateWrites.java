package ratecast.market;

import java.util.List;

/** Is told what the store has taken later than with its tick. */
@FunctionalInterface
public interface LateWrites {
  /** The store has these points now. Any thread; does not block. */
  void written(List<Point> points);
}

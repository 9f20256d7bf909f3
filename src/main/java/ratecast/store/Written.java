package ratecast.store;

import java.util.List;
import ratecast.market.Point;

/**
 * What became of points that were to be written; each is one or the other, and safe either way.
 *
 * @param stored how many are now in the store through this write
 * @param duplicates those whose second was taken already; the value that came first stays. After a
 *     write whose answer was lost, a repeat finds its own points here
 */
public record Written(int stored, List<Point> duplicates) {
  public Written {
    duplicates = List.copyOf(duplicates);
  }
}

package ratecast.market;

/**
 * What the points of one asset did in one interval. An interval without a point has no candle.
 *
 * @param time the interval's first second, since 1970 UTC
 * @param open value of the first point
 * @param close value of the last point so far
 * @param count how many points it stands for, at least 1
 * @param closed whether the interval is over: what is closed never changes
 */
public record Candle(
    long time, double open, double high, double low, double close, int count, boolean closed) {
  public Candle {
    if (count < 1) {
      throw new IllegalArgumentException("a candle of " + count + " points");
    }
    if (!(low <= open && low <= close && open <= high && close <= high)) {
      throw new IllegalArgumentException(
          "low %s, open %s, close %s, high %s".formatted(low, open, close, high));
    }
  }
}

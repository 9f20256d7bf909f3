package ratecast.market;

/**
 * One value of one asset at one whole second. (asset, time) is its identity: the first value of a
 * second wins everywhere.
 *
 * @param time whole seconds since 1970 UTC, not negative
 * @param value finite; the nearest double to an exact decimal
 */
public record Point(Asset asset, long time, double value) {
  public Point {
    if (time < 0) {
      throw new IllegalArgumentException("time " + time + " lies before 1970");
    }
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value " + value + " is not a finite number");
    }
  }
}

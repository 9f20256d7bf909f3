package ratecast.market;

import java.util.Optional;

/**
 * Folds the points of one asset to candles, one point after another; holds one candle, however many
 * points there are. For one thread.
 *
 * <pre>
 *   point -> add       -> the candle this point closed, by being of a later interval
 *   clock -> closeAt   -> the candle the clock closed, where no further point came
 *            running() -> the candle so far
 * </pre>
 */
public final class Candles {
  private final Interval interval;
  private long lastTime = Long.MIN_VALUE;
  private long start;
  private double open;
  private double high;
  private double low;
  private double close;
  private int count;

  public Candles(Interval interval) {
    this.interval = interval;
  }

  /**
   * Goes on from a candle that is not over yet.
   *
   * @param soFar everything in its interval up to the points that will be added
   */
  public static Candles continuing(Interval interval, Candle soFar) {
    if (soFar.closed() || interval.start(soFar.time()) != soFar.time()) {
      throw new IllegalArgumentException("not a running candle of " + interval + ": " + soFar);
    }
    Candles candles = new Candles(interval);
    candles.lastTime = soFar.time() - 1;
    candles.start = soFar.time();
    candles.open = soFar.open();
    candles.high = soFar.high();
    candles.low = soFar.low();
    candles.close = soFar.close();
    candles.count = soFar.count();
    return candles;
  }

  /**
   * Takes the next point.
   *
   * @param time after that of every point before, and not in an interval that was closed
   * @return the candle before, now closed, where this point is the first of a later interval
   * @throws IllegalArgumentException where the time does not rise
   */
  public Optional<Candle> add(long time, double value) {
    if (time <= lastTime) {
      throw new IllegalArgumentException("a point of " + time + " after one of " + lastTime);
    }
    lastTime = time;
    if (count > 0 && time < start + interval.seconds()) {
      high = Math.max(high, value);
      low = Math.min(low, value);
      close = value;
      count++;
      return Optional.empty();
    }
    Optional<Candle> closed = closed();
    start = interval.start(time);
    open = value;
    high = value;
    low = value;
    close = value;
    count = 1;
    return closed;
  }

  /** The candle so far, not closed; empty before the first point and after {@link #closeAt}. */
  public Optional<Candle> running() {
    return count == 0 ? Optional.empty() : Optional.of(candle(false));
  }

  /**
   * Closes the running candle where its interval is over by the clock. Each is given once, here or
   * by {@link #add}; points of its interval are refused from then on.
   *
   * @param now whole seconds
   */
  public Optional<Candle> closeAt(long now) {
    if (count == 0 || now < start + interval.seconds()) {
      return Optional.empty();
    }
    Optional<Candle> closed = closed();
    lastTime = start + interval.seconds() - 1;
    count = 0;
    return closed;
  }

  private Optional<Candle> closed() {
    return count == 0 ? Optional.empty() : Optional.of(candle(true));
  }

  private Candle candle(boolean closed) {
    return new Candle(start, open, high, low, close, count, closed);
  }
}

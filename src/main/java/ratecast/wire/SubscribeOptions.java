package ratecast.wire;

import java.util.Optional;
import ratecast.market.Interval;

/**
 * The options of {@code subscribe}, protocol section 1.3.
 *
 * @param historySeconds how far back history goes, 0 for none
 * @param since the time of the last point the client has, seconds; history starts after it
 * @param everySeconds at most one point in so many seconds; 1 is every point
 * @param format how history is written: an array of points or of values, points where not said
 * @param interval candles of this length instead of points
 */
public record SubscribeOptions(
    Optional<Integer> historySeconds,
    Optional<Long> since,
    Optional<Integer> everySeconds,
    Optional<Format> format,
    Optional<Interval> interval) {

  public static final SubscribeOptions NONE =
      new SubscribeOptions(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** The forms of a history. */
  public enum Format {
    POINTS,
    COLUMNS
  }

  /** Whether this request itself asks for history, also of what is subscribed already. */
  public boolean wantsHistory() {
    return historySeconds.isPresent() || since.isPresent();
  }

  /** Whether history is one array of values instead of an array of points. */
  public boolean columns() {
    return format.equals(Optional.of(Format.COLUMNS));
  }
}

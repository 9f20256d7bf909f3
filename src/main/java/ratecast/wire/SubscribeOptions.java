package ratecast.wire;

import java.util.Optional;

/**
 * The options of {@code subscribe}, protocol section 1.3.
 *
 * @param historySeconds how far back history goes, 0 for none
 * @param since the time of the last point the client has, seconds; history starts after it
 * @param everySeconds at most one point in so many seconds; 1 is every point
 * @param columns history as one array of values instead of an array of points
 */
public record SubscribeOptions(
    Optional<Integer> historySeconds,
    Optional<Long> since,
    Optional<Integer> everySeconds,
    boolean columns) {

  public static final SubscribeOptions NONE =
      new SubscribeOptions(Optional.empty(), Optional.empty(), Optional.empty(), false);

  /** Whether this request itself asks for history, also of what is subscribed already. */
  public boolean wantsHistory() {
    return historySeconds.isPresent() || since.isPresent();
  }
}

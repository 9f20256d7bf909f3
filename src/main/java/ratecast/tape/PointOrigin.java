package ratecast.tape;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import ratecast.market.Tick;

/**
 * Whence one point came.
 *
 * @param feed see {@link Tick#feed}
 * @param receivedAt empty where only the store knows the point
 * @param writtenAt when the store had it; empty where it has not yet, or another node wrote it
 * @param bid where it came as bid and ask; the ask lies as far above the value as the bid below
 */
public record PointOrigin(
    String feed, Optional<Instant> receivedAt, Optional<Instant> writtenAt, OptionalDouble bid) {
  static final PointOrigin UNKNOWN =
      new PointOrigin(Tick.STORE, Optional.empty(), Optional.empty(), OptionalDouble.empty());

  static PointOrigin of(Arrival arrival, double bid) {
    return new PointOrigin(
        arrival.feed(),
        Optional.of(arrival.receivedAt()),
        arrival.writtenAt(),
        Double.isNaN(bid) ? OptionalDouble.empty() : OptionalDouble.of(bid));
  }
}

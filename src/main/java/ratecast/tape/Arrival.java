package ratecast.tape;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ratecast.market.Tick;

/** How the points of one tick came; shared by all of them. Any thread. */
public final class Arrival {
  private final String feed;
  private final Instant receivedAt;
  private volatile @Nullable Instant writtenAt;

  private Arrival(String feed, Instant receivedAt, @Nullable Instant writtenAt) {
    this.feed = feed;
    this.receivedAt = receivedAt;
    this.writtenAt = writtenAt;
  }

  static Arrival of(Tick tick) {
    return new Arrival(tick.feed(), tick.receivedAt(), tick.writtenAt().orElse(null));
  }

  /** The store has acknowledged all of the tick. */
  public void written(Instant at) {
    writtenAt = at;
  }

  /** That of those of its points which the store took later than the tick. */
  Arrival late(Instant at) {
    return new Arrival(feed, receivedAt, at);
  }

  String feed() {
    return feed;
  }

  Instant receivedAt() {
    return receivedAt;
  }

  Optional<Instant> writtenAt() {
    return Optional.ofNullable(writtenAt);
  }
}

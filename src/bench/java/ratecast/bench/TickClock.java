package ratecast.bench;

import io.micronaut.context.annotation.Replaces;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;

/** Stands at the newest tick, so that a window of 30 minutes holds 1800 of them. Any thread. */
@Singleton
@Replaces(InstantSource.class)
final class TickClock implements InstantSource {
  private volatile long tick;

  void advance(long newest) {
    tick = newest;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochSecond(Board.FIRST_TIME + tick);
  }
}

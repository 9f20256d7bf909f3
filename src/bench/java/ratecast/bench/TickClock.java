package ratecast.bench;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Stands at the newest tick, so that a window of 30 minutes holds 1800 of them. Only where {@value
 * #WANTED} asks for it: a program with another bench on its class path has a clock that moves. Any
 * thread.
 */
@Singleton
@Requires(property = TickClock.WANTED)
@Replaces(InstantSource.class)
final class TickClock implements InstantSource {
  static final String WANTED = "bench.tick-clock";

  private volatile long tick;

  void advance(long newest) {
    tick = newest;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochSecond(Board.FIRST_TIME + tick);
  }
}

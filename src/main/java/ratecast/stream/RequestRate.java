package ratecast.stream;

import java.time.InstantSource;

/**
 * How many requests one connection may send: a burst, refilled at a steady rate. Lives on its event
 * loop.
 */
final class RequestRate {
  /** Whoever was refused so much more often than admitted does not wait as told. */
  private static final int FLOOD = 1000;

  private final InstantSource clock;
  private final int perSecond;
  private final int burst;
  private double left;
  private long asOfMillis;
  private int refused;

  RequestRate(StreamConfig config, InstantSource clock) {
    this.clock = clock;
    perSecond = config.requestsPerSecond();
    burst = config.requestBurst();
    left = burst;
    asOfMillis = clock.millis();
  }

  boolean admits() {
    long now = clock.millis();
    left = Math.min(burst, left + Math.max(0, now - asOfMillis) * perSecond / 1000.0);
    asOfMillis = now;
    if (left < 1) {
      refused++;
      return false;
    }
    left--;
    refused = Math.max(0, refused - 1);
    return true;
  }

  boolean isFlooded() {
    return refused > FLOOD;
  }

  /** Milliseconds until one more request is admitted. */
  long retryAfterMs() {
    return (long) Math.ceil(Math.max(0, 1 - left) * 1000 / perSecond);
  }
}

package ratecast.feed;

/**
 * How long to leave a source alone that does not answer. A single failure costs its own second
 * only; after that the distance grows to four seconds and no further, so that a source that comes
 * back is heard within five.
 */
final class BackOff {
  private static final int[] SECONDS = {1, 1, 2, 2, 4};

  private final long period;
  private int failures;
  private long notBefore = Long.MIN_VALUE;

  /**
   * @param period seconds from poll to poll; a distance is rounded down to it, so that a longer
   *     period is not made longer still
   */
  BackOff(long period) {
    this.period = period;
  }

  void failed(long second) {
    notBefore = second + SECONDS[Math.min(failures, SECONDS.length - 1)] / period * period;
    failures++;
  }

  void answered() {
    failures = 0;
    notBefore = Long.MIN_VALUE;
  }

  boolean isOver(long second) {
    return second >= notBefore;
  }
}

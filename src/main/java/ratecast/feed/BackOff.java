package ratecast.feed;

/**
 * How long to leave a source alone that does not answer. A single failure costs its own second
 * only; after that the distance grows to four seconds and no further, so that a source that comes
 * back is heard within five. A source that is asked once a minute or less is asked again within its
 * period, since a period would be too much to lose.
 */
final class BackOff {
  private static final int[] SECONDS = {1, 1, 2, 2, 4};

  private static final long SLOW_PERIOD = 60;
  private static final int[] SLOW_SECONDS = {5, 10, 30, 60, 300};

  private final long period;
  private int failures;
  private long notBefore = Long.MIN_VALUE;
  private long again = Long.MAX_VALUE;

  /**
   * @param period seconds from poll to poll; a distance is rounded down to it, so that a longer
   *     period is not made longer still
   */
  BackOff(long period) {
    this.period = period;
  }

  void failed(long second) {
    notBefore = second + SECONDS[Math.min(failures, SECONDS.length - 1)] / period * period;
    if (isSlow()) {
      again = second + SLOW_SECONDS[Math.min(failures, SLOW_SECONDS.length - 1)];
    }
    failures++;
  }

  /** After an answer, or where what failed is long ago. */
  void startOver() {
    failures = 0;
    notBefore = Long.MIN_VALUE;
    again = Long.MAX_VALUE;
  }

  boolean isOver(long second) {
    return second >= notBefore;
  }

  /** Whether a period is so long that one must not be lost. */
  boolean isSlow() {
    return period >= SLOW_PERIOD;
  }

  /** Whether a failed poll is to be repeated now, between two periods. */
  boolean asksAgain(long second) {
    return second >= again;
  }
}

package ratecast.rest;

import org.jspecify.annotations.Nullable;

/**
 * Which points are asked for.
 *
 * @param from inclusive, seconds since 1970
 * @param to exclusive, seconds since 1970; {@link #OPEN} for up to the newest
 * @param last how many of the newest instead, 0 where it is a range of time
 */
record Range(long from, long to, int last) {
  static final long OPEN = Long.MAX_VALUE;
  static final int MAX_LAST = 100_000;
  private static final int USUAL_LAST = 400;

  /** The range of the parameters as they came; one way of asking at a time. */
  static Range of(
      @Nullable String last, @Nullable String since, @Nullable String from, @Nullable String to) {
    if (last != null && (since != null || from != null || to != null)) {
      throw ProblemException.parameter("last", "Send \"last\" or a range of time, not both.");
    }
    if (since != null && from != null) {
      throw ProblemException.parameter("since", "Send \"since\" or \"from\", not both.");
    }
    if (last != null || (since == null && from == null && to == null)) {
      long count = Parameters.whole("last", last, 1, MAX_LAST).orElse((long) USUAL_LAST);
      return new Range(0, OPEN, (int) count);
    }
    return since == null
        ? ofTime(from, to)
        : between("since", Parameters.seconds("since", since).orElse(0L), 1, to);
  }

  /** The range of two parameters that name its ends. */
  static Range ofTime(@Nullable String from, @Nullable String to) {
    return between("from", Parameters.seconds("from", from).orElse(0L), 0, to);
  }

  private static Range between(String name, long begin, long after, @Nullable String to) {
    long end = Parameters.seconds("to", to).orElse(OPEN);
    if (end < begin) {
      throw ProblemException.parameter("to", "\"to\" must not lie before \"" + name + "\".");
    }
    return new Range(Math.min(begin + after, end), end, 0);
  }

  /** Whether only minutes that are over are asked for. */
  boolean isClosed(long now) {
    return last == 0 && to <= now - now % 60;
  }
}

package ratecast.watch;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** One asset as it is watched: its newest value, the change, and some values before. */
final class RateLine {
  private static final int REMEMBERED = 30;
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private final String name;
  private final Deque<Double> recent = new ArrayDeque<>();
  private BigDecimal value = BigDecimal.ZERO;
  private BigDecimal change = BigDecimal.ZERO;
  private long time = Long.MIN_VALUE;

  RateLine(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Takes a point; false where it is not newer than the last, as one of a history may be. */
  boolean take(long pointTime, BigDecimal pointValue) {
    if (pointTime <= time) {
      return false;
    }
    change =
        time == Long.MIN_VALUE ? BigDecimal.ZERO : pointValue.subtract(value).stripTrailingZeros();
    value = pointValue;
    time = pointTime;
    recent.addLast(pointValue.doubleValue());
    if (recent.size() > REMEMBERED) {
      recent.removeFirst();
    }
    return true;
  }

  /** Seconds since 1970 of the newest point; empty before the first. It is what a resume needs. */
  Optional<Long> time() {
    return time == Long.MIN_VALUE ? Optional.empty() : Optional.of(time);
  }

  BigDecimal value() {
    return value;
  }

  /** Against the point before. */
  BigDecimal change() {
    return change;
  }

  /** The remembered values as bars between their lowest and their highest. */
  String sparkline() {
    double low = recent.stream().mapToDouble(v -> v).min().orElse(0);
    double high = recent.stream().mapToDouble(v -> v).max().orElse(0);
    StringBuilder bars = new StringBuilder();
    for (double each : recent) {
      double share = high > low ? (each - low) / (high - low) : 0;
      bars.append(BARS.charAt((int) Math.round(share * (BARS.length() - 1))));
    }
    return bars.toString();
  }
}

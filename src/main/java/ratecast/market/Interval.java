package ratecast.market;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How long a candle is, and where it starts: aligned to 1970 UTC, so that minutes start at :00,
 * days at 00:00 UTC, and every client and every node sees the same candles.
 */
public enum Interval {
  S5("5s", 5),
  S15("15s", 15),
  M1("1m", 60),
  M5("5m", 300),
  M15("15m", 900),
  M30("30m", 1_800),
  H1("1h", 3_600),
  H4("4h", 14_400),
  D1("1d", 86_400);

  private final String word;
  private final int seconds;

  Interval(String word, int seconds) {
    this.word = word;
    this.seconds = seconds;
  }

  /** The interval the protocol calls so; empty where there is none. */
  public static Optional<Interval> parse(String word) {
    return Arrays.stream(values()).filter(interval -> interval.word.equals(word)).findFirst();
  }

  /** All of them as the protocol writes them, the shortest first. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Interval::word).toList();
  }

  /** As the protocol writes it: "1m". */
  public String word() {
    return word;
  }

  public int seconds() {
    return seconds;
  }

  /** The first second of the interval that holds this second. */
  public long start(long time) {
    return Math.floorDiv(time, seconds) * (long) seconds;
  }

  /** The first start that is not before this second. */
  public long nextStart(long time) {
    return start(time + seconds - 1);
  }
}

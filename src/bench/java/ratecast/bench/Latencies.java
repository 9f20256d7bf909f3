package ratecast.bench;

import java.util.Arrays;

/** How long single deliveries took from publishing to the client's read, counted by bucket. */
final class Latencies {
  private final long[] counted;

  private Latencies(long[] counted) {
    this.counted = counted;
  }

  static Latencies of(Board board) {
    long[] counted = new long[Board.BUCKETS];
    Arrays.setAll(counted, i -> board.peek(Board.LATENCIES + i));
    return new Latencies(counted);
  }

  Latencies since(Latencies start) {
    long[] between = new long[counted.length];
    Arrays.setAll(between, i -> counted[i] - start.counted[i]);
    return new Latencies(between);
  }

  /** Milliseconds under which this share of them stayed, within 3 %; 0 without any. */
  double millis(double share) {
    long all = Arrays.stream(counted).sum();
    long below = 0;
    for (int i = 0; i < counted.length; i++) {
      below += counted[i];
      if (all > 0 && below >= share * all) {
        return microsOf(i) / 1e3;
      }
    }
    return 0;
  }

  /** The lower end of a bucket: the inverse of bucket() in board.h. */
  private static long microsOf(int bucket) {
    int shift = bucket < 64 ? 0 : bucket / 32 - 1;
    return (long) (bucket - shift * 32) << shift;
  }
}

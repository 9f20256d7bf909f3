package ratecast.tape;

import ratecast.wire.JsonBytes;
import ratecast.wire.PointJson;

/**
 * A stretch of up to {@value #CAPACITY} points of one asset: their times and values, and their JSON
 * one after another, each with a comma behind it.
 *
 * <p>One thread appends, any thread reads what is published: {@code count} is written last and read
 * first, and what it counts never changes again. Where the bytes have to grow, the old array stays
 * right for those who hold it.
 */
final class Chunk {
  /**
   * About a minute. Small, so that what has expired is let go soon; large, so that a window is few.
   */
  static final int CAPACITY = 64;

  private final long[] times = new long[CAPACITY];
  private final double[] values = new double[CAPACITY];
  private final int[] ends = new int[CAPACITY];
  private volatile byte[] bytes;
  private final JsonBytes growing;
  private volatile int count;
  private long before = Long.MIN_VALUE;
  private long filledNanos;

  /**
   * @param expectedBytes of all its points, from what points of this asset took so far
   */
  Chunk(int expectedBytes) {
    growing = new JsonBytes(expectedBytes);
    bytes = growing.array();
  }

  void append(long time, double value, PointJson json) {
    int at = count;
    json.write(time, value, growing);
    growing.character(',');
    times[at] = time;
    values[at] = value;
    ends[at] = growing.length();
    bytes = growing.array();
    count = at + 1;
  }

  int count() {
    return count;
  }

  /** Says up to where others have the line; before the chunk is published. */
  void follows(long lastTime) {
    before = lastTime;
  }

  /** Up to where others had the line; {@link Long#MIN_VALUE} where it begins here. */
  long before() {
    return before;
  }

  /** Time of its newest point; there must be one. */
  long lastTime() {
    return times[count - 1];
  }

  /** Notes when the next chunk was begun. For the one writing thread. */
  void filled(long nanos) {
    filledNanos = nanos;
  }

  /** For the one writing thread. */
  long filledNanos() {
    return filledNanos;
  }

  long time(int at) {
    return times[at];
  }

  double value(int at) {
    return values[at];
  }

  /** Where the JSON of a point begins in {@link #bytes()}. */
  int start(int at) {
    return at == 0 ? 0 : ends[at - 1];
  }

  /** Where the JSON of a point ends, behind its comma. */
  int end(int at) {
    return ends[at];
  }

  /** Holds at least what {@link #count()}, read before, had counted. */
  byte[] bytes() {
    return bytes;
  }
}

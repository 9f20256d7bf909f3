package ratecast.tape;

import java.util.List;
import ratecast.market.Point;
import ratecast.wire.PointJson;

/**
 * Points of one asset in rising time, as they are in its window: a view that stays right however
 * far the window moves on. Any thread.
 */
public final class Slice {
  public static final Slice EMPTY = new Slice(new Chunk[0], 0, 0);

  private final Chunk[] chunks;
  private final int from;
  private final int to;

  /**
   * @param from index of the first point, counted over all chunks as if each were full
   * @param to exclusive
   */
  Slice(Chunk[] chunks, int from, int to) {
    this.chunks = chunks;
    this.from = from;
    this.to = Math.max(from, to);
  }

  /**
   * Points of the same asset from elsewhere and from a window, as one line.
   *
   * @param older in rising time, all before the first of {@code recent}
   */
  public static Slice joined(PointJson json, List<Point> older, Slice recent) {
    if (older.isEmpty()) {
      return recent;
    }
    Window all = new Window(json, Long.MAX_VALUE);
    older.forEach(point -> all.append(point.time(), point.value()));
    recent.forEach(all::append);
    return all.slice(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /**
   * Index of the first point with a time after the given one. Only the last chunk can be part full.
   */
  static int firstAfter(Chunk[] chunks, long time) {
    int low = 0;
    int high =
        chunks.length == 0
            ? 0
            : (chunks.length - 1) * Chunk.CAPACITY + chunks[chunks.length - 1].count();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (chunks[middle / Chunk.CAPACITY].time(middle % Chunk.CAPACITY) <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Whether points after this second were let go before it was taken, so that it cannot have all of
   * them.
   */
  public boolean lacks(long after) {
    return chunks.length > 0 && chunks[0].before() > after;
  }

  public int count() {
    return to - from;
  }

  public boolean isEmpty() {
    return from == to;
  }

  /** The oldest points of it, at most so many. */
  public Slice first(int count) {
    return new Slice(chunks, from, Math.min(to, from + count));
  }

  /** The newest points of it, at most so many. */
  public Slice last(int count) {
    return new Slice(chunks, Math.max(from, to - count), to);
  }

  /** Of the first point; the slice must not be empty. */
  public long firstTime() {
    return time(from);
  }

  /** Of the last point; the slice must not be empty. */
  public long lastTime() {
    return time(to - 1);
  }

  private long time(int index) {
    return chunks[index / Chunk.CAPACITY].time(index % Chunk.CAPACITY);
  }

  /** Takes what a slice holds, one point after another. */
  @FunctionalInterface
  public interface PointReader {
    void point(long time, double value);
  }

  public void forEach(PointReader reader) {
    for (int i = from; i < to; i++) {
      Chunk chunk = chunks[i / Chunk.CAPACITY];
      reader.point(chunk.time(i % Chunk.CAPACITY), chunk.value(i % Chunk.CAPACITY));
    }
  }

  /** Takes runs of encoded bytes. */
  @FunctionalInterface
  public interface BytesReader {
    /**
     * Reads {@code bytes} from {@code from} to {@code to} (exclusive), now and without changing
     * them.
     */
    void bytes(byte[] bytes, int from, int to);
  }

  /** The JSON of each point by itself, without a comma. */
  public void forEachJson(BytesReader reader) {
    for (int i = from; i < to; i++) {
      Chunk chunk = chunks[i / Chunk.CAPACITY];
      int at = i % Chunk.CAPACITY;
      reader.bytes(chunk.bytes(), chunk.start(at), chunk.end(at) - 1);
    }
  }

  /** The JSON of all points with commas between, in as few runs as there are chunks. */
  public void joinedJson(BytesReader reader) {
    for (int i = from; i < to; ) {
      int number = i / Chunk.CAPACITY;
      Chunk chunk = chunks[number];
      int end = Math.min(to, (number + 1) * Chunk.CAPACITY);
      int lastComma = end == to ? 1 : 0;
      reader.bytes(
          chunk.bytes(),
          chunk.start(i % Chunk.CAPACITY),
          chunk.end((end - 1) % Chunk.CAPACITY) - lastComma);
      i = end;
    }
  }

  /** Bytes that {@link #joinedJson} hands out. */
  public int joinedLength() {
    int[] length = new int[1];
    joinedJson((bytes, start, end) -> length[0] += end - start);
    return length[0];
  }
}

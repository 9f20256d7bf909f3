package ratecast.tape;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.LongSupplier;
import ratecast.market.Interval;
import ratecast.market.Point;
import ratecast.wire.PointJson;

/**
 * The recent stretch of one asset's line, bounded in time, already encoded. What comes all at once
 * and reaches further back is kept a while too, until whoever reads on from the last point has had
 * it: up to as many points as one each second would be.
 *
 * <p>One thread appends; any thread takes slices, without a lock and without making the writer
 * wait: a slice holds chunks that never change where it looks. Times rise strictly; whoever holds
 * the time of the last point it has seen can ask for exactly what came after it, so the window is
 * also the queue between the writer and everyone who reads.
 */
public final class Window {
  private static final long NOTHING = Long.MIN_VALUE;
  private static final int FIRST_GUESS = 80;

  /** A client may take nothing for so long before it is cut: {@code stream.slow-timeout}. */
  static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final PointJson json;
  private final long seconds;
  private final LongSupplier nanos;
  private final AtomicInteger latecomers = new AtomicInteger();
  private final AtomicInteger olderLatecomers = new AtomicInteger();
  private final LongAccumulator lacking = new LongAccumulator(Math::max, NOTHING);
  private volatile Chunk[] chunks = new Chunk[0];
  private volatile long lastTime = NOTHING;
  private volatile double lastValue;

  /**
   * @param seconds how far the window reaches back from its newest point
   */
  Window(PointJson json, long seconds) {
    this(json, seconds, System::nanoTime);
  }

  /**
   * @param nanos a clock as {@link System#nanoTime}
   */
  Window(PointJson json, long seconds, LongSupplier nanos) {
    this.json = json;
    this.seconds = seconds;
    this.nanos = nanos;
  }

  /** Says that the store may have points up to this second that are not here. Any thread. */
  void lack(long upTo) {
    lacking.accumulate(upTo);
  }

  /**
   * The last second of which the store may have a point that is not here: let go, too old when it
   * came, or from before the window was filled. {@link Long#MIN_VALUE} where there is none.
   */
  public long lacksUpTo() {
    Chunk[] current = chunks;
    long letGo = current.length == 0 ? NOTHING : current[0].before();
    return Math.max(letGo, lacking.get());
  }

  /**
   * After this second all that the store has is here or still to come, as far as a reader of this
   * time wants a window to reach. After its clock went back that is less than the window's length.
   */
  public long wholeAfter(long now) {
    return Math.max(now - seconds, lacksUpTo());
  }

  /**
   * Adds a point. For the one writing thread.
   *
   * @return false where the time is not after the asset's last one: the first value of a second
   *     wins, and what is older is to be {@link #insert inserted}
   */
  boolean append(long time, double value) {
    if (time <= newest()) {
      return false;
    }
    Chunk[] current = chunks;
    Chunk last = current.length == 0 ? null : current[current.length - 1];
    if (last == null || last.count() == Chunk.CAPACITY) {
      Chunk next = new Chunk(last == null ? FIRST_GUESS * Chunk.CAPACITY : last.bytes().length);
      next.follows(lastTime);
      next.append(time, value, json);
      long now = nanos.getAsLong();
      if (last != null) {
        last.filled(now);
      }
      chunks = withoutExpired(current, next, now);
    } else {
      last.append(time, value, json);
    }
    lastValue = value;
    lastTime = time;
    return true;
  }

  /** Of the asset, here or not. */
  private long newest() {
    return Math.max(lastTime, lacksUpTo());
  }

  /**
   * Begins anew behind this point, where it is newer than all that is here and only the store has
   * it: as after a start, but that whoever has read so far reads on with what comes next. For the
   * one writing thread.
   */
  void passOver(Point stored) {
    if (stored.time() > newest()) {
      boolean isNew = firstTime() == Long.MAX_VALUE && chunks.length > 0;
      beginAfter(stored, isNew ? chunks[0].before() : lastTime);
    }
  }

  /**
   * Begins anew as where it {@link #passOver passes over} this point, but whoever reads on {@link
   * Slice#lacks} it: it should have been shown.
   */
  void miss(Point stored) {
    if (stored.time() > newest()) {
      beginAfter(stored, stored.time());
    }
  }

  private void beginAfter(Point stored, long readTo) {
    lack(stored.time());
    Chunk next = new Chunk(FIRST_GUESS * Chunk.CAPACITY);
    next.follows(readTo);
    chunks = new Chunk[] {next};
    lastValue = stored.value();
    lastTime = stored.time();
  }

  /**
   * Whether a point of this second is here where there is one, for nothing between it and the
   * newest is missing.
   */
  public boolean covers(long time) {
    return time >= firstTime()
        || (time > lacksUpTo() && (lastTime == NOTHING || lastTime - time < seconds));
  }

  /** Whether it {@link #covers} this second and has no point of it. */
  public boolean misses(long time) {
    return covers(time) && slice(time - 1, time).isEmpty();
  }

  /**
   * Puts points between those that are here already, each where its second is still free. For the
   * one writing thread; slices taken before stay as they are. All of the window is encoded anew:
   * 0.1 ms for half an hour, so bring what comes together at once.
   */
  void insert(List<Point> late) {
    SortedMap<Long, Double> missing = new TreeMap<>();
    boolean older = false;
    for (Point point : late) {
      long time = point.time();
      if (misses(time)) {
        missing.putIfAbsent(time, point.value());
      } else if (!covers(time)) {
        older |= newest() - time < Interval.D1.seconds();
        lack(time);
      }
    }
    if (older) {
      olderLatecomers.incrementAndGet();
    }
    if (missing.isEmpty()) {
      return;
    }
    Window merged = new Window(json, Long.MAX_VALUE, nanos);
    slice(NOTHING, Long.MAX_VALUE)
        .forEach(
            (time, value) -> {
              SortedMap<Long, Double> before = missing.headMap(time);
              before.forEach(merged::append);
              before.clear();
              merged.append(time, value);
            });
    merged.chunks[0].follows(chunks[0].before());
    chunks = merged.chunks;
    latecomers.incrementAndGet();
  }

  /**
   * How often points came late and were put between those that were here: whoever asks before a
   * slice is taken, and has the same answer later, has missed none of them.
   */
  public int latecomers() {
    return latecomers.get();
  }

  /**
   * How often points came that are older than all that is here, and no older than the longest
   * candle may be: they are the store's alone.
   */
  public int olderLatecomers() {
    return olderLatecomers.get();
  }

  private Chunk[] withoutExpired(Chunk[] current, Chunk added, long now) {
    int expired = 0;
    while (expired < current.length
        && added.lastTime() - current[expired].lastTime() >= seconds
        && (current.length - expired > seconds / Chunk.CAPACITY + 1
            || now - current[expired].filledNanos() >= KEPT_NANOS)) {
      expired++;
    }
    Chunk[] next = Arrays.copyOfRange(current, expired, current.length + 1);
    next[next.length - 1] = added;
    return next;
  }

  /** How far it reaches back from its newest point. */
  public long seconds() {
    return seconds;
  }

  /** Time of the newest point, here or passed over; {@link Long#MIN_VALUE} where there is none. */
  public long lastTime() {
    return lastTime;
  }

  /** Value of the point of {@link #lastTime()}; 0 where there is none. */
  public double lastValue() {
    return lastValue;
  }

  /** Time of the oldest point still here, {@link Long#MAX_VALUE} where there is none. */
  public long firstTime() {
    Chunk[] current = chunks;
    return current.length == 0 || current[0].count() == 0 ? Long.MAX_VALUE : current[0].time(0);
  }

  /**
   * The points with {@code after < time <= upTo} that are here. Any thread.
   *
   * @param after exclusive, seconds
   * @param upTo inclusive, seconds
   */
  public Slice slice(long after, long upTo) {
    Chunk[] current = chunks;
    return new Slice(current, Slice.firstAfter(current, after), Slice.firstAfter(current, upTo));
  }
}

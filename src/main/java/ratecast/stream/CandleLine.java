package ratecast.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import ratecast.market.Candle;
import ratecast.market.Candles;
import ratecast.market.Interval;
import ratecast.tape.Slice;
import ratecast.tape.Tape;
import ratecast.tape.Window;
import ratecast.wire.CandleMessages;

/**
 * The candles of one asset at one interval, folded from its tape. A candle is closed once: by the
 * asset's next point, or by the clock where none comes. Its position counts what was sent.
 *
 * <p>A client that falls behind is owed what was closed since, and of the running candle the newest
 * state. So many are kept for it: {@value #KEPT}, and all that close in one delivery; who misses
 * more is cut, so that no interval is ever left out silently.
 */
final class CandleLine implements Line {
  static final int KEPT = 60;

  private static final int MEND_BEATS = 5;

  /**
   * A producer that fills in the past has older points all the time; each look for them reads all
   * of the interval.
   */
  private static final int OLDER_BEATS = 60;

  /** Of two candles, the last one and the running one. */
  private static final int TYPICAL_LENGTH = 512;

  private record Closed(long position, Candle candle) {}

  private final Topic topic;
  private final Interval interval;
  private final Tape tape;
  private final StreamContext context;
  private final CandleMessages messages;
  private final List<Cohort> cohorts = new ArrayList<>();
  private final Deque<Closed> closed = new ArrayDeque<>(1);
  private Candles fold;
  private long lastTime;
  private long overUntil = Long.MIN_VALUE;
  private boolean whole;
  private boolean passedOver; // points that were never on the tape may belong to its candles
  private boolean changed;
  private boolean mending;
  private boolean outrun;
  private int latecomers;
  private int olderLatecomers;
  private int beats;
  private int nextOlderBeat;
  private long position;
  private long delivered;
  private long before;
  private long runningPosition;
  private long forgotten;

  /** A line that goes on from this start; it has everything that came to the tape since. */
  CandleLine(Tape tape, Interval interval, StreamContext context, CandleStart start) {
    this.topic = Topic.candles(tape.asset(), interval);
    this.interval = interval;
    this.tape = tape;
    this.context = context;
    this.messages = new CandleMessages(tape.asset(), interval);
    this.fold = start.fold();
    this.whole = start.isWhole();
    this.lastTime = start.lastTime();
    this.latecomers = start.latecomers();
    this.olderLatecomers = start.soFar().latecomers();
    tape.window().slice(lastTime, Long.MAX_VALUE).forEach(this::take);
    fold.closeAt(now()).ifPresent(this::close);
    changed = false;
    delivered = position;
  }

  /**
   * Asks for the points of the newest candle again where the store could not give the early ones,
   * late ones came or the window passed some over: with every {@value #MEND_BEATS}th call, and for
   * those that are older than the window once in {@value #OLDER_BEATS} calls. To be called about
   * once a second.
   */
  void mend(EventLoop loop) {
    beats++;
    Window window = tape.window();
    passedOver |= isPassedOver();
    boolean looksBack = passedOver || beats >= nextOlderBeat;
    int older = looksBack ? window.olderLatecomers() : olderLatecomers;
    boolean hasAll = isWhole() && latecomers == window.latecomers() && olderLatecomers == older;
    if (hasAll || beats % MEND_BEATS != 0 || mending) {
      return;
    }
    mending = true;
    var unused =
        context
            .candles()
            .start(tape, interval, older)
            .subscribe(start -> loop.execute(() -> mend(start)));
  }

  /** Begins the newest candle again, where it is still that; the next delivery tells it. */
  private void mend(CandleStart start) {
    mending = false;
    if (!start.isWhole() || !start.held().joins(tape.window())) {
      return;
    }
    latecomers = start.latecomers();
    if (olderLatecomers != start.soFar().latecomers()) {
      olderLatecomers = start.soFar().latecomers();
      nextOlderBeat = beats + OLDER_BEATS;
    }
    Optional<Candle> before = running();
    if (before.map(Candle::time).equals(Optional.of(start.time()))) {
      boolean hadNews = changed;
      begin(start);
      changed = hadNews || !running().equals(before);
    } else if (before.isEmpty() && start.time() >= overUntil) { // of points passed over
      begin(start);
      changed = running().isPresent();
      fold.closeAt(now()).ifPresent(this::close);
    } else if (before.isEmpty() && start.time() + interval.seconds() == overUntil) {
      closeAgain(start);
    }
  }

  private void begin(CandleStart start) {
    long reached = lastTime;
    fold = start.fold();
    lastTime = start.lastTime();
    tape.window().slice(lastTime, reached).forEach(this::take);
    whole = true;
    passedOver = false;
  }

  /** What was told stays told; who asks for history has all of it. */
  private void closeAgain(CandleStart start) {
    start
        .fold()
        .closeAt(Long.MAX_VALUE)
        .ifPresent(candle -> closed.add(new Closed(closed.removeLast().position(), candle)));
    lastTime = Math.max(lastTime, start.lastTime());
    passedOver = false;
  }

  /** Whether the window has begun anew behind points that this line never saw. */
  private boolean isPassedOver() {
    return tape.window().lacksUpTo() > lastTime;
  }

  /** Whether the newest candle has all its points. */
  boolean isWhole() {
    return whole && !passedOver && !isPassedOver();
  }

  /** The candle that may still change; empty where none is running. */
  Optional<Candle> running() {
    return fold.running();
  }

  /** The running candle, or else the one that was closed last; empty where there was none yet. */
  Optional<Candle> newest() {
    return running().or(() -> Optional.ofNullable(closed.peekLast()).map(Closed::candle));
  }

  /** The time of the last point in its candles. */
  long lastTime() {
    return lastTime;
  }

  CandleMessages messages() {
    return messages;
  }

  @Override
  public Topic topic() {
    return topic;
  }

  @Override
  public int everySeconds() {
    return 1;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public long before() {
    return before;
  }

  @Override
  public List<Cohort> cohorts() {
    return cohorts;
  }

  @Override
  public int layOut(long settledTime, PointFrames frames, ByteBuf batch) {
    before = delivered;
    passedOver |= isPassedOver();
    Slice news = tape.window().slice(lastTime, Long.MAX_VALUE);
    outrun = news.lacks(lastTime);
    news.forEach(this::take);
    fold.closeAt(now()).ifPresent(this::close);
    if (changed) {
      runningPosition = ++position;
      changed = false;
    }
    writeSince(before, frames, batch);
    delivered = position;
    return (int) (position - before);
  }

  @Override
  public boolean isOutrun() {
    return outrun;
  }

  /** Points of an interval that the clock has closed are too late for it. */
  private void take(long time, double value) {
    lastTime = time;
    if (time < overUntil) {
      context.meters().lateForCandle();
    } else {
      fold.add(time, value).ifPresent(this::close);
      changed = true;
    }
  }

  private void close(Candle candle) {
    while (closed.size() >= KEPT && closed.element().position() <= delivered) {
      forgotten = closed.remove().position();
    }
    closed.add(new Closed(++position, candle));
    overUntil = candle.time() + interval.seconds();
    changed = false;
    whole = true;
  }

  /** A point of the interval's last second takes a while from its source to its tape. */
  private long now() {
    return context.clock().instant().minus(context.config().grace()).getEpochSecond();
  }

  /** Whether something was closed after this position that is no longer kept. */
  boolean hasForgotten(long has) {
    return has < forgotten;
  }

  /** The frames for somebody who has everything up to this position; the caller owns them. */
  ByteBuf owedSince(long has, Shard shard) {
    return Frames.written(
        shard.allocator(), TYPICAL_LENGTH, out -> writeSince(has, shard.frames(), out));
  }

  /** The frames of the candles from this second on; the caller owns them. */
  ByteBuf candlesFrom(long time, Shard shard) {
    return Frames.written(
        shard.allocator(), TYPICAL_LENGTH, out -> writeFrom(time, shard.frames(), out));
  }

  private void writeFrom(long time, PointFrames frames, ByteBuf out) {
    for (Closed one : closed) {
      if (one.candle().time() >= time) {
        frames.writeCandle(messages, one.candle(), out);
      }
    }
    running().ifPresent(candle -> frames.writeCandle(messages, candle, out));
  }

  private void writeSince(long has, PointFrames frames, ByteBuf out) {
    for (Closed one : closed) {
      if (one.position() > has) {
        frames.writeCandle(messages, one.candle(), out);
      }
    }
    if (runningPosition > has) {
      running().ifPresent(candle -> frames.writeCandle(messages, candle, out));
    }
  }
}

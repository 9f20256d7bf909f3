package ratecast.stream;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ratecast.market.Point;
import ratecast.tape.Slice;
import ratecast.tape.Tape;
import ratecast.tape.Window;
import ratecast.wire.HistoryJson;
import ratecast.wire.RequestId;
import ratecast.wire.SubscribeOptions;

/** A subscription to points. */
final class PointJoin implements Join {
  private static final int LOOK_MILLIS = 50;

  /** So far behind one another nodes are that are well. */
  private static final long LOOKS_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** An older {@code since} is that of an asset that is silent: nothing is to be waited for. */
  private static final int AHEAD_SECONDS = 30;

  private final StreamContext context;
  private final Shard shard;
  private final Tape tape;
  private final RequestId id;
  private final SubscribeOptions options;
  private final boolean extended;
  private int everySeconds;
  private final long askedNanos = System.nanoTime();
  private boolean looksAgain;
  private State state = State.NEW;
  private @Nullable Held held;
  private List<Point> older = List.of();
  private boolean complete = true;

  /** Whether what lies before the window is here. */
  enum State {
    NEW,
    READING,
    READY
  }

  /**
   * A join that has not begun.
   *
   * @param extended whether its history has the members of protocol 1.3
   */
  PointJoin(
      StreamContext context,
      Shard shard,
      Tape tape,
      int everySeconds,
      RequestId id,
      SubscribeOptions options,
      boolean extended) {
    this.context = context;
    this.shard = shard;
    this.tape = tape;
    this.everySeconds = everySeconds;
    this.id = id;
    this.options = options;
    this.extended = extended;
  }

  Tape tape() {
    return tape;
  }

  @Override
  public Topic topic() {
    return Topic.points(tape.asset());
  }

  @Override
  public boolean isHere(Runnable then) {
    if (isAhead() && hasTime()) {
      lookAgain(then);
      return false;
    }
    Held recent = held;
    if (state == State.READY && recent != null && !recent.joins(tape.window())) {
      held = null; // it waited for room until the window had moved past what it holds
      state = State.NEW;
    }
    return state == State.READY || context.older().isHere(this, shard.loop(), then);
  }

  /** Of its own since it was asked for: a hundred silent assets wait together. */
  private boolean hasTime() {
    return System.nanoTime() - askedNanos < LOOKS_NANOS;
  }

  /** Once at a time, however often other requests of the session ask meanwhile. */
  private void lookAgain(Runnable then) {
    if (looksAgain) {
      return;
    }
    looksAgain = true;
    Runnable look =
        () -> {
          looksAgain = false;
          then.run();
        };
    var unused = shard.loop().schedule(look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Whether the client knows more than this node's tape, for it comes from another node: what it
   * has would come again. It waits until the tape has it, but not for ever.
   */
  private boolean isAhead() {
    long since = options.since().orElse(Long.MIN_VALUE);
    long last = tape.window().lastTime();
    return last != Long.MIN_VALUE
        && since > last
        && since > context.clock().instant().getEpochSecond() - AHEAD_SECONDS;
  }

  /** It is wanted at another pace by now. */
  void repace(int seconds) {
    everySeconds = seconds;
  }

  @Override
  public PointLine line() {
    return shard.line(tape, everySeconds);
  }

  @Override
  public Optional<ByteBuf> history(Line line, boolean compressed) {
    if (!wantsHistory()) {
      return Optional.empty();
    }
    long now = context.clock().instant().getEpochSecond();
    long after = after(now, context.tapes().windowSeconds());
    boolean whole = complete;
    if (extended) { // it is told where its history begins, and that it is not complete
      long farthest = now - context.config().maxHistory().toSeconds();
      whole &= after >= farthest;
      after = Math.max(after, farthest);
    }
    long upTo = upTo(line);
    Slice recent = tape.window().slice(after, upTo);
    Slice points = Slice.joined(tape.json(), olderThan(recent, after, upTo), recent);
    if (!extended) {
      boolean compress =
          compressed && points.count() * PointFrames.TYPICAL_LENGTH >= Compression.WORTH;
      return Optional.of(shard.histories().base(tape, points, compress));
    }
    HistoryJson.Reach reach =
        new HistoryJson.Reach(tape.asset(), after + 1, Math.max(after, upTo) + 1, whole);
    ExtendedHistory history = new ExtendedHistory(id, reach, tape, everySeconds, options.columns());
    return Optional.of(shard.text(history.json(points), compressed));
  }

  /**
   * The last second that is history. An empty window would have what came since it was filled: what
   * the store has of that is not on its tape yet, and comes live.
   */
  private long upTo(Line line) {
    Held recent = held;
    if (line.position() != Long.MIN_VALUE || recent == null) {
      return Math.max(line.position(), tape.window().lacksUpTo()); // of what was passed over
    }
    Window window = tape.window();
    long undelivered = window.firstTime();
    return Math.min(window.wholeAfter(recent.asOf()), undelivered - 1);
  }

  State state() {
    return state;
  }

  /** What lies before these points is asked for; they stay here, should the window let them go. */
  void reading(Held recent) {
    state = State.READING;
    held = recent;
  }

  /** Takes what the store gave, or that it gave nothing. */
  void ready(List<Point> olderPoints, boolean isComplete) {
    state = State.READY;
    older = olderPoints;
    complete = isComplete;
  }

  /**
   * What lies between {@code after} and these points: from the store, and what the window has let
   * go since the store was asked.
   */
  private List<Point> olderThan(Slice recent, long after, long upTo) {
    long end = recent.isEmpty() ? upTo + 1 : recent.firstTime();
    List<Point> points = new ArrayList<>();
    Slice.PointReader between =
        (time, value) -> {
          if (time > after && time < end) {
            points.add(new Point(tape.asset(), time, value));
          }
        };
    older.forEach(point -> between.point(point.time(), point.value()));
    if (held != null) {
      held.recent().forEach(between);
    }
    return points;
  }

  /**
   * History has the points after this second.
   *
   * @param now whole seconds
   * @param windowSeconds the default reach
   */
  long after(long now, long windowSeconds) {
    long reach = options.historySeconds().map(Integer::longValue).orElse(windowSeconds);
    // The second after it is one too.
    return options.since().map(since -> Math.min(since, Long.MAX_VALUE - 1)).orElse(now - reach);
  }

  boolean wantsHistory() {
    return !options.historySeconds().equals(Optional.of(0)) || options.since().isPresent();
  }
}

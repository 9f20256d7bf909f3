package ratecast.stream;

import java.util.List;
import java.util.Optional;
import ratecast.market.Point;
import ratecast.tape.Slice;
import ratecast.tape.Tape;
import ratecast.wire.RequestId;
import ratecast.wire.SubscribeOptions;

/**
 * A subscription that is still to be given its history; it joins its line in the same moment. Lives
 * on its session's event loop.
 */
final class Join {
  private final Tape tape;
  private final int everySeconds;
  private final RequestId id;
  private final SubscribeOptions options;
  private final boolean extended;
  private int looks;
  private State state = State.NEW;
  private List<Point> older = List.of();
  private boolean complete = true;

  /** How often it is looked whether the tape has reached a {@code since}. */
  static final int LOOK_MILLIS = 50;

  /** Three seconds: who is further ahead has not seen what it says. */
  private static final int MOST_LOOKS = 60;

  /**
   * An older {@code since} than this is of an asset that is silent: nothing is to be waited for.
   */
  private static final int AHEAD_SECONDS = 30;

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
  Join(Tape tape, int everySeconds, RequestId id, SubscribeOptions options, boolean extended) {
    this.tape = tape;
    this.everySeconds = everySeconds;
    this.id = id;
    this.options = options;
    this.extended = extended;
  }

  Tape tape() {
    return tape;
  }

  RequestId id() {
    return id;
  }

  boolean extended() {
    return extended;
  }

  boolean columns() {
    return options.columns();
  }

  State state() {
    return state;
  }

  void reading() {
    state = State.READING;
  }

  /** Takes what the store gave, or that it gave nothing. */
  void ready(List<Point> olderPoints, boolean isComplete) {
    state = State.READY;
    older = olderPoints;
    complete = isComplete;
  }

  int everySeconds() {
    return everySeconds;
  }

  /** What the store gave of the time before these points. The window may have moved on since. */
  List<Point> olderThan(Slice recent) {
    return recent.isEmpty()
        ? older
        : older.stream().filter(point -> point.time() < recent.firstTime()).toList();
  }

  boolean complete() {
    return complete;
  }

  /**
   * History has the points after this second.
   *
   * @param now whole seconds
   * @param windowSeconds the default reach
   */
  long after(long now, long windowSeconds) {
    long reach = options.historySeconds().map(Integer::longValue).orElse(windowSeconds);
    return options.since().orElse(now - reach);
  }

  /**
   * Whether the client knows more than this node's tape, for it comes from another node: what it
   * has would come again. It waits until the tape has it, but not for ever.
   *
   * @param now whole seconds
   */
  boolean isAhead(long now) {
    long since = options.since().orElse(Long.MIN_VALUE);
    return since > tape.window().lastTime() && since > now - AHEAD_SECONDS && looks++ < MOST_LOOKS;
  }

  boolean wantsHistory() {
    return !options.historySeconds().equals(Optional.of(0)) || options.since().isPresent();
  }
}

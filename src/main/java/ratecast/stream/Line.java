package ratecast.stream;

import java.util.ArrayList;
import java.util.List;
import ratecast.tape.Slice;
import ratecast.tape.Tape;

/**
 * One asset's line as one event loop delivers it, at one pace. Its position is the time of the
 * newest point that went to everyone subscribed here: what a new subscriber gets as history ends
 * there, and what is delivered next starts behind it. That is the whole of the seam. Lives on its
 * event loop.
 */
final class Line {
  private final Tape tape;
  private final int everySeconds;
  private final List<Cohort> cohorts = new ArrayList<>();
  private long position;
  private long before;

  Line(Tape tape, int everySeconds, long newestTime) {
    this.tape = tape;
    this.everySeconds = everySeconds;
    Slice delivered = tape.window().slice(Long.MIN_VALUE, end(newestTime));
    this.position = delivered.isEmpty() ? Long.MIN_VALUE : delivered.lastTime();
    this.before = position;
  }

  Tape tape() {
    return tape;
  }

  int everySeconds() {
    return everySeconds;
  }

  /** Everything up to here, inclusive, is delivered. */
  long position() {
    return position;
  }

  /** The position before the delivery that is going on. */
  long before() {
    return before;
  }

  List<Cohort> cohorts() {
    return cohorts;
  }

  /**
   * What is new since the position, which moves behind it.
   *
   * @param newestTime of all assets: what closes a conflated second even if this asset is silent
   */
  Slice advance(long newestTime) {
    Slice news = tape.window().slice(position, end(newestTime));
    before = position;
    if (!news.isEmpty()) {
      position = news.lastTime();
    }
    return news;
  }

  /**
   * The last second that may be delivered: for every point the asset's newest; conflated the end of
   * the last interval in which nothing more can happen.
   */
  private long end(long newestTime) {
    long last = tape.window().lastTime();
    if (everySeconds == 1 || last == Long.MIN_VALUE) {
      return last;
    }
    long closedByOwn = Math.floorDiv(last + 1, (long) everySeconds) * everySeconds - 1;
    long closedByOthers = Math.floorDiv(newestTime, (long) everySeconds) * everySeconds - 1;
    return Math.max(closedByOwn, closedByOthers);
  }
}

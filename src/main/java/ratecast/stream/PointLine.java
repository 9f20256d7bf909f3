package ratecast.stream;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import ratecast.tape.Slice;
import ratecast.tape.Tape;

/**
 * The points of one asset at one pace. Its position is the time of the newest point that went to
 * everyone subscribed here: what a new subscriber gets as history ends there, and what is delivered
 * next starts behind it. That is the whole of the seam.
 */
final class PointLine implements Line {
  private final Topic topic;
  private final Tape tape;
  private final int everySeconds;
  private final List<Cohort> cohorts = new ArrayList<>();
  private long position;
  private long before;
  private boolean outrun;

  PointLine(Tape tape, int everySeconds, long settledTime) {
    this.topic = Topic.points(tape.asset());
    this.tape = tape;
    this.everySeconds = everySeconds;
    Slice delivered = tape.window().slice(Long.MIN_VALUE, end(settledTime));
    this.position = delivered.isEmpty() ? end(settledTime) : delivered.lastTime();
    this.before = position;
  }

  Tape tape() {
    return tape;
  }

  @Override
  public Topic topic() {
    return topic;
  }

  @Override
  public int everySeconds() {
    return everySeconds;
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
    Slice news = tape.window().slice(position, end(settledTime));
    before = position;
    outrun = isTorn(news, position);
    if (news.isEmpty()) {
      return 0;
    }
    int written = news.count();
    if (everySeconds == 1) {
      frames.write(news, batch);
    } else {
      written = frames.writeConflated(tape, news, everySeconds, batch);
    }
    position = news.lastTime(); // last: what cannot be written is tried again
    return written;
  }

  @Override
  public boolean isOutrun() {
    return outrun;
  }

  /**
   * Whether the window has let go of points after this second that nobody here was given. A pace
   * longer than the window outlasts it: what is left of a stretch stands for all of it.
   */
  boolean isTorn(Slice news, long has) {
    return everySeconds <= tape.window().seconds() && news.lacks(has);
  }

  /**
   * The last second that may be delivered: for every point the asset's newest; conflated the end of
   * the last interval in which nothing more can happen.
   */
  private long end(long settledTime) {
    long last = tape.window().lastTime();
    if (everySeconds == 1 || last == Long.MIN_VALUE) {
      return last;
    }
    long closedByOwn = Math.floorDiv(last + 1, (long) everySeconds) * everySeconds - 1;
    long closedByOthers = Math.floorDiv(settledTime, (long) everySeconds) * everySeconds - 1;
    return Math.max(closedByOwn, closedByOthers);
  }
}

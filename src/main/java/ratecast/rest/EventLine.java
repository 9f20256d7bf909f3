package ratecast.rest;

import ratecast.market.Asset;
import ratecast.tape.Slice;
import ratecast.tape.Tape;
import ratecast.tape.Window;

/** One asset as one stream of events reads it. Belongs to its stream. */
final class EventLine {
  /** Of a line that is not resumed and has no points yet: whatever comes next is sent. */
  private static final long ANYTHING = Long.MIN_VALUE;

  private final Tape tape;
  private final long openedAt;
  private long position;
  private boolean hasAllOlder;

  /** Has been given what came live, or what the window had. */
  private boolean readsOn;

  private EventLine(Tape tape, long openedAt, long position, boolean readsOn) {
    this.tape = tape;
    this.openedAt = openedAt;
    this.position = position;
    this.readsOn = readsOn;
  }

  /**
   * A line of what comes from now on.
   *
   * @param now seconds since 1970
   */
  static EventLine live(Tape tape, long now) {
    return new EventLine(tape, now, tape.window().lastTime(), true);
  }

  /**
   * A line of what came and comes after the last point the client has.
   *
   * @param time of that point
   * @param now seconds since 1970
   */
  static EventLine after(Tape tape, long time, long now) {
    return new EventLine(tape, now, time, false);
  }

  Asset asset() {
    return tape.asset();
  }

  Tape tape() {
    return tape;
  }

  /** The client has everything up to here. */
  long position() {
    return position;
  }

  /** From where the client would have to resume. */
  long seen() {
    return position == ANYTHING ? openedAt - 1 : position;
  }

  void position(long time) {
    position = time;
  }

  Window window() {
    return tape.window();
  }

  /** Whether something between what the client has and what the window has may be the store's. */
  boolean isBehindWindow() {
    if (position == ANYTHING) {
      return false;
    }
    if (readsOn) {
      return window().slice(position, Long.MAX_VALUE).lacks(position);
    }
    return hasEmptyWindow() ? !hasAllOlder : position < window().firstTime() - 1;
  }

  boolean hasEmptyWindow() {
    return window().firstTime() == Long.MAX_VALUE;
  }

  /** Up to where the store is to be asked, exclusive. */
  long border() {
    return hasEmptyWindow() ? openedAt + 1 : window().firstTime();
  }

  /**
   * The store has nothing more before this border; what the window has got since is still to go.
   */
  void noMoreBefore(long border) {
    hasAllOlder = true;
    readsOn = false;
    if (!hasEmptyWindow() && window().firstTime() >= border) {
      position = Math.max(position, border - 1);
    }
  }

  /** The store is away: what it has of a line without points in memory comes with its next one. */
  void leaveOlder() {
    hasAllOlder = true;
  }

  /** What the client does not have yet, some of it. */
  Slice news(int atMost) {
    Slice news = window().slice(position, Long.MAX_VALUE).first(atMost);
    readsOn |= !news.isEmpty();
    return news;
  }
}

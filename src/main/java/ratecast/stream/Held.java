package ratecast.stream;

import ratecast.tape.Slice;
import ratecast.tape.Window;

/**
 * The recent points of an asset, held while the store is asked for those before them: the window
 * moves on, the slice does not.
 *
 * @param after the second after which they are all there is
 * @param asOf the second in which they were taken
 */
record Held(Slice recent, long after, long asOf) {
  /** What the window has after this second. */
  static Held of(Window window, long after, long asOf) {
    long whole = Math.max(after, window.lacksUpTo()); // before the slice: it may grow meanwhile
    return new Held(window.slice(after, Long.MAX_VALUE), whole, asOf);
  }

  /** Whether the window still has everything that came after these points. */
  boolean joins(Window window) {
    long last = recent.isEmpty() ? after : recent.lastTime();
    return !window.slice(last, Long.MAX_VALUE).lacks(last);
  }
}

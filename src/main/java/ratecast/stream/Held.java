package ratecast.stream;

import ratecast.tape.Slice;
import ratecast.tape.Window;

/**
 * The recent points of an asset, held while the store is asked for those before them: the window
 * moves on, the slice does not.
 *
 * @param asOf the second in which it was taken
 */
record Held(Slice recent, long asOf) {
  /** Whether the window still has everything that came after these points. */
  boolean joins(Window window, long windowSeconds) {
    return recent.isEmpty()
        ? window.lastTime() - windowSeconds < asOf || window.lastTime() == Long.MIN_VALUE
        : window.firstTime() <= recent.lastTime();
  }
}

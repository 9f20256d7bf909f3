package ratecast.stream;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * What one event loop delivers of one topic to everyone there who is subscribed to it, laid out
 * once for all of them. Whoever joins is handed what lies up to its position as history, and what
 * is delivered next starts behind it. Lives on its event loop.
 */
sealed interface Line permits PointLine, CandleLine {
  Topic topic();

  /** The pace of points; 1 is each of them. */
  int everySeconds();

  /** Everything up to here, inclusive, is delivered. Rises with everything that is. */
  long position();

  /** The position before the delivery that is going on. */
  long before();

  List<Cohort> cohorts();

  /**
   * Lays what is new since the position behind what the batch holds; the position moves behind it.
   * What it throws has delivered nothing: the next delivery brings it, of candles perhaps once more
   * to those who have joined in between.
   *
   * @param settledTime before which no asset's point is waited for: what closes a conflated second
   *     even if this asset is silent
   * @return how many points or candles were new
   */
  int layOut(long settledTime, PointFrames frames, ByteBuf batch);

  /**
   * Whether the window had let go, at the last {@link #layOut}, what was not delivered yet: what
   * was laid out then has a hole.
   */
  boolean isOutrun();
}

package ratecast.stream;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * A subscription that is still to be given its history; it joins its line in the same moment. Lives
 * on its session's event loop.
 */
sealed interface Join permits PointJoin, CandleJoin {
  Topic topic();

  /**
   * Whether everything it needs is in memory. Where it is not, it is fetched without blocking, and
   * {@code then} runs on the event loop when this is worth asking again.
   */
  boolean isHere(Runnable then);

  /** The line to be joined. Only where {@link #isHere} has just said yes. */
  Line line();

  /**
   * The history up to the position of the line, as frames the caller owns; empty where none is
   * wanted. Only where {@link #isHere} has just said yes.
   *
   * @param compressed whether the client understands compressed messages
   */
  Optional<ByteBuf> history(Line line, boolean compressed);
}

package ratecast.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/**
 * Frames with a ping right behind them, so that one plain call hands both to the kernel: as two
 * buffers of Netty's queue the pings of 5000 clients made each delivery an eighth dearer. One for
 * all connections of an event loop, made once: where memory is short nothing has to be found for a
 * ping.
 */
final class PingedFrames {
  private static final int CAPACITY = 4096;

  private final ByteBuf both = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(CAPACITY));

  /** Whether the frames and a ping have room; some forty points do. */
  boolean fit(ByteBuf frames) {
    return frames.readableBytes() + Frames.PING_LENGTH <= CAPACITY;
  }

  /** The address of the first byte of both; they hold until this is called again. */
  long of(ByteBuf frames) {
    both.clear().writeBytes(frames, frames.readerIndex(), frames.readableBytes());
    both.writeBytes(Frames.ping());
    return both.memoryAddress();
  }
}

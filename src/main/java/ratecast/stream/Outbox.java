package ratecast.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;

/**
 * The way to one client: frames that are laid out already, written past Netty's frame encoder. What
 * the kernel does not take at once waits in the channel, up to its high-water mark and one message
 * more; callers ask {@link #hasRoom} before they write anything that can wait. Only on the
 * channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class Outbox {
  private final ChannelHandlerContext belowEncoder;

  Outbox(ChannelHandlerContext belowEncoder) {
    this.belowEncoder = belowEncoder;
  }

  boolean hasRoom() {
    return belowEncoder.channel().isWritable();
  }

  /** Takes over the buffer; it leaves with the next flush. */
  void write(ByteBuf frames) {
    belowEncoder.write(frames, belowEncoder.voidPromise());
  }

  void flush() {
    belowEncoder.flush();
  }

  void send(ByteBuf frames) {
    write(frames);
    flush();
  }

  Channel channel() {
    return belowEncoder.channel();
  }

  /** Bytes that the kernel has not taken yet. */
  long pendingBytes() {
    var buffer = channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }
}

package ratecast.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The way to one client: frames that are laid out already, written past Netty's frame encoder. What
 * the kernel does not take at once waits in the channel, up to its high-water mark and one message
 * more; callers ask {@link #hasRoom} before they write anything that can wait. Only on the
 * channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class Outbox {
  private final ChannelHandlerContext belowEncoder;
  private final @Nullable FileDescriptor socket;

  /**
   * The outbox of a connection.
   *
   * @param belowEncoder where frames are written
   * @param socket the connection's own where it may be written to directly, or null
   */
  Outbox(ChannelHandlerContext belowEncoder, @Nullable FileDescriptor socket) {
    this.belowEncoder = belowEncoder;
    this.socket = socket;
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

  /**
   * Sends bytes that many clients get, and leaves the buffer to its owner. Where nothing waits in
   * the channel they go to the kernel in one call, without Netty's queue: it takes a third of the
   * user time of a delivery. What the kernel does not take goes through the queue as ever.
   */
  void sendShared(ByteBuf frames) {
    int written = socket == null || pendingBytes() > 0 ? 0 : writeNow(socket, frames);
    if (written < frames.readableBytes()) {
      send(frames.retainedSlice(frames.readerIndex() + written, frames.readableBytes() - written));
    }
  }

  private static int writeNow(FileDescriptor socket, ByteBuf frames) {
    try {
      return socket.writeAddress(
          frames.memoryAddress(), frames.readerIndex(), frames.writerIndex());
    } catch (IOException e) {
      return 0; // the queue meets the same error and closes the channel with it
    }
  }

  /** Ends the connection with this code, by the next task of the event loop. */
  void cut(CloseCode code) {
    Channel channel = channel();
    channel.eventLoop().execute(() -> channel.pipeline().fireUserEventTriggered(code));
  }

  Channel channel() {
    return belowEncoder.channel();
  }

  /** Bytes that the kernel has not taken yet. */
  long pendingBytes() {
    ChannelOutboundBuffer queue = channel().unsafe().outboundBuffer();
    return queue == null ? 0 : queue.totalPendingWriteBytes();
  }
}

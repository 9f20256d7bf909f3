package ratecast.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The way to one client: frames that are laid out already, written past Netty's frame encoder. What
 * the kernel does not take at once waits in the channel, up to its high-water mark and one message
 * more; callers ask {@link #hasRoom} before they write anything that can wait. Only on the
 * channel's event loop.
 *
 * <p>It has a seat in its session's cohort, and tells the cohort whether anything waits here.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class Outbox {
  private final ChannelHandlerContext belowEncoder;
  private final @Nullable Socket socket;
  private @Nullable Cohort cohort;
  private int seat;
  private boolean pingDue;

  /**
   * The outbox of a connection.
   *
   * @param belowEncoder where frames are written
   * @param socket the connection's own where it may be written to directly, or null
   */
  Outbox(ChannelHandlerContext belowEncoder, @Nullable Socket socket) {
    this.belowEncoder = belowEncoder;
    this.socket = socket;
  }

  @Nullable Cohort cohort() {
    return cohort;
  }

  void sit(Cohort joined, int place) {
    cohort = joined;
    seat = place;
  }

  /** Leaves the cohort, and answers with the seat it had there. */
  int stand() {
    cohort = null;
    return seat;
  }

  boolean hasRoom() {
    return belowEncoder.channel().isWritable();
  }

  /** Takes over the buffer; it leaves with the next flush. */
  void write(ByteBuf frames) {
    if (cohort != null) {
      cohort.clear(seat, null);
    }
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
   * user time of a delivery, and the next delivery need not ask here. What the kernel does not take
   * goes through the queue as ever.
   *
   * @param taken how many of the bytes the kernel has already
   */
  void sendShared(ByteBuf frames, int taken) {
    if (pingDue) {
      pingDue = false;
      write(frames.retainedSlice()); // all of it: while a ping is due nothing goes past this queue
      send(Frames.ping()); // by the same call to the kernel
      return;
    }
    int from = frames.readerIndex() + taken;
    if (taken == 0 && socket != null && pendingBytes() == 0) {
      from += sendNow(socket, frames.memoryAddress(), from, frames.writerIndex());
    }
    if (from < frames.writerIndex()) {
      send(frames.retainedSlice(from, frames.writerIndex() - from));
    } else if (cohort != null) {
      cohort.clear(seat, socket);
    }
  }

  /**
   * How many of the bytes at this address the kernel has taken; none where the socket is closed,
   * whose number may be another client's by now.
   */
  static int sendNow(Socket socket, long address, int from, int to) {
    try {
      return socket.isOpen() ? socket.sendAddress(address, from, to) : 0;
    } catch (IOException e) {
      return 0; // the queue meets the same error and closes the channel with it
    }
  }

  /**
   * A ping is to go with the next delivery: there it costs two bytes, and alone as much as the
   * delivery of a point.
   */
  void pingWithNext() {
    pingDue = true;
    if (cohort != null) {
      cohort.clear(seat, null);
    }
  }

  /**
   * Sends the ping that no delivery has taken along, or withdraws it where there is no room.
   *
   * @return false where it was withdrawn
   */
  boolean sendDuePing() {
    if (!pingDue) {
      return true;
    }
    pingDue = false;
    boolean hasRoom = hasRoom();
    if (hasRoom) {
      send(Frames.ping());
    }
    return hasRoom;
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

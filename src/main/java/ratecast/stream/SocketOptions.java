package ratecast.stream;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.uring.IoUringSocketChannel;

/**
 * How the kernel is to treat a connection. On Linux a socket has the options of the one that
 * accepted it, which saves three calls for each connection, a tenth of the accepting thread's time;
 * so they are set there, where the transport knows options by their numbers (asm-generic/socket.h,
 * linux/tcp.h). NIO does not, and sets those it has on each connection.
 */
final class SocketOptions {
  /** Else the kernel holds 4 MB for a client that stopped reading. Linux doubles it. */
  private static final int SEND_BUFFER = 65_536;

  /** Bytes not yet sent from which on a connection counts as not writable. */
  private static final int NOT_SENT_LOW_WATER = 65_536;

  /** For what most clients say; for more of it the next buffer is larger. */
  private static final RecvByteBufAllocator SMALL =
      new AdaptiveRecvByteBufAllocator(64, 512, 65_536);

  private static final int SOL_SOCKET = 1;
  private static final int IPPROTO_TCP = 6;
  private static final ChannelOption<Integer> SO_SNDBUF =
      new IntegerUnixChannelOption("SO_SNDBUF", SOL_SOCKET, 7);
  private static final ChannelOption<Integer> SO_KEEPALIVE =
      new IntegerUnixChannelOption("SO_KEEPALIVE", SOL_SOCKET, 9);
  private static final ChannelOption<Integer> TCP_NOTSENT_LOWAT =
      new IntegerUnixChannelOption("TCP_NOTSENT_LOWAT", IPPROTO_TCP, 25);

  private SocketOptions() {}

  /** For connections that this listening socket accepts from now on; false where it cannot. */
  static boolean bequeath(Channel listener) {
    ChannelConfig config = listener.config();
    return listener instanceof ServerSocketChannel // not a Unix domain's, which has no TCP
        && config.setOption(SO_SNDBUF, SEND_BUFFER)
        && config.setOption(SO_KEEPALIVE, 1)
        && config.setOption(TCP_NOTSENT_LOWAT, NOT_SENT_LOW_WATER);
  }

  /**
   * On io_uring a connection that waits for bytes has lent the kernel a buffer for them: without
   * this 2 KB, a third of an idle connection.
   */
  static void lendLittle(Channel connection) {
    if (connection instanceof IoUringSocketChannel) {
      connection.config().setRecvByteBufAllocator(SMALL);
    }
  }

  static void set(Channel connection) {
    connection.config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER);
    connection.config().setOption(ChannelOption.SO_KEEPALIVE, true);
  }
}

package ratecast.stream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static ratecast.support.Patience.PATIENCE;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The kernel is asked, on connections that were accepted. */
class SocketOptionsTest {
  private static final int BOUND = 65_536;

  @Test
  void onEpollAConnectionHasTheBoundsOfTheSocketThatAcceptedIt() throws Exception {
    assumeThat(Epoll.isAvailable()).as("epoll").isTrue();
    inherits(
        EpollIoHandler.newFactory(),
        EpollServerSocketChannel.class,
        EpollChannelOption.TCP_NOTSENT_LOWAT);
  }

  @Test
  void onIoUringToo() throws Exception {
    assumeThat(IoUring.isAvailable()).as("io_uring").isTrue();
    inherits(
        IoUringIoHandler.newFactory(),
        IoUringServerSocketChannel.class,
        IoUringChannelOption.TCP_NOTSENT_LOWAT);
  }

  @Test
  void onIoUringAConnectionThatWaitsForBytesHoldsASmallBuffer() throws Exception {
    assumeThat(IoUring.isAvailable()).as("io_uring").isTrue();
    connect(
        IoUringIoHandler.newFactory(),
        IoUringServerSocketChannel.class,
        listener -> {},
        connection -> {
          SocketOptions.lendLittle(connection);
          assertThat(connection.config().getRecvByteBufAllocator().newHandle().guess())
              .isEqualTo(512);
        });
  }

  @Test
  void onNioEachConnectionIsGivenThem() throws Exception {
    connect(
        NioIoHandler.newFactory(),
        NioServerSocketChannel.class,
        listener -> assertThat(SocketOptions.bequeath(listener)).isFalse(),
        connection -> {
          SocketOptions.set(connection);
          assertThat(connection.config().getOption(ChannelOption.SO_SNDBUF))
              .isBetween(BOUND, 2 * BOUND);
          assertThat(connection.config().getOption(ChannelOption.SO_KEEPALIVE)).isTrue();
        });
  }

  private static void inherits(
      IoHandlerFactory io, Class<? extends ServerChannel> kind, ChannelOption<Long> notSent)
      throws Exception {
    connect(
        io,
        kind,
        listener -> assertThat(SocketOptions.bequeath(listener)).isTrue(),
        connection -> {
          assertThat(connection.config().getOption(ChannelOption.SO_SNDBUF)).isEqualTo(2 * BOUND);
          assertThat(connection.config().getOption(ChannelOption.SO_KEEPALIVE)).isTrue();
          assertThat(connection.config().getOption(notSent)).isEqualTo(BOUND);
        });
  }

  private static void connect(
      IoHandlerFactory io,
      Class<? extends ServerChannel> kind,
      Consumer<Channel> listening,
      Consumer<Channel> connected)
      throws Exception {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, io);
    CompletableFuture<Channel> accepted = new CompletableFuture<>();
    ServerBootstrap server =
        new ServerBootstrap()
            .group(loops)
            .channel(kind)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    accepted.complete(connection);
                  }
                });
    try {
      Channel listener = server.bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
      listening.accept(listener);
      int port = ((InetSocketAddress) listener.localAddress()).getPort();
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(client.isConnected()).isTrue();
        connected.accept(accepted.get(PATIENCE.toSeconds(), SECONDS));
      }
    } finally {
      loops.shutdownGracefully(0, 0, SECONDS).sync();
    }
  }
}

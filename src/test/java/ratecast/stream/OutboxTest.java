package ratecast.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes to a socket directly, where the kernel takes all of it, a part, or nothing. */
class OutboxTest {
  private static final byte[] PING = {(byte) 0x89, 0};

  private final Random random = new Random(7);
  private final ByteArrayOutputStream expected = new ByteArrayOutputStream();
  private final Queued queued = new Queued();
  private EventLoopGroup loops;
  private Socket client;
  private Outbox outbox;

  /** Takes note of where an outbox writes. */
  private static final class Ear extends ChannelInboundHandlerAdapter {
    final CompletableFuture<ChannelHandlerContext> accepted = new CompletableFuture<>();

    @Override
    public void channelActive(ChannelHandlerContext context) {
      accepted.complete(context);
    }
  }

  /** Counts what does not go to the socket directly. */
  private static final class Queued extends ChannelOutboundHandlerAdapter {
    final AtomicInteger writes = new AtomicInteger();

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      writes.incrementAndGet();
      var unused = context.write(message, promise);
    }
  }

  @BeforeEach
  void connect() throws IOException {
    assumeTrue(Epoll.isAvailable(), "epoll is there on Linux only");
    loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    Ear ear = new Ear();
    Channel server =
        new ServerBootstrap()
            .group(loops)
            .channel(EpollServerSocketChannel.class)
            .childOption(ChannelOption.SO_SNDBUF, 16 << 10)
            .childHandler(ear)
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
    client = new Socket();
    client.setReceiveBufferSize(16 << 10);
    client.setSoTimeout(10_000); // what never comes is a failure and no wait
    client.connect(server.localAddress());
    ChannelHandlerContext context = ear.accepted.join();
    context.pipeline().addFirst(queued);
    outbox = new Outbox(context, NettyChannels.directSocket(context.channel()));
  }

  @AfterEach
  void disconnect() throws IOException {
    if (loops != null) {
      client.close();
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  @Test
  void pointsAndPingsArriveWholeAndInOrderWhateverTheKernelTakesOfThem() throws IOException {
    for (int i = 0; i < 100; i++) {
      while (pending() == 0) { // until it takes a part
        deliver(random.nextInt(5_000), random.nextBoolean());
      }
      deliver(10, true); // behind what waits
      assertThat(new DataInputStream(client.getInputStream()).readNBytes(expected.size()))
          .isEqualTo(expected.toByteArray());
      expected.reset();
      await().pollInterval(Duration.ofMillis(1)).until(() -> pending() == 0);
    }
  }

  @Test
  void whatTheKernelTakesAtOnceDoesNotGoByTheQueue() {
    deliver(4_000, false);
    assertThat(queued.writes).hasValue(0);

    deliver(4_000, true);
    assertThat(queued.writes).hasValue(2); // points and ping
  }

  private void deliver(int length, boolean pinged) {
    byte[] frames = new byte[length];
    random.nextBytes(frames);
    expected.writeBytes(frames);
    expected.writeBytes(pinged ? PING : new byte[0]);
    onLoop(
        () -> {
          if (pinged) {
            outbox.pingWithNext();
          }
          ByteBuf shared = Unpooled.directBuffer().writeBytes(frames);
          outbox.sendShared(shared, 0);
          return shared.release();
        });
  }

  private long pending() {
    return onLoop(outbox::pendingBytes);
  }

  private <T> T onLoop(Callable<T> task) {
    return outbox.channel().eventLoop().submit(task).syncUninterruptibly().getNow();
  }
}

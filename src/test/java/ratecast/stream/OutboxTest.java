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
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes to a socket directly, where the kernel takes all of it, a part, or nothing. */
@Timeout(60)
class OutboxTest {
  private static final byte[] PING = {(byte) 0x89, 0};

  private final Random random = new Random(7);
  private final ByteArrayOutputStream expected = new ByteArrayOutputStream();
  private EventLoopGroup loops;
  private Socket client;
  private Outbox outbox;

  /** Takes note of where an outbox writes. */
  private static final class Ear extends ChannelInboundHandlerAdapter {
    final CompletableFuture<ChannelHandlerContext> accepted = new CompletableFuture<>();

    @Override
    public boolean isSharable() {
      return true;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      accepted.complete(context);
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
    client.connect(server.localAddress());
    ChannelHandlerContext context = ear.accepted.join();
    outbox = new Outbox(context, NettyChannels.directSocket(context.channel()), new PingedFrames());
  }

  @AfterEach
  void disconnect() throws IOException {
    if (loops != null) {
      client.close();
      loops.shutdownGracefully().syncUninterruptibly();
    }
  }

  @Test
  void pointsAndPingsArriveWholeAndInOrderWhateverTheKernelTakesOfThem() throws IOException {
    for (int i = 0; i < 100; i++) {
      while (pending() == 0) { // until it takes a part
        deliver(random.nextInt(5_000));
      }
      deliver(10); // behind what waits
      assertThat(new DataInputStream(client.getInputStream()).readNBytes(expected.size()))
          .isEqualTo(expected.toByteArray());
      expected.reset();
      await().pollInterval(Duration.ofMillis(1)).until(() -> pending() == 0);
    }
  }

  /** Which parts it takes, the kernel decides: here each of them. */
  @Test
  void whateverPartOfPointsAndPingIsTakenTheRestOfBothIsSent() throws IOException {
    byte[] frames = {1, 2, 3};
    for (int taken = 0; taken < frames.length + PING.length; taken++) {
      int part = taken;
      onLoop(
          () -> {
            ByteBuf shared = Unpooled.directBuffer().writeZero(2).skipBytes(2).writeBytes(frames);
            outbox.sendRestWithPing(shared, part);
            return shared.release();
          });
      assertThat(client.getInputStream().readNBytes(5 - taken))
          .isEqualTo(Arrays.copyOfRange(new byte[] {1, 2, 3, PING[0], PING[1]}, taken, 5));
    }
  }

  private void deliver(int length) {
    byte[] frames = new byte[length];
    random.nextBytes(frames);
    boolean pinged = random.nextBoolean();
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

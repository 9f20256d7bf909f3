package ratecast.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.support.RunningServer;
import ratecast.tape.Tapes;

/** What a lack of direct memory costs, and whom. */
class ShardTest {
  private final RunningServer server = RunningServer.start();
  private final Tapes tapes = server.bean(Tapes.class);
  private final StreamContext context = server.bean(StreamContext.class);
  private final ShortMemory memory = new ShortMemory();
  private final EmbeddedChannel loop = new EmbeddedChannel();
  private final Shard shard =
      new Shard(loop.eventLoop(), memory, context, server.bean(StatusBoard.class));
  private final List<Asset> assets =
      List.of(server.asset("EURUSD"), server.asset("GBPUSD"), server.asset("USDJPY"));

  /** A channel that keeps what it is told. */
  private final class Client {
    final List<Object> told = new ArrayList<>();
    final EmbeddedChannel channel = new EmbeddedChannel(new Ear());
    final Session session;

    Client(Asset... wanted) {
      ChannelHandlerContext end = channel.pipeline().firstContext();
      session = new Session(new Outbox(end, null), shard, context, false);
      for (Asset asset : wanted) {
        session.adopt(List.of(shard.line(tapes.tape(asset), 1)));
      }
    }

    private final class Ear extends ChannelInboundHandlerAdapter {
      @Override
      public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        told.add(event);
      }

      @Override
      public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        told.add(cause);
      }
    }

    String received() {
      StringBuilder text = new StringBuilder();
      for (ByteBuf frame; (frame = channel.readOutbound()) != null; frame.release()) {
        text.append(frame.toString(StandardCharsets.ISO_8859_1));
      }
      return text.toString();
    }

    Collection<Object> told() {
      channel.runPendingTasks();
      return told;
    }
  }

  /** Has memory but for the n-th buffer from now. */
  private static final class ShortMemory extends AbstractByteBufAllocator {
    int failing = -1;

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
      return new UnpooledHeapByteBuf(this, initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
      if (failing-- == 0) {
        throw new OutOfMemoryError("Cannot reserve direct buffer memory");
      }
      return new UnpooledDirectByteBuf(this, initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
      return false;
    }
  }

  @BeforeEach
  void everyLineHasBegun() {
    bring(NOON);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void bring(long time) {
    tapes.append(assets.stream().map(asset -> point(asset, time, 1.5)).toList());
    shard.wake();
    loop.runPendingTasks();
  }

  @Test
  void whatCannotBeGatheredForSomeIsDeliveredToAllOthersAndTheyAreTold() {
    Asset first = assets.get(0);
    Asset second = assets.get(1);
    Asset third = assets.get(2);
    Client everything = new Client(first, second, third);
    // One of these pairs does not lie side by side in a delivery, whatever the order, and is
    // copied.
    List<Client> pairs =
        List.of(new Client(first, second), new Client(second, third), new Client(first, third));

    memory.failing = 1; // the first is the delivery itself
    bring(NOON + 1);
    bring(NOON + 2); // before they are told

    assertThat(everything.received()).contains("EURUSD", "GBPUSD", "USDJPY");
    assertThat(pairs.stream().map(Client::received))
        .filteredOn(text -> !text.isEmpty())
        .hasSize(2)
        .allMatch(text -> text.contains("" + (NOON + 1)) && text.contains("" + (NOON + 2)));
    assertThat(pairs.stream().flatMap(pair -> pair.told().stream()))
        .containsExactly(CloseCode.INTERNAL_ERROR);
  }

  @Test
  void aDeliveryThatFailsAsAWholeIsInTheNext() {
    Client client = new Client(assets.get(0));

    memory.failing = 0;
    bring(NOON + 1);
    assertThat(client.received()).isEmpty();
    bring(NOON + 2);

    assertThat(client.received()).contains("" + (NOON + 1), "" + (NOON + 2));
    assertThat(client.told()).isEmpty();
  }

  @Test
  void whatASessionCannotBeGivenEndsItsConnectionOnly() {
    Client client = new Client();
    client.session.later(() -> memory.directBuffer(1));

    memory.failing = 0;
    loop.runPendingTasks();

    assertThat(client.told()).hasOnlyElementsOfType(OutOfMemoryError.class).hasSize(1);
  }

  @Test
  void aLookAtTheConnectionsThatFailsIsNotTheLast() {
    shard.heartbeat().start();

    memory.failing = 0;
    loop.advanceTimeBy(1, TimeUnit.MINUTES);

    assertThat(loop.runScheduledPendingTasks()).isPositive();
    assertThat(memory.failing).isNegative();
  }
}

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Interval;
import ratecast.support.RunningServer;
import ratecast.tape.Tape;
import ratecast.tape.Tapes;

/**
 * What is delivered, and who is told, where memory lacks, a window moves on or a client is slow.
 */
class ShardTest {
  /** Beats between two pings of a connection. */
  private static final int PERIOD = 25;

  private final RunningServer server = RunningServer.start(Map.of("stream.outbox", 8_192));
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
      this(1, wanted);
    }

    Client(int everySeconds, Asset... wanted) {
      ChannelHandlerContext end = channel.pipeline().firstContext();
      session = new Session(new Outbox(end, null), shard, context, false);
      for (Asset asset : wanted) {
        session.adopt(List.of(shard.line(tapes.tape(asset), everySeconds)));
      }
    }

    void connect() {
      Requests requests = new Requests(session, context, shard.watchers());
      RequestRate rate = new RequestRate(context.config(), context.clock());
      RequestReader reader = new RequestReader(session, requests, rate, context.meters(), null);
      shard.heartbeat().add(new Connection(shard, session.outbox(), session, reader));
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

    void writable(boolean is) {
      channel.unsafe().outboundBuffer().setUserDefinedWritability(1, is);
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
    bring(time, assets);
  }

  private void bringAll(long time) {
    server.clock().set(Instant.ofEpochSecond(time));
    bring(time, List.copyOf(server.bean(AssetCatalog.class).all()));
  }

  private void bring(long time, List<Asset> some) {
    tapes.append(some.stream().map(asset -> point(asset, time, 1.5)).toList());
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

  private void bring(Asset asset, int points, int seconds) {
    tapes.append(
        IntStream.rangeClosed(1, points)
            .mapToObj(i -> point(asset, NOON + (long) i * seconds, 1.5))
            .toList());
    shard.wake();
    loop.runPendingTasks();
  }

  @Test
  void whatComesAtOnceIsDeliveredWholeEvenIfItReachesBackBeyondTheWindow() {
    Client client = new Client(assets.get(0));

    bring(assets.get(0), 400, 60);

    assertThat(client.received().split("\"time\":", -1)).hasSize(401);
    assertThat(client.told()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 1800})
  void whoseWindowMovedPastWhatWasDeliveredIsToldToComeBack(int everySeconds) {
    Client outrun = new Client(everySeconds, assets.get(0), assets.get(1));
    Client other = new Client(assets.get(1));

    bring(assets.get(0), 10_000, 60);
    bring(NOON + 1_000_000);

    assertThat(outrun.told()).containsExactly(CloseCode.INTERNAL_ERROR);
    assertThat(outrun.received()).isEmpty();
    assertThat(other.told()).isEmpty();
    assertThat(other.received()).contains("" + (NOON + 1_000_000));
  }

  @Test
  void whoIsSlowAtAPaceIsOwedEachOfItsPoints() {
    Client slow = new Client(10, server.bean(AssetCatalog.class).all().toArray(Asset[]::new));
    slow.writable(false);
    for (int second = 1; second <= 60; second++) {
      bringAll(NOON + second);
    }

    slow.writable(true);
    slow.session.proceed();

    int stretches = 6 * server.bean(AssetCatalog.class).all().size();
    assertThat(slow.received().split("\"count\":", -1)).hasSize(stretches + 1);
  }

  @Test
  void whoGoesToASlowerPaceAndBackGetsNothingTwice() {
    Client client = new Client(assets.get(0));
    Topic topic = Topic.points(assets.get(0));
    for (int second = 1; second <= 5; second++) {
      bring(NOON + second);
    }

    client.session.repace(topic, 60);
    client.session.proceed();
    bring(NOON + 6);
    client.session.repace(topic, 10);
    client.session.proceed();
    client.session.repace(topic, 1);
    client.session.proceed();
    bring(NOON + 7);

    assertThat(
            Pattern.compile("\"time\":(\\d+)")
                .matcher(client.received())
                .results()
                .map(found -> Long.valueOf(found.group(1))))
        .containsExactlyElementsOf(LongStream.rangeClosed(NOON + 1, NOON + 7).boxed().toList());
  }

  @Test
  void aMergedPointIsCountedAsOne() {
    Client client = new Client(10, assets.get(0));
    double before = server.counted("ratecast.stream.points");

    for (int second = 1; second <= 40; second++) {
      bringAll(NOON + second);
    }

    assertThat(server.counted("ratecast.stream.points") - before)
        .isEqualTo(client.received().split("\"count\":", -1).length - 1)
        .isEqualTo(4);
  }

  @Test
  void whoMissedCandlesIsToldToComeBackAndGetsNoneThatHidesThem() {
    Client client = new Client();
    Tape tape = tapes.tape(assets.get(0));
    CandleStart start = context.candles().startInMemory(tape, Interval.S5).orElseThrow();
    CandleLine line = new CandleLine(tape, Interval.S5, context, start);
    shard.open(line);
    client.session.adopt(List.of(line));
    client.writable(false);
    for (int i = 1; i <= 2 * CandleLine.KEPT; i++) {
      bring(NOON + 5L * i);
    }

    client.writable(true);
    shard.wake();
    tapes.append(List.of(point(assets.get(0), NOON + 10_000, 1)));
    client.session.proceed();
    loop.runPendingTasks();

    assertThat(client.told()).containsExactly(CloseCode.TOO_SLOW);
    assertThat(client.received()).isEmpty();
  }

  @Test
  void aPingGoesWithTheNextDeliveryAndWithThatAlone() {
    Client client = new Client(assets.get(0));
    client.session.outbox().pingWithNext();

    bring(NOON + 1);
    assertThat(client.received()).contains("" + (NOON + 1)).endsWith("\u0089\0");
    bring(NOON + 2);

    assertThat(client.received()).contains("" + (NOON + 2)).doesNotContain("\u0089");
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
    new Client().connect();
    shard.heartbeat().start();
    beat(2 * PERIOD);

    memory.failing = 0; // of its goodbye
    beat(PERIOD);

    assertThat(memory.failing).isNegative();
    assertThat(loop.runScheduledPendingTasks()).isPositive();
  }

  @Test
  void aPingThatFindsNoRoomIsNoneToBeAnswered() {
    Client client = new Client();
    client.connect();
    shard.heartbeat().start();
    beat(PERIOD); // it is to go with a delivery, or with the next beat

    client.writable(false);
    beat(1);
    client.writable(true);
    beat(2 * PERIOD);
    assertThat(client.received()).contains("\u0089").doesNotContain("\u0088");
    beat(PERIOD);

    assertThat(client.received()).contains("\u0088");
  }

  private void beat(int times) {
    for (int i = 0; i < times; i++) {
      loop.advanceTimeBy(1, TimeUnit.SECONDS);
      loop.runScheduledPendingTasks();
    }
  }
}

package ratecast.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.market.Candle;
import ratecast.market.Interval;
import ratecast.market.Point;
import ratecast.support.RunningServer;
import ratecast.tape.Tape;
import ratecast.tape.Tapes;

/** A running candle and the points that come too late for its window. */
class CandleLineTest {
  private final RunningServer server = RunningServer.start(Map.of("tape.window", "120s"));
  private final EventLoop loop = new DefaultEventLoop();
  private final Asset eurusd = server.asset("EURUSD");
  private final Tape tape = server.bean(Tapes.class).tape(eurusd);

  @AfterEach
  void stop() {
    loop.shutdownGracefully().syncUninterruptibly();
    server.close();
  }

  private CandleLine day() {
    StreamContext context = server.bean(StreamContext.class);
    CandleStart start = context.candles().start(tape, Interval.D1, 0).block();
    return new CandleLine(tape, Interval.D1, context, start);
  }

  private void bringOlder(long time) {
    int before = tape.window().olderLatecomers();
    server.bringAndWait(point(eurusd, time, 9));
    await().until(() -> tape.window().olderLatecomers() > before);
  }

  private void beat(CandleLine line, int times) {
    loop.submit(
            () -> {
              for (int i = 0; i < times; i++) {
                line.mend(loop);
              }
            })
        .syncUninterruptibly();
  }

  private int count(CandleLine line) {
    return loop.submit(() -> line.running().map(Candle::count).orElse(0))
        .syncUninterruptibly()
        .getNow();
  }

  @Test
  void pointsOlderThanTheWindowAreReadAtOnceAndThenOnceAMinute() {
    server.bringAndWait(
        LongStream.rangeClosed(0, 10)
            .mapToObj(minute -> point(eurusd, NOON - 600 + 60 * minute, 1.5))
            .toArray(Point[]::new));
    CandleLine line = day();
    assertThat(count(line)).isEqualTo(11);

    bringOlder(NOON - 700);
    beat(line, 5);
    await().until(() -> count(line) == 12);

    bringOlder(NOON - 701);
    server.bringAndWait(point(eurusd, NOON - 1, 1.5));
    await().until(() -> tape.window().latecomers() == 1);
    beat(line, 5);
    await().until(() -> count(line) > 12);
    assertThat(count(line)).as("what came late within the window").isEqualTo(13);

    beat(line, 60);
    await().until(() -> count(line) == 14);
  }
}

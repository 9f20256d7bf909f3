package ratecast.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import ratecast.market.Asset;
import ratecast.market.Point;

/**
 * A feed at the board's pace, on a thread of its own. Each tick has a point of every asset and its
 * number as their time, and moves the clock there.
 */
final class TickPublisher {
  private static final int PAUSE_MILLIS = 100;
  private static final double MILLIONTH = 1e-6;

  private final Board board;
  private final List<Asset> assets;
  private final TickClock clock;
  private long ticks;

  TickPublisher(Board board, List<Asset> assets, TickClock clock) {
    this.board = board;
    this.assets = List.copyOf(assets);
    this.clock = clock;
  }

  /** A window of history of asset 1, before anyone listens. */
  void fill(Consumer<List<Point>> sink, int history) {
    for (int tick = 1 - history; tick <= 0; tick++) {
      sink.accept(List.of(point(assets.get(0), tick)));
    }
  }

  void start(Consumer<List<Point>> sink) throws IOException {
    DatagramSocket credit = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    credit.setSoTimeout(PAUSE_MILLIS);
    board.put(Board.CREDIT_PORT, credit.getLocalPort());
    Thread thread = new Thread(() -> run(sink, credit), "publisher");
    thread.setDaemon(true);
    thread.start();
  }

  private void run(Consumer<List<Point>> sink, DatagramSocket credit) {
    long due = System.nanoTime();
    while (true) {
      long pace = board.peek(Board.PACE);
      if (pace == Board.SATURATED) {
        saturate(sink);
        awaitCredit(credit);
      } else if (pace == Board.PAUSED) {
        LockSupport.parkNanos(PAUSE_MILLIS * 1_000_000L);
      } else {
        due = Math.max(due, System.nanoTime() - pace);
        due = publishDue(sink, due, pace);
      }
    }
  }

  private void saturate(Consumer<List<Point>> sink) {
    while (ticks < board.peek(Board.SLOWEST) + Board.MOST_AHEAD) {
      publish(sink);
    }
  }

  /** Blocks in the kernel, for at most the pause: a thread that polls would be on the bill. */
  private static void awaitCredit(DatagramSocket credit) {
    try {
      credit.receive(new DatagramPacket(new byte[1], 1));
    } catch (SocketTimeoutException e) {
      return;
    } catch (IOException e) {
      throw new IllegalStateException("the credit socket fails", e);
    }
  }

  private long publishDue(Consumer<List<Point>> sink, long due, long pace) {
    long wait = due - System.nanoTime();
    if (wait > 0) {
      LockSupport.parkNanos(wait); // a second at most: no pace is slower
      return due;
    }
    publish(sink);
    return due + pace;
  }

  private void publish(Consumer<List<Point>> sink) {
    long tick = ticks + 1;
    List<Point> points = assets.stream().map(asset -> point(asset, tick)).toList();
    long now = System.nanoTime();
    for (int i = 0; i < assets.size(); i++) {
      board.stamp(tick, assets.size(), i, now);
    }
    ticks = tick;
    clock.advance(tick);
    sink.accept(points);
    board.put(Board.TICKS, tick);
  }

  private static Point point(Asset asset, long tick) {
    long micros = 1_100_000L + Math.floorMod(tick, 9000);
    return new Point(asset, Board.FIRST_TIME + tick, micros * MILLIONTH);
  }
}

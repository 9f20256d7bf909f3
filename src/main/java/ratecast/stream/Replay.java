package ratecast.stream;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.tape.Tape;
import ratecast.wire.Command;
import ratecast.wire.MessageEncoder;

/**
 * One {@code replay}: the past as if it were live, at the client's speed and no faster than it
 * reads. Two pieces are in memory at most, the one that is sent and the next. Lives on its
 * session's event loop.
 *
 * <p>What was read of each asset is remembered by its time, and what follows begins behind that,
 * also where it goes over into live points: so no second is missing and none comes twice.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a timer that does nothing once this has ended
final class Replay {
  /** Points of one piece where every asset has one a second. */
  private static final int PIECE = 3_600;

  /** The store keeps minutes; shorter pieces would read the same ones again. */
  private static final int MINUTE = 60;

  private static final int BATCH = 256;

  /** The clock is looked at again after so long at most. */
  private static final long LOOK_MILLIS = 100;

  private final Session session;
  private final StreamContext context;
  private final Command.Replay command;
  private final List<Tape> tapes;
  private final Runnable failed;
  private final long startMillis;
  private final long to;
  private final Deque<List<Point>> pieces = new ArrayDeque<>(2);
  private final Map<Asset, Long> has = new HashMap<>();
  private long next;
  private int sent;
  private boolean reading;
  private boolean waiting;
  private boolean over;

  /** Begins with the first {@link #proceed}. {@code failed} is run where the store fails it. */
  Replay(
      Session session,
      StreamContext context,
      Command.Replay command,
      List<Tape> tapes,
      Runnable failed) {
    this.session = session;
    this.context = context;
    this.command = command;
    this.tapes = tapes;
    this.failed = failed;
    context.meters().replays().incrementAndGet();
    startMillis = context.clock().millis();
    to = Math.min(command.to().orElse(Long.MAX_VALUE), context.past().now() + 1);
    next = command.from();
  }

  boolean isOf(Topic topic) {
    return topic.interval().isEmpty()
        && tapes.stream().anyMatch(tape -> tape.asset().id() == topic.assetId());
  }

  List<Asset> assets() {
    return tapes.stream().map(Tape::asset).toList();
  }

  boolean isOver() {
    return over;
  }

  /** Nothing more of it is sent. */
  void stop() {
    if (!over) {
      over = true;
      pieces.clear();
      context.meters().replays().decrementAndGet();
    }
  }

  /** Sends what is due and there is room for. */
  void proceed() {
    if (over) {
      return;
    }
    readAhead();
    send();
    if (!over && pieces.isEmpty() && !reading && next >= end() && session.hasRoom()) {
      finish();
    }
  }

  /** With thenLive it goes on until there is nothing older than live points. */
  private long end() {
    return command.thenLive() ? Math.max(to, context.past().now() + 1) : to;
  }

  private void readAhead() {
    if (reading || pieces.size() > 1 || next >= end()) {
      return;
    }
    long seconds = Math.max(MINUTE, PIECE / Math.max(1, tapes.size()) / MINUTE * MINUTE);
    long until = Math.min(end(), Math.floorDiv(next, MINUTE) * MINUTE + seconds);
    reading = true;
    var unused =
        context
            .past()
            .read(tapes, next, until, asset -> has.getOrDefault(asset, command.from() - 1))
            .subscribe(
                points -> session.later(() -> take(points, until)),
                error -> session.later(this::fail));
  }

  private void take(List<Point> points, long until) {
    reading = false;
    next = until;
    if (!over && !points.isEmpty()) {
      points.forEach(point -> has.put(point.asset(), point.time()));
      pieces.add(points);
    }
    proceed();
  }

  private void send() {
    while (!pieces.isEmpty() && session.hasRoom()) {
      List<Point> piece = pieces.element();
      int upTo = sent;
      long now = context.clock().millis();
      while (upTo < Math.min(piece.size(), sent + BATCH) && due(piece.get(upTo)) <= now) {
        upTo++;
      }
      if (upTo == sent) {
        lookAgain(due(piece.get(sent)) - now);
        return;
      }
      session.send(frames(piece.subList(sent, upTo)));
      sent = upTo;
      if (sent == piece.size()) {
        pieces.remove();
        sent = 0;
        readAhead();
      }
    }
  }

  /** Behind the end of what was asked for, on the way to live points, nothing is waited for. */
  private long due(Point point) {
    double millis = (Math.min(point.time(), to) - command.from()) * 1000.0;
    return command.speed() == 0 ? 0 : (long) (startMillis + millis / command.speed());
  }

  private void lookAgain(long millis) {
    if (!waiting) {
      waiting = true;
      long delay = Math.min(millis, LOOK_MILLIS);
      session.shard().loop().schedule(() -> session.alone(this::lookNow), delay, MILLISECONDS);
    }
  }

  private void lookNow() {
    waiting = false;
    proceed();
  }

  private ByteBuf frames(List<Point> points) {
    Shard shard = session.shard();
    int length = points.size() * PointFrames.TYPICAL_LENGTH;
    return Frames.written(
        shard.allocator(), length, out -> points.forEach(point -> write(point, out)));
  }

  private void write(Point point, ByteBuf out) {
    Tape tape = context.tapes().tape(point.asset());
    session.shard().frames().writeOne(tape.json(), point.time(), point.value(), out);
  }

  private void finish() {
    stop();
    if (command.thenLive()) {
      goLive();
    } else {
      session.reply(MessageEncoder.replayCompleted(command.id()));
    }
  }

  /** What came since the last piece and the joining of the lines are one task of the event loop. */
  private void goLive() {
    List<Line> lines = new ArrayList<>();
    List<Point> rest = new ArrayList<>();
    for (Tape tape : tapes) {
      PointLine line = session.shard().line(tape, 1);
      lines.add(line);
      tape.window()
          .slice(has.getOrDefault(tape.asset(), command.from() - 1), line.position())
          .forEach((time, value) -> rest.add(new Point(tape.asset(), time, value)));
    }
    rest.sort(Comparator.comparingLong(Point::time));
    if (!rest.isEmpty()) {
      session.send(frames(rest));
    }
    session.adopt(lines);
  }

  private void fail() {
    if (!over) {
      stop();
      session.reply(MessageEncoder.error(Lookup.storeAway(command, "replay")));
      failed.run();
    }
  }
}

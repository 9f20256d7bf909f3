package ratecast.stream;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one client is owed: the lines it has joined, the histories it waits for, and where it fell
 * behind. Lives on its event loop.
 *
 * <p>A client that does not keep up costs one number for each line: the position up to which it has
 * everything. What it missed is still on the tape, and when there is room again it gets exactly
 * that, or, past the outbox's bound, the newest of each asset.
 */
final class Session {
  private final Outbox outbox;
  private final Shard shard;
  private final StreamContext context;
  private final SortedMap<Topic, Line> lines = new TreeMap<>();
  private final Map<Topic, Waiting> joins = new LinkedHashMap<>(); // in the order of asking
  private int counted;
  private @Nullable Map<Line, Long> behind;

  /** Up to where it has a topic's points where its slower line is not that far yet. */
  private @Nullable Map<Topic, Long> ahead;

  private final boolean compressed;
  private boolean extended;
  private @Nullable LookBack lookBack;

  /** A join since it was asked for, by the nanoseconds of {@link System#nanoTime}. */
  private record Waiting(Join join, long sinceNanos) {}

  /**
   * A session without lines.
   *
   * @param compressed whether the client understands compressed messages
   */
  Session(Outbox outbox, Shard shard, StreamContext context, boolean compressed) {
    this.outbox = outbox;
    this.compressed = compressed;
    this.shard = shard;
    this.context = context;
  }

  /** Notes that the client has used more than the base protocol and understands merged points. */
  void extend() {
    extended = true;
  }

  /** What it is shown of the past; made when it is first asked for. */
  LookBack lookBack() {
    LookBack made = lookBack == null ? new LookBack(this, context) : lookBack;
    lookBack = made;
    return made;
  }

  /** The replay that is going on. */
  Optional<Replay> replay() {
    return lookBack == null ? Optional.empty() : lookBack.replay();
  }

  /** Sends frames of points; takes over the buffer. */
  void send(ByteBuf frames) {
    outbox.send(frames);
  }

  /** Delivers these lines too from now on. Their history up to here has been sent. */
  void adopt(List<Line> joined) {
    joined.forEach(line -> lines.put(line.topic(), line));
    place();
  }

  void reply(byte[] message) {
    outbox.send(frame(message));
  }

  /**
   * Replies together with what {@link #proceed} does next: who reads this reply has its lines
   * joined and misses no point from then on.
   */
  void replyAhead(byte[] message) {
    outbox.write(frame(message));
  }

  private ByteBuf frame(byte[] message) {
    return shard.text(message, compressed);
  }

  boolean hasRoom() {
    return outbox.hasRoom();
  }

  boolean hasJoined(Topic topic) {
    return lines.containsKey(topic);
  }

  Shard shard() {
    return shard;
  }

  /**
   * Puts the join behind those that wait; one of the same topic that waits already is forgotten.
   */
  void join(Join join) {
    joins.remove(join.topic());
    joins.put(join.topic(), new Waiting(join, System.nanoTime()));
  }

  /** Ends the topic's line here; {@link #proceed} makes it so. */
  void leave(Topic topic) {
    joins.remove(topic);
    forgetAhead(topic);
    Line line = lines.remove(topic);
    if (line != null && behind != null) {
      behind.remove(line);
    }
  }

  /** Whether a join of the topic waits for its turn, or for the store. */
  boolean awaits(Topic topic) {
    return joins.containsKey(topic);
  }

  /**
   * Changes the pace of points, joined or awaited. What the old pace still held back is sent at the
   * new one.
   */
  void repace(Topic topic, int everySeconds) {
    Waiting waiting = joins.get(topic);
    if (waiting != null && waiting.join() instanceof PointJoin join) {
      join.repace(everySeconds);
    }
    if (!(lines.get(topic) instanceof PointLine old) || old.everySeconds() == everySeconds) {
      return;
    }
    Line line = shard.line(old.tape(), everySeconds);
    lines.put(line.topic(), line);
    Long missed = behind == null ? null : behind.remove(old);
    long has = Math.max(missed == null ? old.position() : missed, forgetAhead(topic));
    if (has < line.position()) {
      fallBehind(line, has);
    } else if (has > line.position()) {
      ahead = ahead == null ? new HashMap<>() : ahead;
      ahead.put(topic, has);
    }
  }

  private long forgetAhead(Topic topic) {
    Long has = ahead == null ? null : ahead.remove(topic);
    return has == null ? Long.MIN_VALUE : has;
  }

  /** Delivers these lines from now on, and gives as many histories as there is room for. */
  void proceed() {
    alone(this::goOn);
  }

  /** Does this in a task of the event loop. Any thread. */
  void later(Runnable act) {
    shard.loop().execute(() -> alone(act));
  }

  /** Does this; what it throws closes this connection, which is told, and troubles no other. */
  void alone(Runnable act) {
    try {
      act.run();
    } catch (RuntimeException | OutOfMemoryError e) {
      outbox.channel().pipeline().fireExceptionCaught(e);
    }
  }

  private void goOn() {
    catchUp();
    while (behind == null && outbox.hasRoom() && !joins.isEmpty()) {
      Waiting next = joins.values().iterator().next();
      if (!next.join().isHere(this::proceed)) {
        break;
      }
      joins.remove(next.join().topic());
      complete(next.join());
      context.meters().joined(next.sinceNanos());
    }
    place();
    outbox.flush();
    shard.watchers().settle(this);
    if (lookBack != null) {
      lookBack.proceed();
    }
  }

  private void place() {
    context.meters().subscribed(lines.size() - counted);
    counted = lines.size();
    shard.place(this, List.copyOf(lines.values()));
  }

  private void complete(Join join) {
    Line line = join.line();
    join.history(line, compressed)
        .ifPresent(
            history -> {
              outbox.write(history);
              context.meters().history();
            });
    lines.put(line.topic(), line);
    forgetAhead(line.topic()); // a new history says anew what it has
  }

  /**
   * Takes a delivery that did not go straight to the socket.
   *
   * @param frames shared with others
   * @param written how many of their bytes the socket has taken already
   * @param news the lines the frames are of
   */
  void deliver(ByteBuf frames, int written, List<Line> news) {
    if (behind == null && outbox.hasRoom()) {
      outbox.sendShared(frames, written);
      return;
    }
    for (Line line : news) {
      fallBehind(line, line.before());
    }
  }

  private void fallBehind(Line line, long has) {
    if (behind == null) {
      behind = new HashMap<>();
    }
    behind.putIfAbsent(line, has);
  }

  private void catchUp() {
    Map<Line, Long> missed = behind;
    if (missed == null || !outbox.hasRoom()) {
      return;
    }
    behind = null;
    CatchUp owed = new CatchUp(missed);
    if (owed.hasHole()) {
      close(CloseCode.TOO_SLOW);
      return;
    }
    if (!owed.isEmpty()) {
      boolean merge = owed.bytes() > context.config().outbox();
      outbox.write(owed.frames(shard, merge, extended, context.meters()));
    }
    missed.forEach(this::catchUp);
  }

  private void catchUp(Line line, long has) {
    if (line instanceof CandleLine candles) {
      if (outbox.hasRoom()) {
        outbox.write(candles.owedSince(has, shard));
      } else {
        fallBehind(line, has);
      }
    }
  }

  Outbox outbox() {
    return outbox;
  }

  /** Ends what could not be served. */
  void fail() {
    close(CloseCode.INTERNAL_ERROR);
  }

  /** Forgets everything before the client is told: no later point may hide that one is missing. */
  private void close(CloseCode code) {
    end();
    outbox.cut(code);
  }

  /** Forgets everything; nothing is delivered any more. */
  void end() {
    joins.clear();
    lines.clear();
    behind = null;
    ahead = null;
    if (lookBack != null) {
      lookBack.end();
    }
    shard.watchers().unwatch(this);
    place();
  }
}

package ratecast.stream;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ratecast.tape.Slice;
import ratecast.wire.HistoryJson;

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
  private final SortedMap<Integer, Line> lines = new TreeMap<>();
  private final Deque<Join> joins = new ArrayDeque<>(1);
  private @Nullable Map<Line, Long> behind;
  private @Nullable Cohort cohort;
  private int placeInCohort;
  private boolean extended;

  Session(Outbox outbox, Shard shard, StreamContext context) {
    this.outbox = outbox;
    this.shard = shard;
    this.context = context;
  }

  /** Notes that the client has used more than the base protocol and understands merged points. */
  void extend() {
    extended = true;
  }

  void reply(byte[] message) {
    outbox.send(Frames.text(message, shard.allocator()));
  }

  /**
   * Replies together with what {@link #proceed} does next: who reads this reply has its lines
   * joined and misses no point from then on.
   */
  void replyAhead(byte[] message) {
    outbox.write(Frames.text(message, shard.allocator()));
  }

  boolean hasRoom() {
    return outbox.hasRoom();
  }

  boolean hasJoined(int assetId) {
    return lines.containsKey(assetId);
  }

  /**
   * Puts the join behind those that wait; one of the same asset that waits already is forgotten.
   */
  void join(Join join) {
    joins.removeIf(waiting -> waiting.tape().asset().id() == join.tape().asset().id());
    joins.add(join);
  }

  /** Ends the asset's line here; {@link #proceed} makes it so. */
  void leave(int assetId) {
    joins.removeIf(waiting -> waiting.tape().asset().id() == assetId);
    Line line = lines.remove(assetId);
    if (line != null && behind != null) {
      behind.remove(line);
    }
  }

  /**
   * Changes the pace of a joined line. What the old pace still held back is sent at the new one.
   */
  void repace(int assetId, int everySeconds) {
    Line old = lines.get(assetId);
    if (old == null || old.everySeconds() == everySeconds) {
      return;
    }
    Line line = shard.line(old.tape(), everySeconds);
    lines.put(assetId, line);
    long has = behind == null ? old.position() : behind.getOrDefault(old, old.position());
    if (behind != null) {
      behind.remove(old);
    }
    if (has < line.position()) {
      fallBehind(line, has);
    }
  }

  /** Delivers these lines from now on, and gives as many histories as there is room for. */
  void proceed() {
    catchUp();
    while (behind == null && outbox.hasRoom() && !joins.isEmpty()) {
      Join join = joins.element();
      if (join.state() != Join.State.READY
          && !context.older().isHere(join, shard.loop(), this::proceed)) {
        break;
      }
      if (join.isAhead(context.clock().instant().getEpochSecond())) {
        var unused = shard.loop().schedule(this::proceed, Join.LOOK_MILLIS, TimeUnit.MILLISECONDS);
        break;
      }
      joins.remove();
      complete(join);
    }
    shard.place(this, List.copyOf(lines.values()));
    outbox.flush();
  }

  private void complete(Join join) {
    Line line = shard.line(join.tape(), join.everySeconds());
    if (join.wantsHistory()) {
      long now = context.clock().instant().getEpochSecond();
      long after = join.after(now, context.tapes().windowSeconds());
      Slice recent = join.tape().window().slice(after, line.position());
      Slice points = Slice.joined(join.tape().json(), join.olderThan(recent), recent);
      outbox.write(history(join, line, points, after));
      context.meters().history();
    }
    lines.put(join.tape().asset().id(), line);
  }

  private ByteBuf history(Join join, Line line, Slice points, long after) {
    if (!join.extended()) {
      return shard.histories().base(join.tape(), points);
    }
    HistoryJson.Reach reach =
        new HistoryJson.Reach(
            join.tape().asset(), after + 1, Math.max(after, line.position()) + 1, join.complete());
    ExtendedHistory history =
        new ExtendedHistory(join.id(), reach, join.tape(), line.everySeconds(), join.columns());
    return Frames.text(history.json(points), shard.allocator());
  }

  /**
   * Takes a delivery.
   *
   * @param frames shared with others
   * @param news the lines the frames are of
   */
  void deliver(ByteBuf frames, List<Line> news) {
    if (behind == null && outbox.hasRoom()) {
      outbox.sendShared(frames);
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
    if (!owed.isEmpty()) {
      boolean merge = owed.bytes() > context.config().outbox();
      outbox.write(owed.frames(shard, merge, extended, context.meters()));
    }
  }

  @Nullable Cohort cohort() {
    return cohort;
  }

  void cohort(@Nullable Cohort joined) {
    cohort = joined;
  }

  int placeInCohort() {
    return placeInCohort;
  }

  void placeInCohort(int place) {
    placeInCohort = place;
  }

  /** Forgets everything; nothing is delivered any more. */
  void end() {
    joins.clear();
    lines.clear();
    behind = null;
    shard.watchers().unwatch(this);
    shard.place(this, List.of());
  }
}

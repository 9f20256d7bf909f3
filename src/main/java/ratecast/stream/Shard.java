package ratecast.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.tape.Tape;
import ratecast.tape.Tapes;

/**
 * What one event loop delivers to its sessions. Everything here but {@link #wake} belongs to that
 * loop, so nothing is locked.
 *
 * <p>The tapes are the queue: a delivery reads from each subscribed window what came since the last
 * one, however many points that is, and writes once for each session. While the loop is busy
 * nothing piles up in front of it; the next delivery is larger and dearer by very little.
 */
final class Shard {
  private static final Logger LOG = LoggerFactory.getLogger(Shard.class);

  private record LineKey(Topic topic, int everySeconds) {}

  private final EventLoop loop;
  private final Tapes tapes;
  private final InstantSource clock;
  private final StreamMeters meters;
  private final long graceSeconds;
  private final ByteBufAllocator allocator;
  private final AtomicBoolean awake = new AtomicBoolean();
  private final Map<LineKey, Line> lines = new HashMap<>();
  private final Map<List<Line>, Cohort> cohorts = new HashMap<>();
  private final List<Cohort> touched = new ArrayList<>();
  private final List<Line> outrun = new ArrayList<>();
  private final PointFrames frames = new PointFrames();
  private final Heartbeat heartbeat;
  private final Compression compression = new Compression();
  private final Histories histories;
  private final StatusBoard.Watchers watchers;
  private int batchSize = 4096;
  private boolean failing;
  private boolean failed;

  Shard(
      EventLoop loop, ByteBufAllocator allocator, StreamContext context, StatusBoard statusBoard) {
    this.loop = loop;
    this.allocator = allocator;
    this.tapes = context.tapes();
    this.clock = context.clock();
    this.meters = context.meters();
    this.graceSeconds = context.config().grace().toSeconds();
    this.histories = new Histories(allocator, compression);
    this.heartbeat = new Heartbeat(this, context.config());
    this.watchers = statusBoard.watchersOn(loop);
  }

  EventLoop loop() {
    return loop;
  }

  Heartbeat heartbeat() {
    return heartbeat;
  }

  StatusBoard.Watchers watchers() {
    return watchers;
  }

  StreamMeters meters() {
    return meters;
  }

  Histories histories() {
    return histories;
  }

  Compression compression() {
    return compression;
  }

  PointFrames frames() {
    return frames;
  }

  ByteBufAllocator allocator() {
    return allocator;
  }

  /** The message as a frame; compressed where that pays and the client understands it. */
  ByteBuf text(byte[] message, boolean compressed) {
    return compressed && message.length >= Compression.WORTH
        ? compression.frame(ByteBuffer.wrap(message), allocator)
        : Frames.text(message, allocator);
  }

  /** Says that tapes have grown. Any thread; does not block. */
  void wake() {
    if (!awake.getAndSet(true)) {
      loop.execute(this::deliver);
    }
  }

  /**
   * Gives way first: where the loop shares its core with whoever brings the points, it would
   * otherwise run for the first of several that come together (frames in one write 4.9 instead of
   * 8.0).
   */
  @SuppressWarnings("ThreadPriorityCheck")
  private void deliver() {
    Thread.yield();
    awake.set(false);
    if (lines.isEmpty()) {
      return;
    }
    failed = false;
    try {
      deliverNews();
    } catch (RuntimeException | OutOfMemoryError e) {
      fail(e);
    }
    if (failing && !failed) {
      LOG.info("Points are delivered to everyone again");
    }
    failing = failed;
  }

  /** What fails here, for want of direct memory most likely, costs nobody but those it was for. */
  private void fail(Throwable cause) {
    if (!failing && !failed) {
      LOG.error("Points could not be delivered: who has missed one is closed with 1011", cause);
    }
    failed = true;
  }

  private void deliverNews() {
    ByteBuf batch = allocator.directBuffer(batchSize);
    try {
      long settled = settledTime();
      lines.values().forEach(line -> layOut(line, settled, batch));
      outrun.forEach(this::sendBack);
      batchSize = Math.max(4096, Integer.highestOneBit(batch.writerIndex()) * 2);
      touched.forEach(cohort -> deliver(cohort, batch));
    } finally {
      touched.forEach(Cohort::clear);
      touched.clear();
      outrun.clear();
      batch.release();
    }
  }

  /**
   * By the newest point of all assets, for one that is a second late would be a stretch of its own.
   * No further than the clock: one point that was pushed a minute ahead would end every stretch of
   * every asset before its time.
   */
  private long settledTime() {
    long newest = Math.max(0, tapes.newestTime());
    return Math.min(newest, clock.instant().getEpochSecond()) - graceSeconds;
  }

  private void layOut(Line line, long settled, ByteBuf batch) {
    int from = batch.writerIndex();
    int news = 0;
    try {
      news = line.layOut(settled, frames, batch);
    } catch (RuntimeException | OutOfMemoryError e) {
      batch.writerIndex(from); // the line has not moved: the next delivery has it
      fail(e);
    }
    if (line.isOutrun()) {
      outrun.add(line);
      return;
    }
    if (news == 0) {
      return;
    }
    for (Cohort cohort : line.cohorts()) {
      if (cohort.note(line, news, from, batch.writerIndex())) {
        touched.add(cohort);
      }
    }
  }

  /** Everyone at this line misses points that only the store has now: they come back for them. */
  private void sendBack(Line line) {
    List.copyOf(line.cohorts()).forEach(Shard::closeAll);
    fail(new IllegalStateException("the window moved past what was delivered: " + line.topic()));
  }

  private void deliver(Cohort cohort, ByteBuf batch) {
    try {
      ByteBuf bytes = cohort.bytes(batch);
      try {
        cohort.deliver(bytes);
        meters.delivered(cohort.sessions().size(), cohort.newPoints(), bytes.readableBytes());
      } finally {
        bytes.release();
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      closeAll(cohort);
      fail(e);
    }
  }

  private static void closeAll(Cohort cohort) {
    List.copyOf(cohort.sessions()).forEach(Session::fail);
  }

  /**
   * The line of the asset at this pace, from now on delivered to whoever joins it. A line that
   * nobody was subscribed to starts where the window ends.
   */
  PointLine line(Tape tape, int everySeconds) {
    LineKey key = new LineKey(Topic.points(tape.asset()), everySeconds);
    if (lines.get(key) instanceof PointLine line) {
      return line;
    }
    PointLine line = new PointLine(tape, everySeconds, settledTime());
    lines.put(key, line);
    return line;
  }

  /** The candles of this topic; empty where nobody here is subscribed to them. */
  Optional<CandleLine> candles(Topic topic) {
    return lines.get(new LineKey(topic, 1)) instanceof CandleLine line
        ? Optional.of(line)
        : Optional.empty();
  }

  /** Delivers these candles from now on to whoever joins them. */
  void open(CandleLine line) {
    lines.put(new LineKey(line.topic(), 1), line);
  }

  /**
   * The clock closes candles too, where no point comes, and what was missing of them is asked for
   * again: to be called about once a second.
   */
  void closeCandles() {
    boolean any = false;
    for (Line line : lines.values()) {
      if (line instanceof CandleLine candles) {
        any = true;
        candles.mend(loop);
      }
    }
    if (any) {
      wake();
    }
  }

  /**
   * Delivers these lines, and no others, to the session from now on. The new cohort is joined
   * before the old one is left: a line in both must not lose its place for want of subscribers.
   */
  void place(Session session, List<Line> selection) {
    Cohort old = session.outbox().cohort();
    if (old != null && old.lines().equals(selection)) {
      return;
    }
    int seatInOld = session.outbox().stand();
    if (!selection.isEmpty()) {
      join(session, selection);
    }
    if (old != null) {
      old.remove(session, seatInOld);
      if (old.sessions().isEmpty()) {
        cohorts.remove(old.lines());
        old.lines().forEach(line -> leave(line, old));
      }
    }
  }

  private void join(Session session, List<Line> selection) {
    Cohort cohort = cohorts.get(selection);
    if (cohort == null) {
      cohort = new Cohort(selection);
      cohorts.put(selection, cohort);
      for (Line line : selection) {
        line.cohorts().add(cohort);
      }
    }
    cohort.add(session);
  }

  private void leave(Line line, Cohort cohort) {
    line.cohorts().remove(cohort);
    if (line.cohorts().isEmpty()) {
      lines.remove(new LineKey(line.topic(), line.everySeconds()), line);
    }
  }
}

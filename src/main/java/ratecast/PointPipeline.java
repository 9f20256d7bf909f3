package ratecast;

import static java.util.stream.Collectors.toSet;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.market.Point;
import ratecast.market.PointSink;
import ratecast.market.Tick;
import ratecast.store.PointWriter;
import ratecast.store.WriteOutcome;
import ratecast.tape.Arrival;
import ratecast.tape.PointOrigins;
import ratecast.tape.Tapes;

/**
 * What happens to every point, in this order: what follows from it for derived assets joins it; it
 * is written to the store, or kept for it where the store does not take it in time; then it goes on
 * its tape, and with that to every client. One thread does it, so tapes have one writer and points
 * keep their order; what waits when it comes round goes together, so a slow store makes larger
 * writes and not a longer queue.
 */
@Singleton
final class PointPipeline implements PointSink {
  private static final Logger LOG = LoggerFactory.getLogger(PointPipeline.class);

  /** Ticks that may wait: an hour of one a second, and whoever brings more waits for the store. */
  private static final int MAX_WAITING = 4096;

  /** Points in one write, so that the store's time for a tick stays its time for a tick. */
  private static final int MAX_TOGETHER = 10_000;

  private static final long END_SECONDS = 5;
  private static final long LOOK_SECONDS = 60;

  private enum Kind {
    LIVE,
    /** Live, and the store has them already. */
    STORED,
    /** Of the past, with all that follows from them, and the store has them already. */
    BACKFILL,
    /** The last of those that this node was not told of in time; the store has them. */
    MISSED
  }

  /**
   * Points that go together.
   *
   * @param shown completes when they are on their tapes
   */
  private record Load(Tick tick, Kind kind, CompletableFuture<Void> shown) {
    List<Point> points() {
      return tick.points();
    }
  }

  private final BlockingQueue<Load> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Deriver deriver;
  private final PointWriter writer;
  private final Tapes tapes;
  private final PointOrigins origins;
  private final PastNews news;
  private final InstantSource clock;
  private final Counter full;
  private final Thread thread = new Thread(this::run, "pipeline");
  private volatile boolean ending;

  PointPipeline(
      Deriver deriver,
      DerivedHistory history,
      PointWriter writer,
      Tapes tapes,
      PointOrigins origins,
      PastNews news,
      InstantSource clock,
      MeterRegistry meters) {
    this.deriver = deriver;
    this.writer = writer;
    this.tapes = tapes;
    this.origins = origins;
    this.news = news;
    this.clock = clock;
    full =
        Counter.builder("ratecast.pipeline.full")
            .description("ticks that had to wait because too many waited already")
            .register(meters);
    meters.gauge("ratecast.pipeline.waiting", waiting, BlockingQueue::size);
    history.whenFilled(points -> backfill(Tick.of(DerivedStart.FEED, clock.instant(), points)));
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns at once, but for the one case that {@value #MAX_WAITING} ticks wait for the store. */
  @Override
  public void accept(Tick tick) {
    var unused = bring(deriver.withoutOthers(tick), Kind.LIVE);
  }

  /**
   * Puts points that the store has already on their tapes, in turn. Waits as {@link #accept} does;
   * the future completes on the pipeline's thread.
   */
  CompletableFuture<Void> show(Tick tick) {
    return bring(tick, Kind.STORED);
  }

  /**
   * Has the tapes take, in turn, points of the past that this process gave to the store; what
   * follows from them is not computed here. Waits and completes as {@link #show} does.
   */
  CompletableFuture<Void> backfill(Tick tick) {
    return refill(tick)
        .thenRun(() -> news.wrote(tick.points().stream().map(Point::asset).collect(toSet())));
  }

  /** As {@link #backfill}, of points that the store was given by others. */
  CompletableFuture<Void> refill(Tick tick) {
    return bring(tick, Kind.BACKFILL);
  }

  /**
   * Has the tapes begin anew, in turn, behind the last points that this node was not told of in
   * time. Waits and completes as {@link #show} does.
   */
  CompletableFuture<Void> miss(List<Point> lasts) {
    return bring(Tick.of(Tick.STORE, clock.instant(), lasts), Kind.MISSED);
  }

  private CompletableFuture<Void> bring(Tick tick, Kind kind) {
    Load load = new Load(tick, kind, new CompletableFuture<>());
    if (!waiting.offer(load)) {
      full.increment();
      put(load);
    }
    return load.shown();
  }

  private void put(Load load) {
    try {
      waiting.put(load);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.error(
          "Stopped while {} points waited for the pipeline; they are lost", load.points().size());
    }
  }

  private void run() {
    try {
      while (!ending || !waiting.isEmpty()) {
        Load load = waiting.poll(LOOK_SECONDS, TimeUnit.SECONDS);
        if (load != null) {
          take(together(load));
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Pipeline interrupted", e);
    }
  }

  private List<Load> together(Load first) {
    List<Load> loads = new ArrayList<>(List.of(first));
    int points = first.points().size();
    Load next = waiting.peek();
    while (next != null
        && next.kind() == first.kind()
        && points + next.points().size() <= MAX_TOGETHER) {
      points += next.points().size();
      loads.add(waiting.remove());
      next = waiting.peek();
    }
    return loads;
  }

  private void take(List<Load> loads) {
    List<Point> points = loads.stream().flatMap(load -> load.points().stream()).toList();
    try {
      List<Arrival> arrivals = loads.stream().map(load -> origins.note(load.tick())).toList();
      switch (loads.get(0).kind()) {
        case LIVE -> take(points, false, arrivals);
        case STORED -> take(points, true, arrivals);
        case BACKFILL -> tapes.backfill(points, clock.instant().getEpochSecond());
        case MISSED -> tapes.miss(points);
      }
      loads.forEach(load -> load.shown().complete(null));
    } catch (RuntimeException | Error bug) { // which would end the only thread that takes points
      LOG.error("A bug in taking {} points", points.size(), bug);
      loads.forEach(load -> load.shown().completeExceptionally(bug));
    }
  }

  private void take(List<Point> points, boolean stored, List<Arrival> arrivals) {
    List<Point> derived = deriver.from(points);
    List<Point> all = derived.isEmpty() ? points : joined(points, derived);
    Arrival following = origins.note(Tick.of(DerivedStart.FEED, clock.instant(), derived));
    write(
        stored ? derived : all, stored ? List.of(following) : joined(arrivals, List.of(following)));
    tapes.append(all);
  }

  private void write(List<Point> points, List<Arrival> arrivals) {
    if (points.isEmpty()) {
      return;
    }
    // Bounded by store.write-timeout.
    if (writer.write(points).toCompletableFuture().join() == WriteOutcome.STORED) {
      Instant now = clock.instant();
      arrivals.forEach(arrival -> arrival.written(now));
    }
  }

  private static <T> List<T> joined(List<T> some, List<T> others) {
    List<T> joined = new ArrayList<>(some);
    joined.addAll(others);
    return joined;
  }

  /** Takes what waits and ends. Blocks until then, {@value #END_SECONDS} seconds at most. */
  void end() {
    ending = true;
    accept(Tick.of(Tick.STORE, clock.instant(), List.of())); // wakes the thread
    try {
      thread.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

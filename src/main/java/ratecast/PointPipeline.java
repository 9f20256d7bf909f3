package ratecast;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
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
import ratecast.store.PointWriter;
import ratecast.tape.Tapes;

/**
 * What happens to every point, in this order: what follows from it for derived assets joins it; it
 * is written to the store, or kept for it where the store does not take it in time; then it goes on
 * its tape, and with that to every client. One thread does it, so tapes have one writer and points
 * keep their order; what waits when it comes round goes together, so a slow store makes larger
 * writes and not a longer queue.
 */
@Singleton
final class PointPipeline implements PointSink, ShowingWay {
  private static final Logger LOG = LoggerFactory.getLogger(PointPipeline.class);

  /** Ticks that may wait: an hour of one a second, and whoever brings more waits for the store. */
  private static final int MAX_WAITING = 4096;

  /** Points in one write, so that the store's time for a tick stays its time for a tick. */
  private static final int MAX_TOGETHER = 10_000;

  private static final long END_SECONDS = 5;
  private static final long LOOK_SECONDS = 60;

  /**
   * Points that go together.
   *
   * @param stored whether the store has them already
   * @param shown completes when they are on their tapes
   */
  private record Tick(List<Point> points, boolean stored, CompletableFuture<Void> shown) {}

  private final BlockingQueue<Tick> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Deriver deriver;
  private final PointWriter writer;
  private final Tapes tapes;
  private final Counter full;
  private final Thread thread = new Thread(this::run, "pipeline");
  private volatile boolean ending;

  PointPipeline(Deriver deriver, PointWriter writer, Tapes tapes, MeterRegistry meters) {
    this.deriver = deriver;
    this.writer = writer;
    this.tapes = tapes;
    full =
        Counter.builder("ratecast.pipeline.full")
            .description("ticks that had to wait because too many waited already")
            .register(meters);
    meters.gauge("ratecast.pipeline.waiting", waiting, BlockingQueue::size);
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns at once, but for the one case that {@value #MAX_WAITING} ticks wait for the store. */
  @Override
  public void accept(List<Point> points) {
    bring(new Tick(deriver.withoutOthers(points), false, new CompletableFuture<>()));
  }

  /**
   * Puts points that the store has already on their tapes, in turn. Waits as {@link #accept} does;
   * the future completes on the pipeline's thread.
   */
  @Override
  public CompletableFuture<Void> show(List<Point> points) {
    Tick tick = new Tick(points, true, new CompletableFuture<>());
    bring(tick);
    return tick.shown();
  }

  private void bring(Tick tick) {
    if (!waiting.offer(tick)) {
      full.increment();
      put(tick);
    }
  }

  private void put(Tick tick) {
    try {
      waiting.put(tick);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.error(
          "Stopped while {} points waited for the pipeline; they are lost", tick.points().size());
    }
  }

  private void run() {
    try {
      while (!ending || !waiting.isEmpty()) {
        Tick tick = waiting.poll(LOOK_SECONDS, TimeUnit.SECONDS);
        if (tick != null) {
          take(together(tick));
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Pipeline interrupted", e);
    }
  }

  private List<Tick> together(Tick first) {
    List<Tick> ticks = new ArrayList<>(List.of(first));
    int points = first.points().size();
    Tick next = waiting.peek();
    while (next != null
        && next.stored() == first.stored()
        && points + next.points().size() <= MAX_TOGETHER) {
      points += next.points().size();
      ticks.add(waiting.remove());
      next = waiting.peek();
    }
    return ticks;
  }

  private void take(List<Tick> ticks) {
    List<Point> points = ticks.stream().flatMap(tick -> tick.points().stream()).toList();
    try {
      List<Point> derived = deriver.from(points);
      List<Point> all = derived.isEmpty() ? points : joined(points, derived);
      List<Point> unwritten = ticks.get(0).stored() ? derived : all;
      if (!unwritten.isEmpty()) {
        writer.write(unwritten).toCompletableFuture().join(); // bounded by store.write-timeout
      }
      tapes.append(all);
      ticks.forEach(tick -> tick.shown().complete(null));
    } catch (RuntimeException bug) {
      LOG.error("A bug in taking {} points", points.size(), bug);
      ticks.forEach(tick -> tick.shown().completeExceptionally(bug));
    }
  }

  private static List<Point> joined(List<Point> points, List<Point> derived) {
    List<Point> joined = new ArrayList<>(points);
    joined.addAll(derived);
    return joined;
  }

  /** Takes what waits and ends. Blocks until then, {@value #END_SECONDS} seconds at most. */
  void end() {
    ending = true;
    accept(List.of()); // wakes the thread
    try {
      thread.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

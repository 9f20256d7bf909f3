package ratecast;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.market.Point;
import ratecast.market.PointSink;
import ratecast.store.PointWriter;
import ratecast.tape.Tapes;

/**
 * What happens to every point, in this order: it is written to the store, or kept for it where the
 * store does not take it in time; then it goes on its tape, and with that to every client. What the
 * store has from another node is only {@link #show shown}. One thread does it, so tapes have one
 * writer and points keep their order; what waits when it comes round goes together, so a slow store
 * makes larger writes and not a longer queue.
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

  /** Points that came together, and whether they are in the store, or on their way there. */
  private record Batch(List<Point> points, boolean kept) {}

  private final BlockingQueue<Batch> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final PointWriter writer;
  private final Tapes tapes;
  private final Counter full;
  private final Thread thread = new Thread(this::run, "pipeline");
  private volatile boolean ending;

  PointPipeline(PointWriter writer, Tapes tapes, MeterRegistry meters) {
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
    enqueue(new Batch(points, false));
  }

  /** Takes points that another has seen to be stored, for the tapes alone; returns as above. */
  void show(List<Point> points) {
    enqueue(new Batch(points, true));
  }

  private void enqueue(Batch batch) {
    if (!waiting.offer(batch)) {
      full.increment();
      put(batch);
    }
  }

  private void put(Batch batch) {
    try {
      waiting.put(batch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.error(
          "Stopped while {} points waited for the pipeline; they are lost", batch.points().size());
    }
  }

  private void run() {
    try {
      while (!ending || !waiting.isEmpty()) {
        Batch tick = waiting.poll(LOOK_SECONDS, TimeUnit.SECONDS);
        if (tick != null) {
          take(together(tick));
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Pipeline interrupted", e);
    }
  }

  private Batch together(Batch first) {
    if (waiting.isEmpty()) {
      return first;
    }
    List<Point> points = new ArrayList<>(first.points());
    Batch next = waiting.peek();
    while (next != null
        && next.kept() == first.kept()
        && points.size() + next.points().size() <= MAX_TOGETHER) {
      points.addAll(waiting.remove().points());
      next = waiting.peek();
    }
    return new Batch(points, first.kept());
  }

  private void take(Batch batch) {
    try {
      if (!batch.kept()) {
        writer.write(batch.points()).toCompletableFuture().join(); // store.write-timeout bounds it
      }
      tapes.append(batch.points());
    } catch (RuntimeException bug) {
      LOG.error("A bug in taking {} points", batch.points().size(), bug);
    }
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

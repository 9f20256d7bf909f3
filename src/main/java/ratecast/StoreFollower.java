package ratecast;

import static java.util.Comparator.comparingLong;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import ratecast.feed.FeedSchedule;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Point;
import ratecast.market.PollGate;
import ratecast.market.Tick;
import ratecast.store.PointStore;
import ratecast.tape.Tapes;
import reactor.core.publisher.Flux;

/**
 * Puts on this node's tapes what other nodes wrote into the shared store: one read by ids a second
 * for all assets and clients, of the last {@value #NEAR_SECONDS} seconds of each asset. An asset
 * without a point in these (idle, or its writer could not reach the store) is looked for further
 * back, every {@value #FAR_EVERY}th time, or each time where all are silent. For one thread.
 */
@Singleton
final class StoreFollower {
  private static final int NEAR_SECONDS = 10;
  private static final int FAR_EVERY = 5;

  /** How far behind the newest point of any asset another may come and still be shown live. */
  private static final int BEHIND_SECONDS = 120;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final PointStore store;
  private final AssetCatalog catalog;
  private final Tapes tapes;
  private final PointPipeline pipeline;
  private final FeedSchedule schedule;
  private final PollGate gate;
  private final InstantSource clock;
  private final Counter followed;
  private final Timer reads;
  private long turn;

  StoreFollower(
      PointStore store,
      AssetCatalog catalog,
      Tapes tapes,
      PointPipeline pipeline,
      FeedSchedule schedule,
      PollGate gate,
      InstantSource clock,
      MeterRegistry meters) {
    this.store = store;
    this.catalog = catalog;
    this.tapes = tapes;
    this.pipeline = pipeline;
    this.schedule = schedule;
    this.gate = gate;
    this.clock = clock;
    followed =
        Counter.builder("ratecast.follow.points")
            .description("points of other nodes, found in the store")
            .baseUnit("points")
            .register(meters);
    reads = meters.timer("ratecast.follow.read");
  }

  /**
   * Reads once and hands on what is new. Blocks for the read, {@code 2 s} at most.
   *
   * @throws RuntimeException where the store does not answer
   */
  void follow() {
    Instant now = clock.instant();
    long second = now.getEpochSecond();
    List<Asset> near = new ArrayList<>();
    List<Asset> silent = new ArrayList<>();
    for (Asset asset : catalog.all()) {
      (lastTime(asset) > second - NEAR_SECONDS ? near : silent).add(asset);
    }
    if (turn++ % FAR_EVERY != 0 && !near.isEmpty()) {
      silent.clear();
    }
    Timer.Sample sample = Timer.start();
    List<Point> found =
        Flux.concat(
                store.recent(near, second - NEAR_SECONDS + 1, second + 1),
                store.recent(silent, farthest(second), second + 1))
            .filter(point -> point.time() > lastTime(point.asset()))
            .collectList()
            .block(PATIENCE);
    sample.stop(reads);
    if (found != null && !found.isEmpty()) {
      bring(found);
    }
  }

  private void bring(List<Point> found) {
    List<Point> points = new ArrayList<>(found);
    points.sort(comparingLong(Point::time));
    followed.increment(points.size());
    var unused = pipeline.show(Tick.of(Tick.STORE, clock.instant(), points));
    if (!gate.isOpen()) {
      schedule.followed(points);
    }
  }

  /** After an absence the whole market begins where it ended; the windows reach no further. */
  private long farthest(long second) {
    long newest = Math.min(second, tapes.newestTime());
    long windowStart = second - tapes.windowSeconds();
    return Math.max(windowStart, Math.max(newest, windowStart) - BEHIND_SECONDS);
  }

  private long lastTime(Asset asset) {
    return tapes.tape(asset).window().lastTime();
  }
}

package ratecast;

import static java.util.Comparator.comparingLong;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import ratecast.feed.FeedSchedule;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Point;
import ratecast.market.PollGate;
import ratecast.market.Tick;
import ratecast.store.PointStore;
import ratecast.tape.Tapes;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Puts on this node's tapes what other nodes wrote into the shared store: one read by ids a second
 * for all assets and clients, of the last {@value #NEAR_SECONDS} seconds of each asset. An asset
 * without a point in these (idle, or its writer could not reach the store) is looked for further
 * back, every {@value #FAR_EVERY}th time, or each time where all are silent; after an absence all
 * are looked for. That goes by stretches of time, each shown before the next is read: what a long
 * absence left is brought by as many looks as it takes, its oldest seconds first. For one thread.
 */
@Singleton
final class StoreFollower {
  private static final int NEAR_SECONDS = 10;
  private static final int FAR_EVERY = 5;

  /** Read of the others: one that came by this node may hide that another came elsewhere. */
  private static final int NEAR_READ_SECONDS = 15;

  /** How far behind the newest point of any asset another may be stored and still be found. */
  private static final int BEHIND_SECONDS = 120;

  /** Minutes of assets in one stretch, at least one of each: 60,000 points, an answer of 1 MB. */
  private static final int TOGETHER = 1_000;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** For a look at each asset, after an absence longer than the windows. */
  private static final Duration LONG_PATIENCE = Duration.ofSeconds(20);

  /** After this a look begins no further stretch: a few that answer at once, or one slow one. */
  private static final Duration ENOUGH = Duration.ofSeconds(1);

  private static final long NOWHERE = Long.MIN_VALUE;

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

  /** Up to this second there is nothing of any asset left to be looked for. */
  private long sought;

  /** The second from which assets are still to be looked for, after an unfinished look. */
  private long goesOnAt = NOWHERE;

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
    sought = clock.instant().getEpochSecond(); // a start fills the windows after that
    followed =
        Counter.builder("ratecast.follow.points")
            .description("points of other nodes, found in the store")
            .baseUnit("points")
            .register(meters);
    reads = meters.timer("ratecast.follow.read");
  }

  /**
   * Whether other nodes find a point in the store that it is given now: what is behind its asset's
   * last is looked for in the last seconds alone, and nothing far back. Half of how far they look
   * is theirs to come round.
   *
   * @param lastTime of its asset, before it
   */
  static boolean finds(long time, long lastTime, long now) {
    long behind = now - time;
    return behind < NEAR_SECONDS / 2 || (time > lastTime && behind < BEHIND_SECONDS / 2);
  }

  /**
   * Reads what is new and hands it on; what there was no time for is left to the next call. Blocks
   * for {@code 3 s} at most, and the first time after an absence longer than the windows for 20
   * more.
   *
   * @throws RuntimeException where the store does not answer; what was handed on before stays so
   */
  void follow() {
    follow(System::nanoTime);
  }

  /**
   * {@link #follow()} by this stop-watch.
   *
   * @param nanos as {@link System#nanoTime}
   */
  void follow(LongSupplier nanos) {
    long begun = nanos.getAsLong();
    long second = clock.instant().getEpochSecond();
    boolean wasAway = second - sought > NEAR_SECONDS;
    if (goesOnAt == NOWHERE && sought < second - tapes.windowSeconds()) {
      miss(second - tapes.windowSeconds());
    }
    List<Asset> near = new ArrayList<>();
    List<Asset> far = new ArrayList<>();
    for (Asset asset : catalog.all()) {
      (wasAway || lastTime(asset) <= second - NEAR_SECONDS ? far : near).add(asset);
    }
    if (goesOnAt == NOWHERE && turn++ % FAR_EVERY != 0 && !near.isEmpty()) {
      far.clear();
    }
    Flux<Point> live = store.recent(near, second - NEAR_READ_SECONDS + 1, second + 1);
    long end = second + 1;
    long from = Math.min(end, Math.max(second - tapes.windowSeconds(), begin(second)));
    CompletableFuture<Void> shown;
    do {
      goesOnAt = from;
      long to = Math.min(end, lastOfStretch(from, far.size()));
      shown = bring(Flux.concat(live, store.recent(far, from, to)));
      live = Flux.empty();
      from = to + 1;
      goesOnAt = from > end ? NOWHERE : from;
    } while (goesOnAt != NOWHERE && isInTime(shown, nanos.getAsLong() - begun));
    if (goesOnAt == NOWHERE) {
      sought = second;
    }
  }

  /** What lies further back than windows reach is not brought: whoever wants it asks the store. */
  private void miss(long before) {
    Flux.fromIterable(catalog.all())
        .filter(asset -> lastTime(asset) < before)
        .flatMap(asset -> store.lastBefore(asset, before))
        .filter(last -> last.time() > lastTime(last.asset()))
        .collectList()
        .flatMap(lasts -> Mono.fromFuture(() -> pipeline.miss(lasts)))
        .block(LONG_PATIENCE);
  }

  /** Whole minutes, as the store has them. */
  private static long lastOfStretch(long from, int assets) {
    long minutes = Math.max(1, TOGETHER / Math.max(1, assets));
    return (Math.floorDiv(from, 60L) + minutes) * 60 - 1;
  }

  /** Reads and has shown in rising time, over all assets. */
  private CompletableFuture<Void> bring(Flux<Point> some) {
    Timer.Sample sample = Timer.start();
    List<Point> found =
        some.filter(this::isMissing).collectSortedList(comparingLong(Point::time)).block(PATIENCE);
    sample.stop(reads);
    if (found == null || found.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    followed.increment(found.size());
    if (!gate.isOpen()) {
      schedule.followed(found);
    }
    return pipeline.show(Tick.of(Tick.STORE, clock.instant(), found));
  }

  /** Waits for the tapes, so that no look leaves more to the pipeline than one stretch. */
  private static boolean isInTime(CompletableFuture<Void> shown, long tookNanos) {
    long left = ENOUGH.toNanos() - tookNanos;
    return left > 0
        && shown.handle((done, bug) -> true).completeOnTimeout(false, left, NANOSECONDS).join();
  }

  /** Where a look goes on, or begins: behind the newest, or after an absence where that began. */
  private long begin(long second) {
    long newest = Math.min(second, Math.max(0, tapes.newestTime()));
    return goesOnAt == NOWHERE ? Math.min(newest - BEHIND_SECONDS, sought) : goesOnAt;
  }

  /** By the whole of the tape: what came meanwhile by this node may be newer. */
  private boolean isMissing(Point point) {
    return tapes.tape(point.asset()).window().misses(point.time());
  }

  private long lastTime(Asset asset) {
    return tapes.tape(asset).window().lastTime();
  }
}

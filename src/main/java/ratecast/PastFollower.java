package ratecast;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.market.Tick;
import ratecast.store.PointStore;
import ratecast.tape.Tapes;
import ratecast.tape.Window;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes the windows of assets whose past others changed as a start would fill them. So many at a
 * look as are {@value #TOGETHER} minutes of windows, and the others wait, in turn. For one thread.
 */
@Singleton
final class PastFollower {
  /** As in one stretch of the {@link StoreFollower}, and every other second. */
  private static final int TOGETHER = 1_000;

  private static final int MINUTE = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final PointStore store;
  private final Tapes tapes;
  private final PointPipeline pipeline;
  private final InstantSource clock;
  private final Set<Asset> waiting = new LinkedHashSet<>();
  private final AtomicInteger shownWaiting;

  PastFollower(
      PointStore store,
      Tapes tapes,
      PointPipeline pipeline,
      InstantSource clock,
      MeterRegistry meters) {
    this.store = store;
    this.tapes = tapes;
    this.pipeline = pipeline;
    this.clock = clock;
    shownWaiting = meters.gauge("ratecast.follow.waiting", new AtomicInteger());
  }

  /** Others wrote into its past. */
  void changed(Asset asset) {
    waiting.add(asset);
  }

  /**
   * Reads the windows of some that wait from the store. Blocks until they have it, for 4 s at most.
   *
   * @throws RuntimeException where the store does not answer; they wait on
   */
  void follow() {
    if (!waiting.isEmpty()) {
      long some = Math.max(1, TOGETHER * MINUTE / tapes.windowSeconds());
      List<Asset> first = waiting.stream().limit(some).toList();
      refill(first);
      first.forEach(waiting::remove);
    }
    shownWaiting.set(waiting.size());
  }

  private void refill(List<Asset> assets) {
    long now = clock.instant().getEpochSecond();
    long from = now - tapes.windowSeconds();
    Flux.fromIterable(assets)
        .concatMap(asset -> older(asset, from))
        .concatWith(store.recent(assets, from, now).filter(this::isMissing))
        .collectList()
        .map(points -> Tick.of(Tick.STORE, clock.instant(), points))
        .flatMap(tick -> Mono.fromFuture(() -> pipeline.refill(tick)))
        .block(PATIENCE);
  }

  /** The last one, or those around that of a window which ends there. */
  private Flux<Point> older(Asset asset, long before) {
    long end = window(asset).lastTime();
    return store
        .lastBefore(asset, before)
        .flatMapMany(
            last ->
                last.time() == end
                    ? store.read(asset, end - tapes.windowSeconds(), end).filter(this::isMissing)
                    : Flux.just(last));
  }

  private boolean isMissing(Point point) {
    return window(point.asset()).misses(point.time());
  }

  private Window window(Asset asset) {
    return tapes.tape(asset).window();
  }
}

package ratecast;

import static java.util.Comparator.comparingLong;

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
 * Makes the windows of assets whose past others changed as they would be had this node written it.
 * So many at a look as are {@value #TOGETHER} minutes of windows, and the others wait, in turn. For
 * one thread.
 */
@Singleton
final class PastFollower {
  /** As in one stretch of the {@link StoreFollower}, and every other second. */
  private static final int TOGETHER = 1_000;

  private static final int MOST_ASSETS = 100;
  private static final int AT_A_TIME = 16;
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
    long most = Math.min(MOST_ASSETS, TOGETHER * MINUTE / tapes.windowSeconds());
    List<Asset> some = waiting.stream().limit(Math.max(1, most)).toList();
    some.forEach(waiting::remove);
    try {
      refill(some);
    } catch (RuntimeException e) {
      waiting.addAll(some); // behind the others: it may be for one of these
      throw e;
    } finally {
      shownWaiting.set(waiting.size());
    }
  }

  private void refill(List<Asset> assets) {
    if (assets.isEmpty()) {
      return;
    }
    long now = clock.instant().getEpochSecond();
    Flux.fromIterable(assets)
        .flatMap(asset -> past(asset, now - tapes.windowSeconds(), now), AT_A_TIME)
        .collectSortedList(comparingLong(Point::time))
        .map(points -> Tick.of(Tick.STORE, clock.instant(), points))
        .flatMap(tick -> Mono.fromFuture(() -> pipeline.refill(tick)))
        .block(PATIENCE);
  }

  /**
   * What the window lacks: all that it would have after a start, and where it reaches further back,
   * as that of an asset with a point a minute does, what lies there. Where the store has a newer
   * last point before that, the window begins anew behind it.
   */
  private Flux<Point> past(Asset asset, long from, long now) {
    Window window = tapes.tape(asset).window();
    return store
        .lastBefore(asset, from)
        .flatMapMany(
            last ->
                last.time() > window.lastTime()
                    ? Flux.just(last)
                    : store
                        .read(asset, window.firstTime(), from)
                        .filter(this::isMissing)
                        .startWith(last))
        .concatWith(store.read(asset, from, now + 1).filter(this::isMissing));
  }

  private boolean isMissing(Point point) {
    return tapes.tape(point.asset()).window().misses(point.time());
  }
}

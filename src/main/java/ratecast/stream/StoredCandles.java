package ratecast.stream;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.market.Asset;
import ratecast.market.Candle;
import ratecast.market.Candles;
import ratecast.market.Interval;
import ratecast.store.PointStore;
import reactor.core.publisher.Mono;

/**
 * Points of the store folded to candles as they come, so that a range takes the memory of its
 * candles. Bounded in how many read at a time, in how many wait for that, and in time. Any thread;
 * does not block.
 */
@Singleton
final class StoredCandles {
  private static final Logger LOG = LoggerFactory.getLogger(StoredCandles.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** Who waits costs a reference or two, and the store answers hundreds of short reads a second. */
  private static final int WAITING = 1_000;

  private final PointStore store;
  private final Turns turns;
  private final StreamMeters meters;

  StoredCandles(PointStore store, StreamConfig config, StreamMeters meters) {
    this.store = store;
    this.meters = meters;
    turns = new Turns(config.maxStoreReads(), WAITING);
  }

  /**
   * What a range folds to.
   *
   * @param closed in rising time
   * @param running the last one, which points after the range may change; empty without a point
   * @param lastTime of the last point, or the second before the range
   */
  record Folded(List<Candle> closed, Optional<Candle> running, long lastTime) {}

  /**
   * Folds the points from {@code from} to before {@code to}. Fails where the store is away, slow or
   * busy; that is counted here.
   *
   * @param soFar what is known of the interval that {@code from} lies in
   */
  Mono<Folded> fold(Asset asset, Interval interval, Optional<Candle> soFar, long from, long to) {
    Mono<Folded> read =
        Mono.defer(
            () -> {
              Folding folding = new Folding(interval, soFar, from - 1);
              return store
                  .read(asset, from, to)
                  .doOnNext(point -> folding.take(point.time(), point.value()))
                  .then(Mono.fromSupplier(folding::folded));
            });
    return turns
        .take(read.timeout(TIMEOUT))
        .doOnError(
            error -> {
              boolean busy = error instanceof RejectedExecutionException;
              meters.refused(busy ? "store-reads" : "store-away");
              LOG.debug("Candles from the store failed", error);
            });
  }

  /** Lives as long as one read. */
  private static final class Folding {
    private final Candles candles;
    private final List<Candle> closed = new ArrayList<>();
    private long lastTime;

    Folding(Interval interval, Optional<Candle> soFar, long lastTime) {
      candles =
          soFar
              .map(candle -> Candles.continuing(interval, candle))
              .orElseGet(() -> new Candles(interval));
      this.lastTime = lastTime;
    }

    void take(long time, double value) {
      lastTime = time;
      candles.add(time, value).ifPresent(closed::add);
    }

    Folded folded() {
      return new Folded(closed, candles.running(), lastTime);
    }
  }
}

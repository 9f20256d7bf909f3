package ratecast.stream;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ratecast.market.Asset;
import ratecast.market.Candle;
import ratecast.market.Candles;
import ratecast.market.Interval;
import ratecast.store.PointStore;
import reactor.core.publisher.Mono;

/**
 * Points of the store folded to candles as they come, so that a range takes the memory of its
 * candles. Any thread; does not block.
 */
@Singleton
final class StoredCandles {
  private final PointStore store;
  private final StoreReads reads;

  StoredCandles(PointStore store, StoreReads reads) {
    this.store = store;
    this.reads = reads;
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
   * busy.
   *
   * @param soFar what is known of the interval that {@code from} lies in
   */
  Mono<Folded> fold(Asset asset, Interval interval, Optional<Candle> soFar, long from, long to) {
    return reads.take(
        to,
        store.read(asset, from, to),
        points -> {
          Folding folding = new Folding(interval, soFar, from - 1);
          return points
              .doOnNext(point -> folding.take(point.time(), point.value()))
              .then(Mono.fromSupplier(folding::folded));
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

package ratecast.stream;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import ratecast.market.Asset;
import ratecast.market.Candle;
import ratecast.market.Interval;
import reactor.core.publisher.Mono;

/**
 * What running candles owe to points that lie before the window: of a 1d candle most of the day.
 * Read from the store once for each asset and interval, shared by everyone who asks, and after that
 * only what the window has let go since. Bounded by the assets times the intervals. Any thread.
 */
@Singleton
final class CandleSeeds {
  private final StoredCandles stored;
  private final Map<Topic, Seed> known = new ConcurrentHashMap<>();
  private final Map<Topic, Mono<Seed>> reading = new ConcurrentHashMap<>();

  CandleSeeds(StoredCandles stored) {
    this.stored = stored;
  }

  /**
   * The points of one interval that lie before a moment.
   *
   * @param start of the interval
   * @param readTo up to where the store was read, exclusive
   * @param candle of these points; empty where there is none
   * @param lastTime of the last of them, or the second before the start
   * @param latecomers how often older ones had come when they were read
   */
  record Seed(long start, long readTo, Optional<Candle> candle, long lastTime, int latecomers) {
    static Seed none(long start, int latecomers) {
      return new Seed(start, start, Optional.empty(), start - 1, latecomers);
    }

    boolean covers(long otherStart, long to, int since) {
      return continues(otherStart, since) && readTo >= to;
    }

    boolean continues(long otherStart, int since) {
      return start == otherStart && latecomers >= since;
    }
  }

  /**
   * Everything of the interval that begins at {@code start} up to {@code to} (exclusive), or
   * somewhat more. Fails where the store cannot be asked.
   *
   * @param latecomers how often points older than the window have come: all of them are to be in it
   */
  Mono<Seed> seed(Asset asset, Interval interval, long start, long to, int latecomers) {
    Topic topic = Topic.candles(asset, interval);
    Seed has = known.get(topic);
    if (has != null && has.covers(start, to, latecomers)) {
      return Mono.just(has);
    }
    return reading
        .computeIfAbsent(topic, key -> read(asset, interval, key, start, to, latecomers))
        .flatMap(
            seed ->
                seed.covers(start, to, latecomers)
                    ? Mono.just(seed)
                    : Mono.defer(() -> seed(asset, interval, start, to, latecomers)));
  }

  private Mono<Seed> read(
      Asset asset, Interval interval, Topic topic, long start, long to, int latecomers) {
    Seed old = known.get(topic);
    Seed base =
        old != null && old.continues(start, latecomers) ? old : Seed.none(start, latecomers);
    return stored
        .fold(asset, interval, base.candle(), base.lastTime() + 1, to)
        .map(folded -> new Seed(start, to, folded.running(), folded.lastTime(), base.latecomers()))
        .doOnNext(seed -> known.put(topic, seed))
        .doOnTerminate(() -> reading.remove(topic)) // before whoever waits is told, and asks again
        .cache();
  }
}

package ratecast.stream;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import ratecast.market.Interval;
import ratecast.store.StoreConfig;
import ratecast.tape.Tape;
import ratecast.tape.Tapes;
import ratecast.tape.Window;
import reactor.core.publisher.Mono;

/**
 * What a line of candles begins with and what its history has, of the window alone or of the store
 * as well. What comes of the store never fails: where it could not be asked, the answer says so.
 * Any thread.
 */
@Singleton
final class OlderCandles {
  private final StoredCandles stored;
  private final CandleSeeds seeds;
  private final Tapes tapes;
  private final InstantSource clock;
  private final long retentionSeconds;

  OlderCandles(
      StoredCandles stored,
      CandleSeeds seeds,
      Tapes tapes,
      InstantSource clock,
      StoreConfig storeConfig) {
    this.stored = stored;
    this.seeds = seeds;
    this.tapes = tapes;
    this.clock = clock;
    retentionSeconds = storeConfig.retention().toSeconds();
  }

  /** Empty where the running interval began before the window. */
  Optional<CandleStart> startInMemory(Tape tape, Interval interval) {
    Window window = tape.window();
    int latecomers = window.latecomers();
    int older = window.olderLatecomers();
    long start = runningStart(window, interval);
    if (start < window.firstTime()) {
      return Optional.empty();
    }
    CandleSeeds.Seed none = CandleSeeds.Seed.none(start, older);
    return Optional.of(new CandleStart(interval, none, held(window, start), latecomers, true));
  }

  /**
   * Of the store as well where the running interval began before the window.
   *
   * @param olderLatecomers of the window: the points of all of them are to be in it
   */
  Mono<CandleStart> start(Tape tape, Interval interval, int olderLatecomers) {
    return startInMemory(tape, interval)
        .map(Mono::just)
        .orElseGet(() -> startWithStore(tape, interval, olderLatecomers));
  }

  private Mono<CandleStart> startWithStore(Tape tape, Interval interval, int olderLatecomers) {
    Window window = tape.window();
    int latecomers = window.latecomers();
    long start = runningStart(window, interval);
    Held held = held(window, start);
    long to = held.recent().isEmpty() ? now() + 1 : held.recent().firstTime();
    return seeds
        .seed(tape.asset(), interval, start, to, olderLatecomers)
        .map(seed -> new CandleStart(interval, seed, held, latecomers, true))
        .onErrorReturn(
            new CandleStart(interval, CandleSeeds.Seed.none(start, 0), held, latecomers, false));
  }

  private long runningStart(Window window, Interval interval) {
    long last = window.lastTime();
    return interval.start(last == Long.MIN_VALUE ? now() : last);
  }

  /** Empty where the store may have points after {@code from} that the window has not. */
  Optional<CandlePast> pastInMemory(Tape tape, Interval interval, long from) {
    return from < now() - tapes.windowSeconds() || from <= tape.window().lacksUpTo()
        ? Optional.empty()
        : Optional.of(CandlePast.of(interval, from, held(tape.window(), from)));
  }

  Mono<CandlePast> past(Tape tape, Interval interval, long from) {
    Held held = held(tape.window(), from);
    long to = held.recent().isEmpty() ? interval.start(now()) : held.recent().firstTime();
    boolean reachesBack = retentionSeconds == 0 || from >= now() - retentionSeconds;
    return stored
        .fold(tape.asset(), interval, Optional.empty(), from, to)
        .map(older -> CandlePast.of(interval, from, older, held, reachesBack))
        .onErrorReturn(CandlePast.withoutStore(interval, from, held));
  }

  private Held held(Window window, long from) {
    return Held.of(window, from - 1, now());
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }
}

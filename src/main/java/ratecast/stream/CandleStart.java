package ratecast.stream;

import ratecast.market.Candles;
import ratecast.market.Interval;

/**
 * Where the candles of a line begin: what is known of the interval that was running when it was
 * asked for.
 *
 * @param soFar its points from before the window
 * @param held its points in the window
 * @param latecomers of the window before they were taken
 * @param isWhole false where the store could not be asked
 */
record CandleStart(
    Interval interval, CandleSeeds.Seed soFar, Held held, int latecomers, boolean isWhole) {

  /** The first second of that interval. */
  long time() {
    return soFar.start();
  }

  /** Everything of it. A point that the store has given already is not taken again. */
  Candles fold() {
    Candles fold =
        soFar
            .candle()
            .map(candle -> Candles.continuing(interval, candle))
            .orElseGet(() -> new Candles(interval));
    held.recent()
        .forEach(
            (time, value) -> {
              if (time > soFar.lastTime()) {
                fold.add(time, value); // of one interval: nothing is closed
              }
            });
    return fold;
  }

  /** The time up to which {@link #fold} has everything. */
  long lastTime() {
    return held.recent().isEmpty()
        ? soFar.lastTime()
        : Math.max(soFar.lastTime(), held.recent().lastTime());
  }
}

package ratecast.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ratecast.market.Candle;
import ratecast.market.Candles;
import ratecast.market.Interval;
import ratecast.tape.Slice;
import ratecast.tape.Window;

/**
 * The history of a line of candles before it is joined: what the store gave, folded already, and
 * the points in the window.
 *
 * @param from start of the first interval asked for
 * @param firstWhole start of the first interval of which all points are here
 */
record CandlePast(
    Interval interval,
    long from,
    long firstWhole,
    StoredCandles.Folded older,
    Held held,
    boolean reachesBack) {

  /** Of the window alone, which has everything. */
  static CandlePast of(Interval interval, long from, Held held) {
    return of(interval, from, nothing(from), held, true);
  }

  static CandlePast of(
      Interval interval, long from, StoredCandles.Folded older, Held held, boolean reachesBack) {
    return new CandlePast(interval, from, from, older, held, reachesBack);
  }

  /** Of the window alone, where the store had to be asked and did not answer. */
  static CandlePast withoutStore(Interval interval, long from, Held held) {
    Slice recent = held.recent();
    long first = recent.isEmpty() ? from : interval.nextStart(recent.firstTime());
    return new CandlePast(interval, from, first, nothing(from), held, false);
  }

  private static StoredCandles.Folded nothing(long from) {
    return new StoredCandles.Folded(List.of(), Optional.empty(), from - 1);
  }

  /** Whether nothing is missing up to what the window has now. */
  boolean isComplete(Window window) {
    return reachesBack && held.joins(window);
  }

  /**
   * The candles up to the position of the line, its newest as the last. Everything before that one
   * is over.
   */
  List<Candle> upTo(CandleLine line, Window window) {
    Optional<Candle> newest = line.newest();
    long end = newest.map(Candle::time).orElse(Long.MAX_VALUE);
    Folding folding = new Folding(end, line.lastTime());
    folding.take(held.recent());
    folding.take(window.slice(folding.lastTime, line.lastTime()));
    List<Candle> all = folding.finish();
    newest.filter(candle -> candle.time() >= from || !candle.closed()).ifPresent(all::add);
    return all;
  }

  private final class Folding {
    private final long end;
    private final long lineTime;
    private final List<Candle> all = new ArrayList<>(older.closed());
    private final Candles candles =
        older
            .running()
            .map(candle -> Candles.continuing(interval, candle))
            .orElseGet(() -> new Candles(interval));
    private long lastTime = older.lastTime();

    /** Takes what is before {@code end}, and of the window only what the line has delivered. */
    Folding(long end, long lineTime) {
      this.end = end;
      this.lineTime = lineTime;
    }

    void take(Slice points) {
      points.forEach(
          (time, value) -> {
            if (time > lastTime && time < end && time <= lineTime) {
              lastTime = time;
              candles.add(time, value).ifPresent(all::add);
            }
          });
    }

    List<Candle> finish() {
      candles.closeAt(Long.MAX_VALUE).ifPresent(all::add);
      all.removeIf(candle -> candle.time() < firstWhole || candle.time() >= end);
      return all;
    }
  }
}

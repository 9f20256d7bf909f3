package ratecast.pitch.imports;

import java.util.ArrayList;
import java.util.List;
import ratecast.pitch.book.SecondQuotes;
import ratecast.pitch.book.TradingDay;
import ratecast.pitch.imports.MidHistory.Mids;

/**
 * Gathers the mids of some seconds, so that they are kept together: the store has one document for
 * a minute of an asset. Bounded by {@value #MOST} quotes and one second more. For one thread.
 */
final class MidBuffer {
  /** Points of which a write is large enough; taken at the next whole minute. */
  private static final int ENOUGH = 20_000;

  /** Points at which no minute is waited for. */
  private static final int MOST = 200_000;

  private static final int MINUTE = 60;

  private final TradingDay day;
  private final List<Mids> seconds = new ArrayList<>();
  private int quotes;
  private int last;

  /**
   * @param after seconds up to this one are history already
   */
  MidBuffer(TradingDay day, int after) {
    this.day = day;
    this.last = after;
  }

  void add(SecondQuotes second) {
    if (second.second() > last) {
      last = second.second();
      quotes += second.quotes().taken().size();
      seconds.add(new Mids(day.epochSecond(last), second.quotes().taken()));
    }
  }

  /** Whether it is time to take them. */
  boolean isFull() {
    return quotes >= MOST || (quotes >= ENOUGH && last % MINUTE == MINUTE - 1);
  }

  List<Mids> gathered() {
    return seconds;
  }

  void clear() {
    seconds.clear();
    quotes = 0;
  }

  /** The second of the day that came last. */
  int last() {
    return last;
  }
}

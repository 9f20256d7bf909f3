package ratecast.pitch.imports;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import ratecast.market.Quote;
import ratecast.pitch.book.TradingDay;

/** Where the mids of an import with a trading date go: history of assets named as its symbols. */
public interface MidHistory {
  /**
   * The quotes of all books at one second.
   *
   * @param time whole seconds since 1970 UTC
   */
  record Mids(long time, List<Quote> quotes) {
    public Mids {
      quotes = List.copyOf(quotes);
    }
  }

  /** A sentence where this day can have no history: not yet, or no longer. */
  Optional<String> refusal(TradingDay day);

  /**
   * Keeps them as points, registering the assets that are new. Keeping them again changes nothing.
   * Blocks until the store has them.
   *
   * @return how many became what: "stored", "duplicate", or why not
   * @throws ratecast.pitch.store.StoreAwayException where it could not
   */
  Map<String, Integer> keep(List<Mids> seconds);
}

package ratecast.feed;

import java.util.Map;
import java.util.Optional;
import ratecast.market.CurrencyPair;

/**
 * Around which level a made-up rate walks, and how.
 *
 * @param value its usual level
 * @param volatility standard deviation of one second's relative step
 * @param decimals as the market quotes it
 * @param spread in units of the last decimal, at least 2
 */
record WalkLevel(double value, double volatility, int decimals, int spread) {
  /** 8 % a year, a usual figure for major pairs, over the seconds in which they trade. */
  private static final double PAIR_VOLATILITY = 1.7e-5;

  /** 20 % a year. */
  private static final double SHARE_VOLATILITY = 4e-5;

  /** What one unit of a currency is worth; the pairs' levels follow: EURUSD 1.08, USDJPY 150. */
  private static final Map<String, Double> IN_USD =
      Map.ofEntries(
          Map.entry("USD", 1.0),
          Map.entry("EUR", 1.08),
          Map.entry("JPY", 1 / 150.0),
          Map.entry("GBP", 1.27),
          Map.entry("AUD", 0.66),
          Map.entry("CAD", 1 / 1.36),
          Map.entry("CHF", 1.12),
          Map.entry("NZD", 0.61),
          Map.entry("SEK", 1 / 10.5),
          Map.entry("NOK", 1 / 10.6),
          Map.entry("MXN", 1 / 17.0),
          Map.entry("ZAR", 1 / 18.5),
          Map.entry("CNH", 1 / 7.2));

  /** Currencies not known here count as a dollar; other names are a share between 10 and 500. */
  static WalkLevel of(String symbol) {
    Optional<CurrencyPair> pair = CurrencyPair.parse(symbol);
    if (pair.isEmpty()) {
      return new WalkLevel(10 + Math.floorMod(symbol.hashCode(), 490), SHARE_VOLATILITY, 2, 3);
    }
    double value =
        IN_USD.getOrDefault(pair.get().base(), 1.0)
            / IN_USD.getOrDefault(pair.get().counter(), 1.0);
    return new WalkLevel(value, PAIR_VOLATILITY, pair.get().decimals(), 8);
  }
}

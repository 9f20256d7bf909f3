package ratecast.market;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two currencies in one symbol: EURUSD, the price of one EUR in USD. A symbol of this form is a
 * rate and so positive; anything else is only a number.
 */
public record CurrencyPair(String base, String counter) {
  private static final Pattern SYMBOL = Pattern.compile("([A-Z]{3})/?([A-Z]{3})");

  /** Empty where the symbol is something else. */
  public static Optional<CurrencyPair> parse(String symbol) {
    Matcher matcher = SYMBOL.matcher(symbol);
    return matcher.matches()
        ? Optional.of(new CurrencyPair(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** As the market quotes it: a tenth of a pip. */
  public int decimals() {
    return counter.equals("JPY") ? 3 : 5;
  }
}

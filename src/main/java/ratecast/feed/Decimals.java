package ratecast.feed;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Which decimals count as prices. The bounds are far beyond any price; they keep an answer like
 * 1e999999999 from being written out in memory by the first addition.
 */
final class Decimals {
  private static final int MAX_TEXT = 40;
  private static final int MAX_SCALE = 30;

  private Decimals() {}

  /** Empty where the text is not a number of at most {@value #MAX_TEXT} characters. */
  static Optional<BigDecimal> parse(String text) {
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  static boolean isPriceSized(BigDecimal number) {
    return Math.abs((long) number.scale()) <= MAX_SCALE && number.precision() <= MAX_TEXT;
  }
}

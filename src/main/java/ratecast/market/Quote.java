package ratecast.market;

import java.math.BigDecimal;

/**
 * Bid and ask of one symbol at one poll, as the source gave them. Says nothing about whether they
 * are usable: that is the rules' business.
 *
 * @param symbol the source's name for the asset, as it came
 */
public record Quote(String symbol, BigDecimal bid, BigDecimal ask) {
  private static final BigDecimal HALF = new BigDecimal("0.5");

  /**
   * Halving a terminating decimal terminates, so the mid is exact; in binary it leaves noise that
   * reaches every chart.
   */
  public BigDecimal mid() {
    return bid.add(ask).multiply(HALF);
  }

  /** A source with one price instead of two sides. */
  public static Quote of(String symbol, BigDecimal price) {
    return new Quote(symbol, price, price);
  }
}

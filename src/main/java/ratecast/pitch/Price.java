package ratecast.pitch;

import java.math.BigDecimal;

/**
 * An exact price in millionths, which holds both forms of the format: 6 whole and 4 decimal digits,
 * and 8 whole and 6 decimal digits of the extended types.
 *
 * @param millionths 0 to 99,999,999,999,999
 */
public record Price(long millionths) implements Comparable<Price> {
  static final long MAX = 99_999_999_999_999L;
  private static final int DECIMALS = 6;

  public Price {
    if (millionths < 0 || millionths > MAX) {
      throw new IllegalArgumentException(
          "price of " + millionths + " millionths is outside 0 to " + MAX);
    }
  }

  /** Throws {@link ArithmeticException} where it has more than six decimals. */
  public static Price of(BigDecimal price) {
    return new Price(price.movePointRight(DECIMALS).longValueExact());
  }

  /** The same number without trailing zeros: 142.41, not 142.410000. */
  public BigDecimal toBigDecimal() {
    BigDecimal plain = BigDecimal.valueOf(millionths, DECIMALS).stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }

  @Override
  public int compareTo(Price other) {
    return Long.compare(millionths, other.millionths);
  }

  @Override
  public String toString() {
    return toBigDecimal().toPlainString();
  }
}

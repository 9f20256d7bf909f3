package ratecast.feed;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import ratecast.market.Quote;

/**
 * One made-up line. Each step depends on the line's own generator and on the value before, and on
 * nothing else, so that neither the order of the assets nor the hour changes what a seed gives.
 */
sealed interface WalkLine {
  /** The quote of the next second. */
  Quote next();

  /**
   * A rate: relative steps of about {@code volatility}, a slight pull back to the usual level, a
   * spread of a few of the smallest units, rounded as the market quotes. Never zero or negative.
   */
  final class Rate implements WalkLine {
    /** A day's walk dwarfs it; over weeks it keeps the line within some percent of its level. */
    private static final double PULL = 1e-6;

    private final String symbol;
    private final WalkLevel level;
    private final SplittableRandom random;
    private double mid;

    Rate(String symbol, WalkLevel level, double start, SplittableRandom random) {
      this.symbol = symbol;
      this.level = level;
      this.random = random;
      this.mid = start;
    }

    @Override
    public Quote next() {
      // Three uniform draws make a bell of variance 1 here, bounded at 3, the same on every JDK.
      double bell = 2 * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5);
      int spread = level.spread() + random.nextInt(3) - 1;
      double target = mid * (1 + level.volatility() * bell + PULL * Math.log(level.value() / mid));
      BigDecimal unit = BigDecimal.ONE.movePointLeft(level.decimals());
      BigDecimal gap = unit.multiply(BigDecimal.valueOf(spread));
      BigDecimal bid =
          new BigDecimal(target - gap.doubleValue() / 2)
              .setScale(level.decimals(), RoundingMode.HALF_EVEN)
              .max(unit);
      Quote quote = new Quote(symbol, bid, bid.add(gap));
      mid = quote.mid().doubleValue(); // what is stored is all that is known after a restart
      return quote;
    }
  }

  /** A ticker: an integer that goes one up or one down with equal chance. */
  final class Ticker implements WalkLine {
    private final String symbol;
    private final SplittableRandom random;
    private long value;
    private boolean first;

    private Ticker(String symbol, long value, boolean first, SplittableRandom random) {
      this.symbol = symbol;
      this.value = value;
      this.first = first;
      this.random = random;
    }

    /** Its first value is 0. */
    static Ticker fresh(String symbol, SplittableRandom random) {
      return new Ticker(symbol, 0, true, random);
    }

    /** Its next value lies one beside the last. */
    static Ticker after(long last, String symbol, SplittableRandom random) {
      return new Ticker(symbol, last, false, random);
    }

    @Override
    public Quote next() {
      if (!first) {
        value += random.nextBoolean() ? 1 : -1;
      }
      first = false;
      return Quote.of(symbol, BigDecimal.valueOf(value));
    }
  }
}

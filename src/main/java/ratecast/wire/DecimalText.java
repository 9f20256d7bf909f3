package ratecast.wire;

/**
 * A double as the shortest decimal that reads back as the same double.
 *
 * <p>Prices have few digits, and for them there is an exact way that needs no search: if {@code
 * round(value * 10^d)} is below 2^53 and {@code 10^d} at most 10^22, both are doubles without
 * error, and IEEE division rounds correctly, so {@code m / 10^d == value} proves that m with d
 * decimals is that value. The JDK's own text (not always the shortest before JDK 19) serves the
 * rest.
 */
final class DecimalText {
  private static final int MAX_DECIMALS = 15;
  private static final double MAX_EXACT = 1e15;
  private static final double[] POWERS = new double[MAX_DECIMALS + 1];
  private static final long[] LONG_POWERS = new long[MAX_DECIMALS + 1];

  static {
    long power = 1;
    for (int d = 0; d <= MAX_DECIMALS; d++, power *= 10) {
      LONG_POWERS[d] = power;
      POWERS[d] = power;
    }
  }

  private DecimalText() {}

  static void write(double value, JsonBytes out) {
    double size = Math.abs(value);
    for (int d = 0; d <= MAX_DECIMALS; d++) {
      double scaled = Math.rint(size * POWERS[d]);
      if (scaled >= MAX_EXACT) {
        break;
      }
      if (scaled / POWERS[d] == size) {
        if (value < 0) {
          out.character('-');
        }
        writeFixed((long) scaled, d, out);
        return;
      }
    }
    out.ascii(Double.toString(value));
  }

  private static void writeFixed(long scaled, int decimals, JsonBytes out) {
    long whole = scaled / LONG_POWERS[decimals];
    out.writeDigits(whole, 1);
    if (decimals > 0) {
      out.character('.');
      out.writeDigits(scaled - whole * LONG_POWERS[decimals], decimals);
    }
  }

  static int digits(long number) {
    int digits = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    return digits;
  }
}

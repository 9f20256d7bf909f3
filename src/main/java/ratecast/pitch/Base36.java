package ratecast.pitch;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Order and execution ids: 12 characters 0-9 A-Z, zero filled. 36^12 - 1 fits a signed long, so an
 * id is a long everywhere inside and text only at the edges.
 */
public final class Base36 {
  public static final int WIDTH = 12;
  static final long MAX = 4_738_381_338_321_616_895L;
  private static final int HALF = 6;
  private static final long HALF_RANGE = 2_176_782_336L;
  private static final byte[] DIGITS = digits();

  private Base36() {}

  /** The 12 characters of an id, as the exchange writes it. */
  public static String format(long id) {
    String text = Long.toString(id, Character.MAX_RADIX).toUpperCase(Locale.ROOT);
    return "0".repeat(WIDTH - text.length()) + text;
  }

  /** Empty where the text is not 12 characters 0-9 A-Z. */
  public static OptionalLong parse(String text) {
    if (text.length() != WIDTH || !text.chars().allMatch(c -> digit(c) >= 0)) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(text, Character.MAX_RADIX));
  }

  /**
   * The id at these 12 bytes, negative where one of them is no digit. Two halves, because twelve
   * multiplications in a row wait for one another.
   */
  static long decode(byte[] bytes, int from) {
    long high = 0;
    long low = 0;
    int valid = 0;
    for (int i = from; i < from + HALF; i++) {
      int left = DIGITS[bytes[i] & 0xFF];
      int right = DIGITS[bytes[i + HALF] & 0xFF];
      valid |= left | right;
      high = high * Character.MAX_RADIX + left;
      low = low * Character.MAX_RADIX + right;
    }
    return valid < 0 ? -1 : high * HALF_RANGE + low;
  }

  /** The value of one character, negative where it is no digit of base 36 as PITCH writes it. */
  static int digit(int character) {
    return character >= 0 && character < DIGITS.length ? DIGITS[character] : -1;
  }

  private static byte[] digits() {
    byte[] digits = new byte[256];
    Arrays.fill(digits, (byte) -1);
    for (int i = 0; i < 10; i++) {
      digits['0' + i] = (byte) i;
    }
    for (int i = 0; i < 26; i++) {
      digits['A' + i] = (byte) (10 + i);
    }
    return digits;
  }
}

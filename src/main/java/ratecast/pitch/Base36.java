package ratecast.pitch;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Order and execution ids: 12 characters 0-9 A-Z, zero filled. 36^12 - 1 fits a signed long, so an
 * id is a long everywhere inside and text only at the edges.
 */
public final class Base36 {
  public static final int WIDTH = 12;
  static final long MAX = 4_738_381_338_321_616_895L;
  private static final long FOUR_DIGITS = 1_679_616;
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long ZEROS = 0x3030_3030_3030_3030L;
  private static final long FIRST_FOUR = 0xFFFF_FFFFL;
  private static final Pattern TEXT = Pattern.compile("[0-9A-Z]{12}");

  private Base36() {}

  /** The 12 characters of an id, as the exchange writes it. */
  public static String format(long id) {
    String text = Long.toString(id, Character.MAX_RADIX).toUpperCase(Locale.ROOT);
    return "0".repeat(WIDTH - text.length()) + text;
  }

  /** Empty where the text is not 12 characters 0-9 A-Z. */
  public static OptionalLong parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(text, Character.MAX_RADIX));
  }

  /**
   * The id at these 12 bytes, negative where one of them is no digit. Eight bytes at a time, where
   * a loop would take twelve steps that wait for one another; the second eight begin with four that
   * were read already and count as zeros.
   */
  static long decode(byte[] bytes, int from) {
    long head = value(Digits.read(bytes, from));
    long tail = value((Digits.read(bytes, from + 4) & ~FIRST_FOUR) | (ZEROS & FIRST_FOUR));
    return (head | tail) < 0 ? -1 : head * FOUR_DIGITS + tail;
  }

  /**
   * The number of eight characters, the first in the lowest byte; negative where one is no digit.
   */
  private static long value(long text) {
    long numerals = (text + ONES * (0x80 - '0')) & ~(text + ONES * (0x7F - '9'));
    long letters = (text + ONES * (0x80 - 'A')) & ~(text + ONES * (0x7F - 'Z'));
    if (((numerals | letters) & ~text & HIGH_BITS) != HIGH_BITS) {
      return -1;
    }
    long ones = text - ZEROS - ((text >>> 6) & ONES) * ('A' - '9' - 1);
    long pairs = (ones & 0x00FF_00FF_00FF_00FFL) * 36 + ((ones >>> 8) & 0x00FF_00FF_00FF_00FFL);
    long fours =
        (pairs & 0x0000_FFFF_0000_FFFFL) * 1296 + ((pairs >>> 16) & 0x0000_FFFF_0000_FFFFL);
    return (fours & 0xFFFF_FFFFL) * FOUR_DIGITS + (fours >>> 32);
  }
}

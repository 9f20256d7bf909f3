package ratecast.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON text as it grows, in UTF-8. Writes what the protocol needs and nothing more: no indentation,
 * no escapes beyond those JSON demands. For one thread.
 */
public final class JsonBytes {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private byte[] bytes;
  private int length;

  public JsonBytes(int expectedLength) {
    bytes = new byte[expectedLength];
  }

  public int length() {
    return length;
  }

  /**
   * What was written, in the array of this object: valid up to {@link #length()}, until the next
   * write.
   */
  public byte[] array() {
    return bytes;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  public JsonBytes clear() {
    length = 0;
    return this;
  }

  /** Adds text that is JSON already and pure ASCII. */
  public JsonBytes ascii(String json) {
    int n = json.length();
    ensure(n);
    for (int i = 0; i < n; i++) {
      bytes[length + i] = (byte) json.charAt(i);
    }
    length += n;
    return this;
  }

  public JsonBytes raw(byte[] json) {
    return raw(json, 0, json.length);
  }

  public JsonBytes raw(byte[] json, int from, int to) {
    ensure(to - from);
    System.arraycopy(json, from, bytes, length, to - from);
    length += to - from;
    return this;
  }

  public JsonBytes character(char ascii) {
    ensure(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  public JsonBytes number(long number) {
    ensure(20);
    if (number == Long.MIN_VALUE) {
      return ascii("-9223372036854775808");
    }
    if (number < 0) {
      bytes[length++] = '-';
    }
    writeDigits(Math.abs(number), 1);
    return this;
  }

  /** The shortest decimal that reads back as this double, in plain digits where 15 suffice. */
  public JsonBytes number(double value) {
    DecimalText.write(value, this);
    return this;
  }

  /** Digits of a number that is not negative, with zeros in front up to the width. */
  void writeDigits(long number, int width) {
    int digits = Math.max(width, DecimalText.digits(number));
    ensure(digits);
    long rest = number;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  /** A JSON string with its quotes. */
  public JsonBytes string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    ensure(utf8.length + 2);
    character('"');
    for (byte b : utf8) {
      if (b == '"' || b == '\\') {
        character('\\').character((char) b);
      } else if (b >= 0 && b < ' ') {
        ascii("\\u00").character(HEX[b >> 4]).character(HEX[b & 15]);
      } else {
        ensure(1);
        bytes[length++] = b;
      }
    }
    return character('"');
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }
}

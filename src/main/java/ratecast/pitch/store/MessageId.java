package ratecast.pitch.store;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a message stands: its import and its line. As text (eight digits, a dash, ten digits) it is
 * the document's {@code _id}, which sorts in file order, and a reader's cursor.
 *
 * @param line counted from 1
 */
public record MessageId(int importId, long line) {
  private static final int MAX_IMPORT = 99_999_999;
  private static final long MAX_LINE = 9_999_999_999L;
  private static final Pattern TEXT = Pattern.compile("(\\d{8})-(\\d{10})");

  public MessageId {
    if (importId < 0 || importId > MAX_IMPORT || line < 0 || line > MAX_LINE) {
      throw new IllegalArgumentException("no message has the place " + importId + ", " + line);
    }
  }

  /** Empty where the text is none. */
  public static Optional<MessageId> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new MessageId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /** Above every message of the import. */
  static MessageId endOf(int importId) {
    return new MessageId(importId, MAX_LINE);
  }

  @Override
  public String toString() {
    return digits(importId, 8) + "-" + digits(line, 10);
  }

  private static String digits(long number, int width) {
    String digits = Long.toString(number);
    return "0".repeat(width - digits.length()) + digits;
  }
}

package ratecast.pitch;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import ratecast.pitch.MessageLayout.Field;

/**
 * Makes a message of fields by name, as a push brings them: written as a line and decoded, so that
 * a pushed message passes the same rules as one of a file. Members that are no field are ignored.
 * For one thread.
 */
public final class PushedMessage {
  private static final int TIME_WIDTH = 8;
  private static final int DECIMALS = 4;
  private static final int LONG_DECIMALS = 6;
  private static final int FIRST_FIELD = 9;

  private final PitchDecoder decoder = new PitchDecoder();

  /** A message, or why there is none. */
  public sealed interface Verdict permits Taken, TurnedAway {}

  /**
   * Fit to be kept.
   *
   * @param line as a file would have it
   */
  public record Taken(PitchMessage message, String line) implements Verdict {}

  /**
   * Not fit.
   *
   * @param field the member at fault
   * @param reason a few words for a person: "not a price"
   */
  public record TurnedAway(String field, String reason) implements Verdict {}

  /** The values are as a JSON parser gives them: texts, numbers, nulls, anything. */
  public Verdict read(Map<String, ?> members) {
    Optional<MessageType> type =
        text(members.get("type")).filter(t -> t.length() == 1).flatMap(PushedMessage::type);
    if (type.isEmpty()) {
      return new TurnedAway("type", "no type of message");
    }
    Optional<String> time = digits(members.get("time"), 0, TIME_WIDTH);
    if (time.isEmpty()) {
      return new TurnedAway("time", "no milliseconds past midnight");
    }
    StringBuilder line = new StringBuilder(time.get()).append(type.get().letter());
    MessageLayout layout = MessageLayout.of(type.get());
    for (Field field : layout.fields()) {
      Optional<String> written = write(field, members.get(field.name()));
      if (written.isEmpty()) {
        return new TurnedAway(field.name(), reason(field));
      }
      line.append(written.get());
    }
    return decoded(line.toString(), layout);
  }

  private Verdict decoded(String line, MessageLayout layout) {
    byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
    Decoded decoded = decoder.decode(bytes, 0, bytes.length);
    if (decoded instanceof PitchMessage message) {
      return new Taken(message, line);
    }
    Refusal refusal = (Refusal) decoded;
    return new TurnedAway(nameAt(refusal.offset(), layout), refusal.reason().code());
  }

  private static String nameAt(int offset, MessageLayout layout) {
    int end = FIRST_FIELD;
    for (Field field : layout.fields()) {
      end += field.width();
      if (offset >= FIRST_FIELD && offset < end) {
        return field.name();
      }
    }
    return "time";
  }

  private static Optional<MessageType> type(String letter) {
    return MessageType.find(letter.charAt(0));
  }

  /** As many characters as the field is wide; empty where the value is none for it. */
  private static Optional<String> write(Field field, @Nullable Object value) {
    return switch (field.kind()) {
      case ID -> text(value).filter(t -> Base36.parse(t).isPresent());
      case NUMBER -> digits(value, 0, field.width());
      case PRICE -> digits(value, DECIMALS, field.width());
      case LONG_PRICE -> digits(value, LONG_DECIMALS, field.width());
      case LETTER -> text(value).filter(t -> isPrintable(t) && t.length() == 1);
      case TEXT -> text(value).filter(t -> !t.isEmpty()).flatMap(t -> padded(t, field.width()));
      case OPTIONAL ->
          value == null
              ? padded("", field.width())
              : text(value).flatMap(t -> padded(t, field.width()));
    };
  }

  private static String reason(Field field) {
    return switch (field.kind()) {
      case ID -> "not 12 characters 0-9 A-Z";
      case NUMBER -> "no whole number of up to " + field.width() + " digits";
      case PRICE -> "no price of up to 6 whole and 4 decimal digits";
      case LONG_PRICE -> "no price of up to 8 whole and 6 decimal digits";
      case LETTER -> "not one character";
      case TEXT -> "no text of 1 to " + field.width() + " characters";
      case OPTIONAL -> "no text of up to " + field.width() + " characters";
    };
  }

  private static Optional<String> text(@Nullable Object value) {
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private static Optional<String> padded(String text, int width) {
    return text.length() <= width && isPrintable(text)
        ? Optional.of(text + " ".repeat(width - text.length()))
        : Optional.empty();
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  /** A number with so many decimals, the point left out and zeros before it. */
  private static Optional<String> digits(@Nullable Object value, int decimals, int width) {
    OptionalLong scaled = value instanceof Number number ? scaled(number, decimals) : none();
    if (scaled.isEmpty() || scaled.getAsLong() < 0) {
      return Optional.empty();
    }
    String digits = Long.toString(scaled.getAsLong());
    return digits.length() <= width
        ? Optional.of("0".repeat(width - digits.length()) + digits)
        : Optional.empty();
  }

  private static OptionalLong scaled(Number number, int decimals) {
    try {
      BigDecimal exact = new BigDecimal(number.toString());
      return (long) exact.precision() - exact.scale()
              > Long.SIZE // 1E+999999999 would be written out
          ? none()
          : OptionalLong.of(exact.movePointRight(decimals).longValueExact());
    } catch (ArithmeticException | NumberFormatException notExact) {
      return none();
    }
  }

  private static OptionalLong none() {
    return OptionalLong.empty();
  }
}

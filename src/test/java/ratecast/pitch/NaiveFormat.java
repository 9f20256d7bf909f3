package ratecast.pitch;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tables of the format once more, as data, with the slowest and plainest way to read them: what
 * the decoder is held against.
 */
final class NaiveFormat {
  /** One field: a kind, and its width where the kind has several. */
  enum Kind {
    TIME(8, "[0-9]{8}"),
    TYPE(1, ""),
    ID(12, "[0-9A-Z]{12}"),
    SIDE(1, "[BS]"),
    SHARES(6, "[0-9]{6}"),
    SYMBOL6(6, "[!-~][ -~]{5}"),
    SYMBOL8(8, "[!-~][ -~]{7}"),
    PRICE(10, "[0-9]{10}"),
    LONG_PRICE(14, "[0-9]{14}"),
    DISPLAY(1, "[YN]"),
    PARTICIPANT(4, "[!-~]{0,4} {0,4}"),
    CUSTOMER(1, "[R ]"),
    HALT(1, "[AHQST]"),
    PRICE_TEST(1, "[01]"),
    RESERVED(1, "[ -~]"),
    AUCTION(1, "[OCHIMP]"),
    AUCTION_SHARES(10, "[0-9]{10}"),
    INTEREST(1, "[BSAN]");

    final int width;
    final Pattern pattern;

    Kind(int width, String pattern) {
      this.width = width;
      this.pattern = Pattern.compile(pattern);
    }
  }

  record Field(Kind kind, int offset) {
    int end() {
      return offset + kind.width;
    }
  }

  /** One form of one type. */
  record Form(char letter, List<Field> fields) {
    int length() {
      return fields.get(fields.size() - 1).end();
    }

    boolean matches(String line) {
      if (line.length() != length() || line.charAt(8) != letter) {
        return false;
      }
      return fields.stream()
              .filter(field -> field.kind != Kind.TYPE)
              .allMatch(
                  field ->
                      field
                          .kind
                          .pattern
                          .matcher(line.substring(field.offset, field.end()))
                          .matches())
          && Integer.parseInt(line.substring(0, 8)) <= 86_399_999;
    }
  }

  static final List<Form> FORMS =
      List.of(
          form('s', "SYMBOL8", 17),
          form('A', "ID SIDE SHARES SYMBOL6 PRICE DISPLAY", 45),
          form('d', "ID SIDE SHARES SYMBOL8 PRICE DISPLAY", 47),
          form('d', "ID SIDE SHARES SYMBOL8 PRICE DISPLAY PARTICIPANT", 51),
          form('d', "ID SIDE SHARES SYMBOL8 PRICE DISPLAY PARTICIPANT CUSTOMER", 52),
          form('1', "ID SIDE SHARES SYMBOL8 LONG_PRICE DISPLAY PARTICIPANT CUSTOMER", 56),
          form('E', "ID SHARES ID", 39),
          form('X', "ID SHARES", 27),
          form('P', "ID SIDE SHARES SYMBOL6 PRICE ID", 56),
          form('r', "ID SIDE SHARES SYMBOL8 PRICE ID", 58),
          form('2', "ID SIDE SHARES SYMBOL8 LONG_PRICE ID", 62),
          form('B', "ID", 21),
          form('H', "SYMBOL8 HALT PRICE_TEST RESERVED RESERVED", 21),
          form('I', "SYMBOL8 AUCTION PRICE AUCTION_SHARES AUCTION_SHARES PRICE PRICE", 68),
          form(
              '3',
              "SYMBOL8 AUCTION LONG_PRICE AUCTION_SHARES AUCTION_SHARES LONG_PRICE LONG_PRICE",
              80),
          form('J', "SYMBOL8 AUCTION PRICE AUCTION_SHARES", 38),
          form('4', "SYMBOL8 AUCTION LONG_PRICE AUCTION_SHARES", 42),
          form('R', "SYMBOL8 INTEREST", 18));

  private NaiveFormat() {}

  static boolean isMessage(String line) {
    String message = line.startsWith("S") ? line.substring(1) : line;
    return FORMS.stream().anyMatch(form -> form.matches(message));
  }

  /** A line of this form with random contents, without a line end. */
  static String line(Form form, Random random) {
    return form.fields.stream()
        .map(field -> contents(form, field.kind, random))
        .collect(Collectors.joining());
  }

  /** The fields of a message of this form as plain texts and numbers, by their place. */
  static Map<Integer, Object> read(Form form, String line) {
    Map<Integer, Object> read = new TreeMap<>();
    for (Field field : form.fields) {
      read.put(field.offset, value(field.kind, line.substring(field.offset, field.end())));
    }
    return read;
  }

  private static Object value(Kind kind, String text) {
    return switch (kind) {
      case TIME, SHARES, AUCTION_SHARES -> Long.parseLong(text);
      case ID -> new BigInteger(text, 36).longValueExact();
      case PRICE -> new BigDecimal(text).movePointLeft(4).stripTrailingZeros();
      case LONG_PRICE -> new BigDecimal(text).movePointLeft(6).stripTrailingZeros();
      case SYMBOL6, SYMBOL8 -> text.stripTrailing();
      case PARTICIPANT -> Optional.of(text.stripTrailing()).filter(name -> !name.isEmpty());
      case DISPLAY -> text.equals("Y");
      case CUSTOMER -> text.equals("R");
      case PRICE_TEST -> text.equals("1");
      case TYPE, SIDE, HALT, RESERVED, AUCTION, INTEREST -> text.charAt(0);
    };
  }

  private static String contents(Form form, Kind kind, Random random) {
    return switch (kind) {
      case TIME -> String.format("%08d", random.nextInt(86_400_000));
      case TYPE -> String.valueOf(form.letter);
      case ID -> of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 12, random);
      case SHARES, PRICE, LONG_PRICE, AUCTION_SHARES -> of("0123456789", kind.width, random);
      case SYMBOL6, SYMBOL8 ->
          padded(of("ABCXYZ.-+=!~\"", 1 + random.nextInt(kind.width), random), kind.width);
      case PARTICIPANT -> padded(of("ABCDRTAL", random.nextInt(2) * 4, random), 4);
      case DISPLAY -> of("YN", 1, random);
      case SIDE -> of("BS", 1, random);
      case CUSTOMER -> of("R ", 1, random);
      case HALT -> of("AHQST", 1, random);
      case PRICE_TEST -> of("01", 1, random);
      case RESERVED -> of(" 09AZ~", 1, random);
      case AUCTION -> of("OCHIMP", 1, random);
      case INTEREST -> of("BSAN", 1, random);
    };
  }

  private static String of(String alphabet, int length, Random random) {
    return random
        .ints(length, 0, alphabet.length())
        .mapToObj(i -> String.valueOf(alphabet.charAt(i)))
        .collect(Collectors.joining());
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  /** The length is said twice, as the specification says it twice. */
  private static Form form(char letter, String kinds, int length) {
    List<Field> fields = new ArrayList<>();
    int offset = 0;
    for (String name : ("TIME TYPE " + kinds).split(" ", -1)) {
      Field field = new Field(Kind.valueOf(name), offset);
      fields.add(field);
      offset = field.end();
    }
    if (offset != length) {
      throw new IllegalArgumentException(letter + " is " + offset + " long, not " + length);
    }
    return new Form(letter, fields);
  }
}

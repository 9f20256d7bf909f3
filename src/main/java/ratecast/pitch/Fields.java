package ratecast.pitch;

import static ratecast.pitch.Refusal.Reason.BAD_ALPHA;
import static ratecast.pitch.Refusal.Reason.BAD_BASE36;
import static ratecast.pitch.Refusal.Reason.BAD_CODE;
import static ratecast.pitch.Refusal.Reason.BAD_NUMBER;
import static ratecast.pitch.Refusal.Reason.BAD_SIDE;
import static ratecast.pitch.Refusal.Reason.BAD_SYMBOL;
import static ratecast.pitch.Refusal.Reason.BAD_TIME;
import static ratecast.pitch.Refusal.Reason.NON_ASCII;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ratecast.pitch.Refusal.Reason;

/**
 * The fields of the line at hand, read by offset. A field that cannot be read gives a harmless
 * value and is remembered as the fault: the decoder asks once, after the last field, instead of
 * every message after every field. For one thread.
 */
final class Fields {
  private static final int SHORT_SYMBOL = 6;
  private static final List<AuctionType> AUCTIONS = List.of(AuctionType.values());
  private static final List<HaltStatus> STATUSES = List.of(HaltStatus.values());
  private static final List<RetailInterest> INTERESTS = List.of(RetailInterest.values());

  private final Symbols symbols = new Symbols();
  private byte[] bytes = {};
  private int start;
  private int length;
  private @Nullable Reason fault;
  private int faultOffset;

  /** Turns to the line of these bytes; every field asked for must lie in it. */
  void turnTo(byte[] line, int from, int to) {
    bytes = line;
    start = from;
    length = to - from;
    fault = null;
  }

  /** The first thing that was wrong with the fields read so far. */
  @Nullable Reason fault() {
    return fault;
  }

  int faultOffset() {
    return faultOffset;
  }

  int length() {
    return length;
  }

  int time() {
    long time = number(0, 8);
    if (time > Ranges.LAST_MILLISECOND) {
      blame(BAD_TIME, 0);
      return 0;
    }
    return (int) time;
  }

  int shares(int offset) {
    return (int) number(offset, 6);
  }

  /**
   * Digits, zero filled. Eight bytes at a time, and where the width is no multiple of eight, the
   * first read begins before the field: the time and the type stand there.
   */
  long number(int offset, int width) {
    int head = width % Digits.STEP;
    long value = 0;
    if (head > 0) {
      value = Digits.last(head, bytes, start + offset + head);
    }
    int end = start + offset + width;
    for (int at = start + offset + head; at < end && value >= 0; at += Digits.STEP) {
      long eight = Digits.eight(bytes, at);
      value = eight < 0 ? eight : value * Digits.STEP_RANGE + eight;
    }
    if (value < 0) {
      blame(BAD_NUMBER, offset);
      return 0;
    }
    return value;
  }

  /** Base 36, 12 characters. */
  long id(int offset) {
    long id = Base36.decode(bytes, start + offset);
    if (id < 0) {
      blame(BAD_BASE36, offset);
      return 0;
    }
    return id;
  }

  /** 10 digits, 6 whole and 4 decimal. */
  Price price(int offset) {
    return new Price(number(offset, 10) * 100);
  }

  /** 14 digits, 8 whole and 6 decimal. */
  Price longPrice(int offset) {
    return new Price(number(offset, 14));
  }

  /** Of a width of 6 or 8; at least 8 bytes of line follow the offset in either case. */
  String symbol(int offset, int width) {
    long packed = Digits.read(bytes, start + offset);
    if (width == SHORT_SYMBOL) {
      packed = (packed & 0x0000_FFFF_FFFF_FFFFL) | 0x2020_0000_0000_0000L;
    }
    String symbol = symbols.find(packed);
    if (symbol == null) {
      blame(BAD_SYMBOL, offset);
      return "?";
    }
    return symbol;
  }

  /** Printable, left justified, padded to 4; blank is absent. */
  Optional<String> alpha(int offset) {
    long before = Digits.read(bytes, start + offset + 4 - Digits.STEP);
    long packed = (before >>> Integer.SIZE) | 0x2020_2020_0000_0000L;
    if (packed == Symbols.BLANK) {
      return Optional.empty();
    }
    String text = symbols.find(packed);
    if (text == null || text.indexOf(' ') >= 0) {
      blame(BAD_ALPHA, offset);
      return Optional.empty();
    }
    return Optional.of(text);
  }

  Side side(int offset) {
    byte letter = bytes[start + offset];
    if (letter != 'B' && letter != 'S') {
      blame(BAD_SIDE, offset);
    }
    return letter == 'B' ? Side.BUY : Side.SELL;
  }

  /** One of two letters. */
  boolean flag(int offset, char yes, char no) {
    byte letter = bytes[start + offset];
    if (letter != yes && letter != no) {
      blame(BAD_CODE, offset);
    }
    return letter == yes;
  }

  AuctionType auction(int offset) {
    return word(offset, AUCTIONS);
  }

  HaltStatus haltStatus(int offset) {
    return word(offset, STATUSES);
  }

  RetailInterest interest(int offset) {
    return word(offset, INTERESTS);
  }

  /** A reserved place: any printable character. */
  char reserved(int offset) {
    byte letter = bytes[start + offset];
    if (letter < ' ' || letter > '~') {
      blame(NON_ASCII, offset);
    }
    return (char) letter;
  }

  /** The first of the words stands in for a letter that is none of theirs. */
  private <L extends Letter> L word(int offset, List<L> words) {
    for (L word : words) {
      if (word.letter() == bytes[start + offset]) {
        return word;
      }
    }
    blame(BAD_CODE, offset);
    return words.get(0);
  }

  private void blame(Reason reason, int offset) {
    if (fault == null) {
      fault = reason;
      faultOffset = offset;
    }
  }
}

package ratecast.pitch;

import static ratecast.pitch.Refusal.Reason.CONTROL_PACKET;
import static ratecast.pitch.Refusal.Reason.EMPTY;
import static ratecast.pitch.Refusal.Reason.NON_ASCII;
import static ratecast.pitch.Refusal.Reason.TOO_LONG;
import static ratecast.pitch.Refusal.Reason.TOO_SHORT;
import static ratecast.pitch.Refusal.Reason.UNKNOWN_TYPE;

import java.nio.charset.StandardCharsets;
import ratecast.pitch.Refusal.Reason;

/**
 * Turns lines into messages. Source of the format: "US Equities TCP Depth of Book (PITCH)
 * Specification", 1.15.0 of July 2018 and 1.15.9 of March 2024. Never throws for what a line holds
 * and allocates nothing but the message. For one thread.
 */
public final class PitchDecoder {
  /** Of the message, without the SOUP character. */
  static final int LONGEST = AuctionUpdateExtended.LENGTH;

  private static final int TYPE = 8;

  /** What SOUP 2.0 begins its other packets with, both ways. */
  private static final String CONTROL = "AJH+LURO";

  private final Fields fields = new Fields();

  /** A line without its end, with or without the SOUP character 'S' before it. */
  public Decoded decode(byte[] bytes, int from, int to) {
    int start = from < to && bytes[from] == 'S' ? from + 1 : from;
    int length = to - start;
    if (length == 0) {
      return new Refusal(EMPTY, 0, "");
    }
    if (length > LONGEST) {
      return new Refusal(TOO_LONG, LONGEST, text(bytes, from, to));
    }
    fields.turnTo(bytes, start, to);
    if (length <= TYPE) {
      return refuse(TOO_SHORT, TYPE + 1, bytes, from, to);
    }
    byte type = bytes[start + TYPE];
    int due = due(type, length);
    if (due == 0) {
      return refuse(UNKNOWN_TYPE, TYPE, bytes, from, to);
    }
    if (length != due) {
      return refuse(length < due ? TOO_SHORT : TOO_LONG, due, bytes, from, to);
    }
    PitchMessage message = message(type);
    Reason fault = fields.fault();
    return fault == null ? message : refuse(fault, fields.faultOffset(), bytes, from, to);
  }

  /** The length that a line of this type has; 0 where there is no such type. */
  private static int due(byte type, int length) {
    return switch (type) {
      case 's' -> SymbolClear.LENGTH;
      case 'A' -> AddOrderShort.LENGTH;
      case 'd' -> AddOrderLong.due(length);
      case '1' -> AddOrderExtended.LENGTH;
      case 'E' -> OrderExecuted.LENGTH;
      case 'X' -> OrderCancel.LENGTH;
      case 'P' -> TradeShort.LENGTH;
      case 'r' -> TradeLong.LENGTH;
      case '2' -> TradeExtended.LENGTH;
      case 'B' -> TradeBreak.LENGTH;
      case 'H' -> TradingStatus.LENGTH;
      case 'I' -> AuctionUpdate.LENGTH;
      case '3' -> AuctionUpdateExtended.LENGTH;
      case 'J' -> AuctionSummary.LENGTH;
      case '4' -> AuctionSummaryExtended.LENGTH;
      case 'R' -> RetailPriceImprovement.LENGTH;
      default -> 0;
    };
  }

  private PitchMessage message(byte type) {
    return switch (type) {
      case 's' -> SymbolClear.from(fields);
      case 'A' -> AddOrderShort.from(fields);
      case 'd' -> AddOrderLong.from(fields);
      case '1' -> AddOrderExtended.from(fields);
      case 'E' -> OrderExecuted.from(fields);
      case 'X' -> OrderCancel.from(fields);
      case 'P' -> TradeShort.from(fields);
      case 'r' -> TradeLong.from(fields);
      case '2' -> TradeExtended.from(fields);
      case 'B' -> TradeBreak.from(fields);
      case 'H' -> TradingStatus.from(fields);
      case 'I' -> AuctionUpdate.from(fields);
      case '3' -> AuctionUpdateExtended.from(fields);
      case 'J' -> AuctionSummary.from(fields);
      case '4' -> AuctionSummaryExtended.from(fields);
      case 'R' -> RetailPriceImprovement.from(fields);
      default ->
          throw new IllegalStateException("a type with a length and without fields: " + type);
    };
  }

  /**
   * A byte that has no business in a line, or a packet of another kind, says more than the rest.
   */
  private static Refusal refuse(Reason reason, int offset, byte[] bytes, int from, int to) {
    String text = text(bytes, from, to);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return new Refusal(NON_ASCII, bytes[from] == 'S' ? i - 1 : i, text);
      }
    }
    boolean control = CONTROL.indexOf(text.charAt(0)) >= 0;
    return new Refusal(control ? CONTROL_PACKET : reason, offset, text);
  }

  private static String text(byte[] bytes, int from, int to) {
    int kept = Math.min(to - from, Refusal.MAX_TEXT);
    return new String(bytes, from, kept, StandardCharsets.ISO_8859_1);
  }
}

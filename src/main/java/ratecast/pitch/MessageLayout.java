package ratecast.pitch;

import static ratecast.pitch.MessageLayout.Kind.ID;
import static ratecast.pitch.MessageLayout.Kind.LETTER;
import static ratecast.pitch.MessageLayout.Kind.LONG_PRICE;
import static ratecast.pitch.MessageLayout.Kind.NUMBER;
import static ratecast.pitch.MessageLayout.Kind.OPTIONAL;
import static ratecast.pitch.MessageLayout.Kind.PRICE;
import static ratecast.pitch.MessageLayout.Kind.TEXT;

import java.util.Arrays;
import java.util.List;

/**
 * The fields of a type in the order and width of its line, by the names of {@link MessageFields}:
 * what it takes to write a line. They begin at offset 9, after the time and the type.
 */
record MessageLayout(List<Field> fields) {
  /** How a field is written. */
  enum Kind {
    /** Base 36 of 12 characters. */
    ID,
    NUMBER,
    /** 6 whole and 4 decimal digits. */
    PRICE,
    /** 8 whole and 6 decimal digits. */
    LONG_PRICE,
    TEXT,
    LETTER,
    /** A text that may be left out: spaces then. */
    OPTIONAL
  }

  record Field(String name, Kind kind, int width) {}

  private static final Field SYMBOL = new Field("symbol", TEXT, 8);
  private static final Field SHORT_SYMBOL = new Field("symbol", TEXT, 6);
  private static final Field ORDER_ID = new Field("orderId", ID, 12);
  private static final Field EXECUTION_ID = new Field("executionId", ID, 12);
  private static final Field SIDE = letter("side");
  private static final Field SHARES = number("shares", 6);
  private static final Field DISPLAY = letter("display");
  private static final Field PARTICIPANT = new Field("participantId", OPTIONAL, 4);
  private static final Field CUSTOMER = new Field("customerIndicator", OPTIONAL, 1);
  private static final Field AUCTION = letter("auctionType");

  static MessageLayout of(MessageType type) {
    return switch (type) {
      case SYMBOL_CLEAR -> layout(SYMBOL);
      case ADD_ORDER_SHORT -> layout(ORDER_ID, SIDE, SHARES, SHORT_SYMBOL, price("price"), DISPLAY);
      case ADD_ORDER_LONG ->
          layout(ORDER_ID, SIDE, SHARES, SYMBOL, price("price"), DISPLAY, PARTICIPANT, CUSTOMER);
      case ADD_ORDER_EXTENDED ->
          layout(
              ORDER_ID, SIDE, SHARES, SYMBOL, longPrice("price"), DISPLAY, PARTICIPANT, CUSTOMER);
      case ORDER_EXECUTED -> layout(ORDER_ID, number("executedShares", 6), EXECUTION_ID);
      case ORDER_CANCEL -> layout(ORDER_ID, number("canceledShares", 6));
      case TRADE_SHORT ->
          layout(ORDER_ID, SIDE, SHARES, SHORT_SYMBOL, price("price"), EXECUTION_ID);
      case TRADE_LONG -> layout(ORDER_ID, SIDE, SHARES, SYMBOL, price("price"), EXECUTION_ID);
      case TRADE_EXTENDED ->
          layout(ORDER_ID, SIDE, SHARES, SYMBOL, longPrice("price"), EXECUTION_ID);
      case TRADE_BREAK -> layout(EXECUTION_ID);
      case TRADING_STATUS ->
          layout(
              SYMBOL,
              letter("haltStatus"),
              letter("regShoAction"),
              new Field("reserved1", OPTIONAL, 1),
              new Field("reserved2", OPTIONAL, 1));
      case AUCTION_UPDATE ->
          layout(
              SYMBOL,
              AUCTION,
              price("referencePrice"),
              number("buyShares", 10),
              number("sellShares", 10),
              price("indicativePrice"),
              price("auctionOnlyPrice"));
      case AUCTION_UPDATE_EXTENDED ->
          layout(
              SYMBOL,
              AUCTION,
              longPrice("referencePrice"),
              number("buyShares", 10),
              number("sellShares", 10),
              longPrice("indicativePrice"),
              longPrice("auctionOnlyPrice"));
      case AUCTION_SUMMARY -> layout(SYMBOL, AUCTION, price("price"), number("shares", 10));
      case AUCTION_SUMMARY_EXTENDED ->
          layout(SYMBOL, AUCTION, longPrice("price"), number("shares", 10));
      case RETAIL_PRICE_IMPROVEMENT -> layout(SYMBOL, letter("indicator"));
    };
  }

  private static MessageLayout layout(Field... fields) {
    return new MessageLayout(List.copyOf(Arrays.asList(fields)));
  }

  private static Field letter(String name) {
    return new Field(name, LETTER, 1);
  }

  private static Field number(String name, int width) {
    return new Field(name, NUMBER, width);
  }

  private static Field price(String name) {
    return new Field(name, PRICE, 10);
  }

  private static Field longPrice(String name) {
    return new Field(name, LONG_PRICE, 14);
  }
}

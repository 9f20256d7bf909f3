package ratecast.pitch;

import java.util.Optional;

/** The types of message, by the letter that stands at offset 8. */
public enum MessageType {
  SYMBOL_CLEAR('s', "Symbol Clear"),
  ADD_ORDER_SHORT('A', "Add Order (short)"),
  ADD_ORDER_LONG('d', "Add Order (long)"),
  ADD_ORDER_EXTENDED('1', "Add Order (extended)"),
  ORDER_EXECUTED('E', "Order Executed"),
  ORDER_CANCEL('X', "Order Cancel"),
  TRADE_SHORT('P', "Trade (short)"),
  TRADE_LONG('r', "Trade (long)"),
  TRADE_EXTENDED('2', "Trade (extended)"),
  TRADE_BREAK('B', "Trade Break"),
  TRADING_STATUS('H', "Trading Status"),
  AUCTION_UPDATE('I', "Auction Update"),
  AUCTION_UPDATE_EXTENDED('3', "Auction Update (extended)"),
  AUCTION_SUMMARY('J', "Auction Summary"),
  AUCTION_SUMMARY_EXTENDED('4', "Auction Summary (extended)"),
  RETAIL_PRICE_IMPROVEMENT('R', "Retail Price Improvement");

  private final char letter;
  private final String title;

  MessageType(char letter, String title) {
    this.letter = letter;
    this.title = title;
  }

  public char letter() {
    return letter;
  }

  /** The specification's name for it. */
  public String title() {
    return title;
  }

  /** Empty where no type has that letter. */
  public static Optional<MessageType> find(char letter) {
    for (MessageType type : values()) {
      if (type.letter == letter) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}

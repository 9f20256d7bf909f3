package ratecast.pitch.book;

import java.math.BigDecimal;
import ratecast.pitch.AddOrderShort;
import ratecast.pitch.OrderCancel;
import ratecast.pitch.OrderExecuted;
import ratecast.pitch.Price;
import ratecast.pitch.Side;
import ratecast.pitch.SymbolClear;
import ratecast.pitch.TradeBreak;
import ratecast.pitch.TradeShort;

/** Messages for tests, with as few words as a test needs. */
final class Orders {
  static final int EIGHT = 28_800_000;

  private Orders() {}

  static AddOrderShort buy(long id, String symbol, int shares, String price) {
    return new AddOrderShort(EIGHT, id, Side.BUY, shares, symbol, price(price), true);
  }

  static AddOrderShort sell(long id, String symbol, int shares, String price) {
    return new AddOrderShort(EIGHT, id, Side.SELL, shares, symbol, price(price), true);
  }

  static OrderCancel cancel(long id, int shares) {
    return new OrderCancel(EIGHT, id, shares);
  }

  static OrderExecuted execute(long id, int shares, long execution) {
    return new OrderExecuted(EIGHT, id, shares, execution);
  }

  static TradeShort trade(String symbol, int shares, long execution) {
    return new TradeShort(EIGHT, 0, Side.BUY, shares, symbol, price("1"), execution);
  }

  static TradeBreak breakOf(long execution) {
    return new TradeBreak(EIGHT, execution);
  }

  static SymbolClear clear(String symbol) {
    return new SymbolClear(EIGHT, symbol);
  }

  static Price price(String decimal) {
    return Price.of(new BigDecimal(decimal));
  }
}

package ratecast.pitch;

/**
 * An execution against a hidden order, symbol of up to eight characters.
 *
 * <pre>
 * offset length  field
 *      0      8  time, milliseconds past midnight
 *      8      1  type, 'r'
 *      9     12  order id, base 36
 *     21      1  side, B or S
 *     22      6  shares
 *     28      8  symbol, padded with spaces
 *     36     10  price, 6 whole and 4 decimal digits
 *     46     12  execution id, base 36
 * </pre>
 */
public record TradeLong(
    int time, long orderId, Side side, int shares, String symbol, Price price, long executionId)
    implements Trade {
  static final int LENGTH = 58;

  public TradeLong {
    Ranges.time(time);
    Ranges.id(orderId);
    Ranges.shares(shares);
    Ranges.symbol(symbol);
    Ranges.id(executionId);
  }

  static TradeLong from(Fields line) {
    return new TradeLong(
        line.time(),
        line.id(9),
        line.side(21),
        line.shares(22),
        line.symbol(28, 8),
        line.price(36),
        line.id(46));
  }

  @Override
  public MessageType type() {
    return MessageType.TRADE_LONG;
  }

  @Override
  public void dispatch(Handler handler) {
    handler.onTradeLong(this);
  }
}

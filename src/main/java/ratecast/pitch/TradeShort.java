package ratecast.pitch;

/**
 * An execution against a hidden order, symbol of up to six characters.
 *
 * <pre>
 * offset length  field
 *      0      8  time, milliseconds past midnight
 *      8      1  type, 'P'
 *      9     12  order id, base 36
 *     21      1  side, B or S
 *     22      6  shares
 *     28      6  symbol, padded with spaces
 *     34     10  price, 6 whole and 4 decimal digits
 *     44     12  execution id, base 36
 * </pre>
 */
public record TradeShort(
    int time, long orderId, Side side, int shares, String symbol, Price price, long executionId)
    implements Trade {
  static final int LENGTH = 56;

  public TradeShort {
    Ranges.time(time);
    Ranges.id(orderId);
    Ranges.shares(shares);
    Ranges.symbol(symbol);
    Ranges.id(executionId);
  }

  static TradeShort from(Fields line) {
    return new TradeShort(
        line.time(),
        line.id(9),
        line.side(21),
        line.shares(22),
        line.symbol(28, 6),
        line.price(34),
        line.id(44));
  }

  @Override
  public MessageType type() {
    return MessageType.TRADE_SHORT;
  }

  @Override
  public void dispatch(Handler handler) {
    handler.onTradeShort(this);
  }
}

package ratecast.pitch;

/**
 * An execution against a hidden order whose price needs more digits; since 1.15.9.
 *
 * <pre>
 * offset length  field
 *      0      8  time, milliseconds past midnight
 *      8      1  type, '2'
 *      9     12  order id, base 36
 *     21      1  side, B or S
 *     22      6  shares
 *     28      8  symbol, padded with spaces
 *     36     14  price, 8 whole and 6 decimal digits
 *     50     12  execution id, base 36
 * </pre>
 */
public record TradeExtended(
    int time, long orderId, Side side, int shares, String symbol, Price price, long executionId)
    implements Trade {
  static final int LENGTH = 62;

  public TradeExtended {
    Ranges.time(time);
    Ranges.id(orderId);
    Ranges.shares(shares);
    Ranges.symbol(symbol);
    Ranges.id(executionId);
  }

  static TradeExtended from(Fields line) {
    return new TradeExtended(
        line.time(),
        line.id(9),
        line.side(21),
        line.shares(22),
        line.symbol(28, 8),
        line.longPrice(36),
        line.id(50));
  }

  @Override
  public MessageType type() {
    return MessageType.TRADE_EXTENDED;
  }

  @Override
  public void dispatch(Handler handler) {
    handler.onTradeExtended(this);
  }
}

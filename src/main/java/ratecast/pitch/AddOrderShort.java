package ratecast.pitch;

/**
 * A new visible order of a symbol of up to six characters.
 *
 * <pre>
 * offset length  field
 *      0      8  time, milliseconds past midnight
 *      8      1  type, 'A'
 *      9     12  order id, base 36
 *     21      1  side, B or S
 *     22      6  shares
 *     28      6  symbol, padded with spaces
 *     34     10  price, 6 whole and 4 decimal digits
 *     44      1  display, Y or N
 * </pre>
 */
public record AddOrderShort(
    int time, long orderId, Side side, int shares, String symbol, Price price, boolean displayed)
    implements AddOrder {
  static final int LENGTH = 45;

  public AddOrderShort {
    Ranges.time(time);
    Ranges.id(orderId);
    Ranges.shares(shares);
    Ranges.symbol(symbol);
  }

  static AddOrderShort from(Fields line) {
    return new AddOrderShort(
        line.time(),
        line.id(9),
        line.side(21),
        line.shares(22),
        line.symbol(28, 6),
        line.price(34),
        line.flag(44, 'Y', 'N'));
  }

  @Override
  public MessageType type() {
    return MessageType.ADD_ORDER_SHORT;
  }

  @Override
  public void dispatch(Handler handler) {
    handler.onAddOrderShort(this);
  }
}

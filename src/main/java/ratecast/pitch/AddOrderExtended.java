package ratecast.pitch;

import java.util.Optional;

/**
 * A new visible order whose price needs more digits; since 1.15.9.
 *
 * <pre>
 * offset length  field
 *      0      8  time, milliseconds past midnight
 *      8      1  type, '1'
 *      9     12  order id, base 36
 *     21      1  side, B or S
 *     22      6  shares
 *     28      8  symbol, padded with spaces
 *     36     14  price, 8 whole and 6 decimal digits
 *     50      1  display, Y or N
 *     51      4  participant, letters or spaces
 *     55      1  customer, R or space
 * </pre>
 *
 * @param participant who entered the order (a market participant id, or RTAL), where that is told
 * @param retail entered for a retail customer; told on EDGX only
 */
public record AddOrderExtended(
    int time,
    long orderId,
    Side side,
    int shares,
    String symbol,
    Price price,
    boolean displayed,
    Optional<String> participant,
    boolean retail)
    implements AddOrder {
  static final int LENGTH = 56;

  public AddOrderExtended {
    Ranges.time(time);
    Ranges.id(orderId);
    Ranges.shares(shares);
    Ranges.symbol(symbol);
  }

  static AddOrderExtended from(Fields line) {
    return new AddOrderExtended(
        line.time(),
        line.id(9),
        line.side(21),
        line.shares(22),
        line.symbol(28, 8),
        line.longPrice(36),
        line.flag(50, 'Y', 'N'),
        line.alpha(51),
        line.flag(55, 'R', ' '));
  }

  @Override
  public MessageType type() {
    return MessageType.ADD_ORDER_EXTENDED;
  }

  @Override
  public void dispatch(Handler handler) {
    handler.onAddOrderExtended(this);
  }
}

package ratecast.pitch;

import java.util.Optional;

/**
 * A new visible order of a symbol of up to eight characters. The line grew with the editions: it
 * ends after the display, after the participant (1.11.0) or after the customer (1.15.1).
 *
 * <pre>
 * offset length  field
 *      0      8  time, milliseconds past midnight
 *      8      1  type, 'd'
 *      9     12  order id, base 36
 *     21      1  side, B or S
 *     22      6  shares
 *     28      8  symbol, padded with spaces
 *     36     10  price, 6 whole and 4 decimal digits
 *     46      1  display, Y or N
 *     47      4  participant, letters or spaces; not in the oldest form
 *     51      1  customer, R or space; since 1.15.1
 * </pre>
 *
 * @param participant who entered the order (a market participant id, or RTAL), where that is told
 * @param retail entered for a retail customer; told on EDGX only
 */
public record AddOrderLong(
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
  static final int OLDEST = 47;
  static final int LENGTH = 51;
  static final int LONGEST = 52;

  public AddOrderLong {
    Ranges.time(time);
    Ranges.id(orderId);
    Ranges.shares(shares);
    Ranges.symbol(symbol);
  }

  /** The shortest of the forms that a line of this length could be. */
  static int due(int length) {
    return length <= OLDEST ? OLDEST : length <= LENGTH ? LENGTH : LONGEST;
  }

  static AddOrderLong from(Fields line) {
    return new AddOrderLong(
        line.time(),
        line.id(9),
        line.side(21),
        line.shares(22),
        line.symbol(28, 8),
        line.price(36),
        line.flag(46, 'Y', 'N'),
        line.length() > OLDEST ? line.alpha(47) : Optional.empty(),
        line.length() > LENGTH && line.flag(51, 'R', ' '));
  }

  @Override
  public MessageType type() {
    return MessageType.ADD_ORDER_LONG;
  }

  @Override
  public void dispatch(Handler handler) {
    handler.onAddOrderLong(this);
  }
}

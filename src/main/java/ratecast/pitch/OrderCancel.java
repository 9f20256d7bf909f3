package ratecast.pitch;

/**
 * Shares of a visible order were cancelled, the whole of it or a part.
 *
 * <pre>
 * offset length  field
 *      0      8  time, milliseconds past midnight
 *      8      1  type, 'X'
 *      9     12  order id, base 36
 *     21      6  cancelled shares
 * </pre>
 */
public record OrderCancel(int time, long orderId, int shares) implements PitchMessage {
  static final int LENGTH = 27;

  public OrderCancel {
    Ranges.time(time);
    Ranges.id(orderId);
    Ranges.shares(shares);
  }

  static OrderCancel from(Fields line) {
    return new OrderCancel(line.time(), line.id(9), line.shares(21));
  }

  @Override
  public MessageType type() {
    return MessageType.ORDER_CANCEL;
  }

  @Override
  public void dispatch(Handler handler) {
    handler.onOrderCancel(this);
  }
}

package ratecast.pitch;

/**
 * Shares of a visible order were executed, at the limit price of its add.
 *
 * <pre>
 * offset length  field
 *      0      8  time, milliseconds past midnight
 *      8      1  type, 'E'
 *      9     12  order id, base 36
 *     21      6  executed shares
 *     27     12  execution id, base 36
 * </pre>
 */
public record OrderExecuted(int time, long orderId, int shares, long executionId)
    implements PitchMessage {
  static final int LENGTH = 39;

  public OrderExecuted {
    Ranges.time(time);
    Ranges.id(orderId);
    Ranges.shares(shares);
    Ranges.id(executionId);
  }

  static OrderExecuted from(Fields line) {
    return new OrderExecuted(line.time(), line.id(9), line.shares(21), line.id(27));
  }

  @Override
  public MessageType type() {
    return MessageType.ORDER_EXECUTED;
  }

  @Override
  public void dispatch(Handler handler) {
    handler.onOrderExecuted(this);
  }
}

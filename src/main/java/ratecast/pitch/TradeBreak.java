package ratecast.pitch;

/**
 * An execution is void, whether of a visible order or a trade: it counts no longer as volume.
 *
 * <pre>
 * offset length  field
 *      0      8  time, milliseconds past midnight
 *      8      1  type, 'B'
 *      9     12  execution id, base 36
 * </pre>
 */
public record TradeBreak(int time, long executionId) implements PitchMessage {
  static final int LENGTH = 21;

  public TradeBreak {
    Ranges.time(time);
    Ranges.id(executionId);
  }

  static TradeBreak from(Fields line) {
    return new TradeBreak(line.time(), line.id(9));
  }

  @Override
  public MessageType type() {
    return MessageType.TRADE_BREAK;
  }

  @Override
  public void dispatch(Handler handler) {
    handler.onTradeBreak(this);
  }
}

package ratecast.pitch;

/**
 * On which sides of a symbol retail price improvement is on offer.
 *
 * <pre>
 * offset length  field
 *      0      8  time, milliseconds past midnight
 *      8      1  type, 'R'
 *      9      8  symbol, padded with spaces
 *     17      1  interest, B S A (both) or N (none)
 * </pre>
 */
public record RetailPriceImprovement(int time, String symbol, RetailInterest interest)
    implements PitchMessage {
  static final int LENGTH = 18;

  public RetailPriceImprovement {
    Ranges.time(time);
    Ranges.symbol(symbol);
  }

  static RetailPriceImprovement from(Fields line) {
    return new RetailPriceImprovement(line.time(), line.symbol(9, 8), line.interest(17));
  }

  @Override
  public MessageType type() {
    return MessageType.RETAIL_PRICE_IMPROVEMENT;
  }

  @Override
  public void dispatch(Handler handler) {
    handler.onRetailPriceImprovement(this);
  }
}

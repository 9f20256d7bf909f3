package ratecast.pitch;

/**
 * Whether a symbol trades.
 *
 * <pre>
 * offset length  field
 *      0      8  time, milliseconds past midnight
 *      8      1  type, 'H'
 *      9      8  symbol, padded with spaces
 *     17      1  halt status, A H Q S or T
 *     18      1  short sale price test, 0 or 1
 *     19      1  reserved, anything printable
 *     20      1  reserved, anything printable
 * </pre>
 *
 * @param priceTest the price test restriction of Regulation SHO is in force
 */
public record TradingStatus(
    int time, String symbol, HaltStatus status, boolean priceTest, char reserved1, char reserved2)
    implements PitchMessage {
  static final int LENGTH = 21;

  public TradingStatus {
    Ranges.time(time);
    Ranges.symbol(symbol);
  }

  static TradingStatus from(Fields line) {
    return new TradingStatus(
        line.time(),
        line.symbol(9, 8),
        line.haltStatus(17),
        line.flag(18, '1', '0'),
        line.reserved(19),
        line.reserved(20));
  }

  @Override
  public MessageType type() {
    return MessageType.TRADING_STATUS;
  }

  @Override
  public void dispatch(Handler handler) {
    handler.onTradingStatus(this);
  }
}

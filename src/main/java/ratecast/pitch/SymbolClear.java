package ratecast.pitch;

/**
 * All orders of a symbol are gone: at the start of the day, and in recovery.
 *
 * <pre>
 * offset length  field
 *      0      8  time, milliseconds past midnight
 *      8      1  type, 's'
 *      9      8  symbol, padded with spaces
 * </pre>
 */
public record SymbolClear(int time, String symbol) implements PitchMessage {
  static final int LENGTH = 17;

  public SymbolClear {
    Ranges.time(time);
    Ranges.symbol(symbol);
  }

  static SymbolClear from(Fields line) {
    return new SymbolClear(line.time(), line.symbol(9, 8));
  }

  @Override
  public MessageType type() {
    return MessageType.SYMBOL_CLEAR;
  }

  @Override
  public void dispatch(Handler handler) {
    handler.onSymbolClear(this);
  }
}

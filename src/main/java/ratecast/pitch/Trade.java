package ratecast.pitch;

/**
 * An execution against a hidden order, whichever of the three forms it came in: volume, never book.
 */
public sealed interface Trade extends PitchMessage permits TradeShort, TradeLong, TradeExtended {

  /** Obfuscated by default: not an order of the book. */
  long orderId();

  /** Always a buy since edition 1.5.0 of November 2009. */
  Side side();

  /** Executed, 0 to 999,999. */
  int shares();

  String symbol();

  /** Of the execution. */
  Price price();

  long executionId();
}

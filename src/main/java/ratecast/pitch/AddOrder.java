package ratecast.pitch;

/**
 * A new visible order, whichever of the three forms it came in. The same id may come again once its
 * order is closed: a change of price is a cancel followed by an add with the same id.
 */
public sealed interface AddOrder extends PitchMessage
    permits AddOrderShort, AddOrderLong, AddOrderExtended {

  long orderId();

  Side side();

  /** Added to the book, 0 to 999,999. */
  int shares();

  String symbol();

  /** The limit. */
  Price price();

  /** Aggregated in the quote of the consolidated feed; always, in editions since 1.15.7. */
  boolean displayed();
}

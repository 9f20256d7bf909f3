package ratecast.pitch;

/**
 * One message of the PITCH 1.x depth-of-book feed, ASCII form. One record a type, each with the
 * table of its offsets; the offsets start after the SOUP character that may stand before a line.
 */
public sealed interface PitchMessage extends Decoded
    permits AddOrder,
        AuctionSummary,
        AuctionSummaryExtended,
        AuctionUpdate,
        AuctionUpdateExtended,
        OrderCancel,
        OrderExecuted,
        RetailPriceImprovement,
        SymbolClear,
        Trade,
        TradeBreak,
        TradingStatus {

  /** Milliseconds past midnight US Eastern, 0 to 86,399,999. Not monotonic along a file. */
  int time();

  MessageType type();

  void dispatch(Handler handler);

  /** One method a type: a new type does not compile until everyone answers it. */
  interface Handler {
    void onSymbolClear(SymbolClear message);

    void onAddOrderShort(AddOrderShort message);

    void onAddOrderLong(AddOrderLong message);

    void onAddOrderExtended(AddOrderExtended message);

    void onOrderExecuted(OrderExecuted message);

    void onOrderCancel(OrderCancel message);

    void onTradeShort(TradeShort message);

    void onTradeLong(TradeLong message);

    void onTradeExtended(TradeExtended message);

    void onTradeBreak(TradeBreak message);

    void onTradingStatus(TradingStatus message);

    void onAuctionUpdate(AuctionUpdate message);

    void onAuctionUpdateExtended(AuctionUpdateExtended message);

    void onAuctionSummary(AuctionSummary message);

    void onAuctionSummaryExtended(AuctionSummaryExtended message);

    void onRetailPriceImprovement(RetailPriceImprovement message);
  }
}

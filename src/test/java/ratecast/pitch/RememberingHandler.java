package ratecast.pitch;

import java.util.ArrayList;
import java.util.List;

/** Remembers which of its methods was called with what, by the name behind the "on". */
final class RememberingHandler implements PitchMessage.Handler {
  private final List<Object> seen = new ArrayList<>();

  List<Object> seen() {
    return seen;
  }

  @Override
  public void onSymbolClear(SymbolClear message) {
    remember("SymbolClear", message);
  }

  @Override
  public void onAddOrderShort(AddOrderShort message) {
    remember("AddOrderShort", message);
  }

  @Override
  public void onAddOrderLong(AddOrderLong message) {
    remember("AddOrderLong", message);
  }

  @Override
  public void onAddOrderExtended(AddOrderExtended message) {
    remember("AddOrderExtended", message);
  }

  @Override
  public void onOrderExecuted(OrderExecuted message) {
    remember("OrderExecuted", message);
  }

  @Override
  public void onOrderCancel(OrderCancel message) {
    remember("OrderCancel", message);
  }

  @Override
  public void onTradeShort(TradeShort message) {
    remember("TradeShort", message);
  }

  @Override
  public void onTradeLong(TradeLong message) {
    remember("TradeLong", message);
  }

  @Override
  public void onTradeExtended(TradeExtended message) {
    remember("TradeExtended", message);
  }

  @Override
  public void onTradeBreak(TradeBreak message) {
    remember("TradeBreak", message);
  }

  @Override
  public void onTradingStatus(TradingStatus message) {
    remember("TradingStatus", message);
  }

  @Override
  public void onAuctionUpdate(AuctionUpdate message) {
    remember("AuctionUpdate", message);
  }

  @Override
  public void onAuctionUpdateExtended(AuctionUpdateExtended message) {
    remember("AuctionUpdateExtended", message);
  }

  @Override
  public void onAuctionSummary(AuctionSummary message) {
    remember("AuctionSummary", message);
  }

  @Override
  public void onAuctionSummaryExtended(AuctionSummaryExtended message) {
    remember("AuctionSummaryExtended", message);
  }

  @Override
  public void onRetailPriceImprovement(RetailPriceImprovement message) {
    remember("RetailPriceImprovement", message);
  }

  private void remember(String name, PitchMessage message) {
    seen.add(name);
    seen.add(message);
  }
}

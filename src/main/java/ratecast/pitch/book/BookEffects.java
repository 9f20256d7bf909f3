package ratecast.pitch.book;

import ratecast.pitch.AddOrderExtended;
import ratecast.pitch.AddOrderLong;
import ratecast.pitch.AddOrderShort;
import ratecast.pitch.AuctionSummary;
import ratecast.pitch.AuctionSummaryExtended;
import ratecast.pitch.AuctionUpdate;
import ratecast.pitch.AuctionUpdateExtended;
import ratecast.pitch.OrderCancel;
import ratecast.pitch.OrderExecuted;
import ratecast.pitch.PitchMessage;
import ratecast.pitch.RetailPriceImprovement;
import ratecast.pitch.SymbolClear;
import ratecast.pitch.TradeBreak;
import ratecast.pitch.TradeExtended;
import ratecast.pitch.TradeLong;
import ratecast.pitch.TradeShort;
import ratecast.pitch.TradingStatus;

/**
 * What each type of message does to the books. Trades and their breaks are volume and no book; what
 * speaks of auctions, halts and retail interest only names a symbol.
 */
record BookEffects(Books books) implements PitchMessage.Handler {
  @Override
  public void onSymbolClear(SymbolClear message) {
    books.clear(message.symbol());
  }

  @Override
  public void onAddOrderShort(AddOrderShort message) {
    books.add(message);
  }

  @Override
  public void onAddOrderLong(AddOrderLong message) {
    books.add(message);
  }

  @Override
  public void onAddOrderExtended(AddOrderExtended message) {
    books.add(message);
  }

  @Override
  public void onOrderExecuted(OrderExecuted message) {
    books.execute(message.orderId(), message.shares(), message.executionId());
  }

  @Override
  public void onOrderCancel(OrderCancel message) {
    books.cancel(message.orderId(), message.shares());
  }

  @Override
  public void onTradeShort(TradeShort message) {
    books.trade(message);
  }

  @Override
  public void onTradeLong(TradeLong message) {
    books.trade(message);
  }

  @Override
  public void onTradeExtended(TradeExtended message) {
    books.trade(message);
  }

  @Override
  public void onTradeBreak(TradeBreak message) {
    books.breakTrade(message.executionId());
  }

  @Override
  public void onTradingStatus(TradingStatus message) {
    books.name(message.symbol());
  }

  @Override
  public void onAuctionUpdate(AuctionUpdate message) {
    books.name(message.symbol());
  }

  @Override
  public void onAuctionUpdateExtended(AuctionUpdateExtended message) {
    books.name(message.symbol());
  }

  @Override
  public void onAuctionSummary(AuctionSummary message) {
    books.name(message.symbol());
  }

  @Override
  public void onAuctionSummaryExtended(AuctionSummaryExtended message) {
    books.name(message.symbol());
  }

  @Override
  public void onRetailPriceImprovement(RetailPriceImprovement message) {
    books.name(message.symbol());
  }
}

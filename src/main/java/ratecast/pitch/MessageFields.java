package ratecast.pitch;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message's fields by the names the wire has for them, in the order of its line: ids as their 12
 * characters, codes as their letter, prices exact. Time and type, which every message has, are not
 * among them; {@link PushedMessage} is the way back.
 */
public final class MessageFields {
  private MessageFields() {}

  /** Texts, whole numbers and {@link java.math.BigDecimal}s; the map belongs to the caller. */
  public static Map<String, Object> of(PitchMessage message) {
    Writer writer = new Writer(new LinkedHashMap<>());
    message.dispatch(writer);
    return writer.fields;
  }

  private record Writer(Map<String, Object> fields) implements PitchMessage.Handler {
    @Override
    public void onSymbolClear(SymbolClear message) {
      symbol(message.symbol());
    }

    @Override
    public void onAddOrderShort(AddOrderShort message) {
      add(message);
    }

    @Override
    public void onAddOrderLong(AddOrderLong message) {
      add(message);
      message.participant().ifPresent(id -> fields.put("participantId", id));
      if (message.retail()) {
        fields.put("customerIndicator", "R");
      }
    }

    @Override
    public void onAddOrderExtended(AddOrderExtended message) {
      add(message);
      message.participant().ifPresent(id -> fields.put("participantId", id));
      if (message.retail()) {
        fields.put("customerIndicator", "R");
      }
    }

    @Override
    public void onOrderExecuted(OrderExecuted message) {
      fields.put("orderId", Base36.format(message.orderId()));
      fields.put("executedShares", message.shares());
      fields.put("executionId", Base36.format(message.executionId()));
    }

    @Override
    public void onOrderCancel(OrderCancel message) {
      fields.put("orderId", Base36.format(message.orderId()));
      fields.put("canceledShares", message.shares());
    }

    @Override
    public void onTradeShort(TradeShort message) {
      trade(message);
    }

    @Override
    public void onTradeLong(TradeLong message) {
      trade(message);
    }

    @Override
    public void onTradeExtended(TradeExtended message) {
      trade(message);
    }

    @Override
    public void onTradeBreak(TradeBreak message) {
      fields.put("executionId", Base36.format(message.executionId()));
    }

    @Override
    public void onTradingStatus(TradingStatus message) {
      symbol(message.symbol());
      letter("haltStatus", message.status().letter());
      letter("regShoAction", message.priceTest() ? '1' : '0');
      letter("reserved1", message.reserved1());
      letter("reserved2", message.reserved2());
    }

    @Override
    public void onAuctionUpdate(AuctionUpdate message) {
      auction(message.symbol(), message.auction());
      update(
          message.referencePrice(),
          message.buyShares(),
          message.sellShares(),
          message.indicativePrice(),
          message.auctionOnlyPrice());
    }

    @Override
    public void onAuctionUpdateExtended(AuctionUpdateExtended message) {
      auction(message.symbol(), message.auction());
      update(
          message.referencePrice(),
          message.buyShares(),
          message.sellShares(),
          message.indicativePrice(),
          message.auctionOnlyPrice());
    }

    @Override
    public void onAuctionSummary(AuctionSummary message) {
      auction(message.symbol(), message.auction());
      price("price", message.price());
      fields.put("shares", message.shares());
    }

    @Override
    public void onAuctionSummaryExtended(AuctionSummaryExtended message) {
      auction(message.symbol(), message.auction());
      price("price", message.price());
      fields.put("shares", message.shares());
    }

    @Override
    public void onRetailPriceImprovement(RetailPriceImprovement message) {
      symbol(message.symbol());
      letter("indicator", message.interest().letter());
    }

    private void add(AddOrder order) {
      order(order.orderId(), order.side(), order.shares(), order.symbol(), order.price());
      letter("display", order.displayed() ? 'Y' : 'N');
    }

    private void trade(Trade trade) {
      order(trade.orderId(), trade.side(), trade.shares(), trade.symbol(), trade.price());
      fields.put("executionId", Base36.format(trade.executionId()));
    }

    private void order(long orderId, Side side, int shares, String symbol, Price price) {
      fields.put("orderId", Base36.format(orderId));
      letter("side", side.letter());
      fields.put("shares", shares);
      symbol(symbol);
      price("price", price);
    }

    private void auction(String symbol, AuctionType auction) {
      symbol(symbol);
      letter("auctionType", auction.letter());
    }

    private void update(Price reference, long buy, long sell, Price indicative, Price auctionOnly) {
      price("referencePrice", reference);
      fields.put("buyShares", buy);
      fields.put("sellShares", sell);
      price("indicativePrice", indicative);
      price("auctionOnlyPrice", auctionOnly);
    }

    private void symbol(String symbol) {
      fields.put("symbol", symbol);
    }

    private void letter(String name, char letter) {
      fields.put(name, String.valueOf(letter));
    }

    private void price(String name, Price price) {
      fields.put(name, price.toBigDecimal());
    }
  }
}

package ratecast.pitch;

/**
 * How an auction stands before it is held. Prices have 6 whole and 4 decimal digits.
 *
 * <pre>
 * offset length  field
 *      0      8  time, milliseconds past midnight
 *      8      1  type, 'I'
 *      9      8  symbol, padded with spaces
 *     17      1  auction type, O C H I M or P
 *     18     10  reference price
 *     28     10  buy shares
 *     38     10  sell shares
 *     48     10  indicative price
 *     58     10  auction only price
 * </pre>
 */
public record AuctionUpdate(
    int time,
    String symbol,
    AuctionType auction,
    Price referencePrice,
    long buyShares,
    long sellShares,
    Price indicativePrice,
    Price auctionOnlyPrice)
    implements PitchMessage {
  static final int LENGTH = 68;

  public AuctionUpdate {
    Ranges.time(time);
    Ranges.symbol(symbol);
    Ranges.auctionShares(buyShares);
    Ranges.auctionShares(sellShares);
  }

  static AuctionUpdate from(Fields line) {
    return new AuctionUpdate(
        line.time(),
        line.symbol(9, 8),
        line.auction(17),
        line.price(18),
        line.number(28, 10),
        line.number(38, 10),
        line.price(48),
        line.price(58));
  }

  @Override
  public MessageType type() {
    return MessageType.AUCTION_UPDATE;
  }

  @Override
  public void dispatch(Handler handler) {
    handler.onAuctionUpdate(this);
  }
}

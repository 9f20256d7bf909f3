package ratecast.pitch;

/**
 * How an auction stands before it is held. Prices have 8 whole and 6 decimal digits; since 1.15.9.
 *
 * <pre>
 * offset length  field
 *      0      8  time, milliseconds past midnight
 *      8      1  type, '3'
 *      9      8  symbol, padded with spaces
 *     17      1  auction type, O C H I M or P
 *     18     14  reference price
 *     32     10  buy shares
 *     42     10  sell shares
 *     52     14  indicative price
 *     66     14  auction only price
 * </pre>
 */
public record AuctionUpdateExtended(
    int time,
    String symbol,
    AuctionType auction,
    Price referencePrice,
    long buyShares,
    long sellShares,
    Price indicativePrice,
    Price auctionOnlyPrice)
    implements PitchMessage {
  static final int LENGTH = 80;

  public AuctionUpdateExtended {
    Ranges.time(time);
    Ranges.symbol(symbol);
    Ranges.auctionShares(buyShares);
    Ranges.auctionShares(sellShares);
  }

  static AuctionUpdateExtended from(Fields line) {
    return new AuctionUpdateExtended(
        line.time(),
        line.symbol(9, 8),
        line.auction(17),
        line.longPrice(18),
        line.number(32, 10),
        line.number(42, 10),
        line.longPrice(52),
        line.longPrice(66));
  }

  @Override
  public MessageType type() {
    return MessageType.AUCTION_UPDATE_EXTENDED;
  }

  @Override
  public void dispatch(Handler handler) {
    handler.onAuctionUpdateExtended(this);
  }
}

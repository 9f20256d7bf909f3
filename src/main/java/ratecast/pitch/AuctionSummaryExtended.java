package ratecast.pitch;

/**
 * What an auction ended in, with a price that needs more digits; since 1.15.9.
 *
 * <pre>
 * offset length  field
 *      0      8  time, milliseconds past midnight
 *      8      1  type, '4'
 *      9      8  symbol, padded with spaces
 *     17      1  auction type, O C H I M or P
 *     18     14  price, 8 whole and 6 decimal digits
 *     32     10  shares
 * </pre>
 */
public record AuctionSummaryExtended(
    int time, String symbol, AuctionType auction, Price price, long shares)
    implements PitchMessage {
  static final int LENGTH = 42;

  public AuctionSummaryExtended {
    Ranges.time(time);
    Ranges.symbol(symbol);
    Ranges.auctionShares(shares);
  }

  static AuctionSummaryExtended from(Fields line) {
    return new AuctionSummaryExtended(
        line.time(), line.symbol(9, 8), line.auction(17), line.longPrice(18), line.number(32, 10));
  }

  @Override
  public MessageType type() {
    return MessageType.AUCTION_SUMMARY_EXTENDED;
  }

  @Override
  public void dispatch(Handler handler) {
    handler.onAuctionSummaryExtended(this);
  }
}

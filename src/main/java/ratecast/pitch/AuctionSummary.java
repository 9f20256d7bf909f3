package ratecast.pitch;

/**
 * What an auction ended in.
 *
 * <pre>
 * offset length  field
 *      0      8  time, milliseconds past midnight
 *      8      1  type, 'J'
 *      9      8  symbol, padded with spaces
 *     17      1  auction type, O C H I M or P
 *     18     10  price, 6 whole and 4 decimal digits
 *     28     10  shares
 * </pre>
 */
public record AuctionSummary(int time, String symbol, AuctionType auction, Price price, long shares)
    implements PitchMessage {
  static final int LENGTH = 38;

  public AuctionSummary {
    Ranges.time(time);
    Ranges.symbol(symbol);
    Ranges.auctionShares(shares);
  }

  static AuctionSummary from(Fields line) {
    return new AuctionSummary(
        line.time(), line.symbol(9, 8), line.auction(17), line.price(18), line.number(28, 10));
  }

  @Override
  public MessageType type() {
    return MessageType.AUCTION_SUMMARY;
  }

  @Override
  public void dispatch(Handler handler) {
    handler.onAuctionSummary(this);
  }
}

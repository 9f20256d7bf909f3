package ratecast.pitch;

/** Which auction an update or a summary speaks of. */
public enum AuctionType implements Letter {
  OPENING('O'),
  CLOSING('C'),
  HALT('H'),
  IPO('I'),
  /** Since 2018. */
  MARKET_CLOSE('M'),
  /** BYX, since 2022; its indicative and auction-only prices are zero. */
  PERIODIC('P');

  private final char letter;

  AuctionType(char letter) {
    this.letter = letter;
  }

  @Override
  public char letter() {
    return letter;
  }
}

package ratecast.pitch;

/** On which sides retail price improvement is on offer. */
public enum RetailInterest implements Letter {
  BUY('B'),
  SELL('S'),
  BOTH('A'),
  NONE('N');

  private final char letter;

  RetailInterest(char letter) {
    this.letter = letter;
  }

  @Override
  public char letter() {
    return letter;
  }
}

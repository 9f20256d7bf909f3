package ratecast.pitch;

/** Which side of the book an order stands on. */
public enum Side implements Letter {
  BUY('B'),
  SELL('S');

  private final char letter;

  Side(char letter) {
    this.letter = letter;
  }

  @Override
  public char letter() {
    return letter;
  }
}

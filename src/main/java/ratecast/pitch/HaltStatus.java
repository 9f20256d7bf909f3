package ratecast.pitch;

/** Whether a symbol trades. At the start of the system it is suspended. */
public enum HaltStatus implements Letter {
  ACCEPTING_ORDERS('A'),
  HALTED('H'),
  QUOTE_ONLY('Q'),
  SUSPENDED('S'),
  TRADING('T');

  private final char letter;

  HaltStatus(char letter) {
    this.letter = letter;
  }

  @Override
  public char letter() {
    return letter;
  }
}

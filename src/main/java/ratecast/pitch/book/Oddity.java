package ratecast.pitch.book;

/** Something a file says that cannot be as it says, or that found no room. Counted, never fatal. */
public enum Oddity {
  /** An execution or a cancel of an order that is not open: the file begins after its add. */
  UNKNOWN_ORDER("unknown-order"),
  /** An add with the id of an open order. The newer one stands. */
  ADDED_WHILE_OPEN("added-while-open"),
  /** An execution or a cancel of more shares than were left. The order is gone. */
  REDUCED_BELOW_ZERO("reduced-below-zero"),
  /** A trade break of an execution that is not remembered. */
  UNKNOWN_EXECUTION("unknown-execution"),
  /** A time that the next message is back before. It moves no second; the message counts. */
  TIME_AHEAD("time-ahead"),
  /** {@link BookLimits#symbols} was reached: a message of one more symbol changes nothing. */
  NO_ROOM_FOR_SYMBOL("no-room-for-symbol"),
  /** {@link BookLimits#levels} was reached: the order is left out. */
  NO_ROOM_FOR_LEVEL("no-room-for-level"),
  /** {@link BookLimits#orders} was reached: the order is left out. */
  NO_ROOM_FOR_ORDER("no-room-for-order"),
  /** {@link BookLimits#executions} was reached: it counts as volume, but no break will find it. */
  NO_ROOM_FOR_EXECUTION("no-room-for-execution");

  private final String code;

  Oddity(String code) {
    this.code = code;
  }

  /** In lower case with dashes, fit to be a metric's label. */
  public String code() {
    return code;
  }
}

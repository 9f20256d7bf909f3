package ratecast.pitch.book;

/**
 * What the books of one file may hold at the most. What does not fit is counted as an {@link
 * Oddity} and left out; the rest goes on. The defaults hold a full day of one exchange in some 300
 * MB, and take only what a file needs.
 *
 * @param symbols different symbols; US equities have some 11,000
 * @param levels different prices on one side of one symbol
 * @param orders open at one time
 * @param executions remembered, so that a trade break finds its shares
 */
public record BookLimits(int symbols, int levels, int orders, int executions) {
  public static final BookLimits DEFAULT = new BookLimits(1 << 16, 1 << 16, 3 << 20, 3 << 21);

  private static final int MAX_ENTRIES = 3 << 23;

  public BookLimits {
    within("symbols", symbols, OpenOrders.MAX_BOOKS);
    within("levels", levels, MAX_ENTRIES);
    within("orders", orders, MAX_ENTRIES);
    within("executions", executions, MAX_ENTRIES);
  }

  private static void within(String what, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(what + " " + value + " is outside 1 to " + max);
    }
  }
}

package ratecast.pitch;

/** What can never be in a message, whoever makes one: the decoder, the store, a push. */
final class Ranges {
  static final int LAST_MILLISECOND = 86_399_999;
  static final int MAX_SHARES = 999_999;
  static final long MAX_AUCTION_SHARES = 9_999_999_999L;
  static final int MAX_SYMBOL = 8;

  private Ranges() {}

  static void time(int time) {
    if (time < 0 || time > LAST_MILLISECOND) {
      throw new IllegalArgumentException("time " + time + " is no millisecond of a day");
    }
  }

  static void id(long id) {
    if (id < 0 || id > Base36.MAX) {
      throw new IllegalArgumentException("id " + id + " is not 12 digits of base 36");
    }
  }

  static void shares(int shares) {
    if (shares < 0 || shares > MAX_SHARES) {
      throw new IllegalArgumentException("shares " + shares + " are outside 0 to " + MAX_SHARES);
    }
  }

  static void auctionShares(long shares) {
    if (shares < 0 || shares > MAX_AUCTION_SHARES) {
      throw new IllegalArgumentException(
          "shares " + shares + " are outside 0 to " + MAX_AUCTION_SHARES);
    }
  }

  static void symbol(String symbol) {
    if (symbol.isEmpty() || symbol.length() > MAX_SYMBOL) {
      throw new IllegalArgumentException(
          "symbol \"" + symbol + "\" is not 1 to " + MAX_SYMBOL + " characters");
    }
  }
}

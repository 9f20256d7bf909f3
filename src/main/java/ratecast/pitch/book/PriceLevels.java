package ratecast.pitch.book;

import java.util.Arrays;

/**
 * One side of one book: the shares at each price. Two arrays in the order of the prices, the best
 * at the end, because most of what happens happens near the best and moves little there. For one
 * thread.
 */
final class PriceLevels {
  private static final int FIRST = 8;

  /** Asks are kept negated, so that the best of either side is the largest key. */
  private final int sign;

  private final int limit;
  private long[] keys = new long[FIRST];
  private long[] shares = new long[FIRST];
  private int size;

  private PriceLevels(int sign, int limit) {
    this.sign = sign;
    this.limit = limit;
  }

  static PriceLevels bids(int limit) {
    return new PriceLevels(1, limit);
  }

  static PriceLevels asks(int limit) {
    return new PriceLevels(-1, limit);
  }

  /** False, and nothing done, where it would be one price more than the limit. */
  boolean add(long price, int added) {
    long key = sign * price;
    int at = Arrays.binarySearch(keys, 0, size, key);
    if (at >= 0) {
      shares[at] += added;
      return true;
    }
    if (size == limit) {
      return false;
    }
    insert(~at, key, added);
    return true;
  }

  /** Takes away shares that were added at this price before. */
  void take(long price, int taken) {
    int at = Arrays.binarySearch(keys, 0, size, sign * price);
    shares[at] -= taken;
    if (shares[at] == 0) {
      size--;
      System.arraycopy(keys, at + 1, keys, at, size - at);
      System.arraycopy(shares, at + 1, shares, at, size - at);
    }
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /** The price of the level so many below the best, in millionths. */
  long price(int depth) {
    return sign * keys[size - 1 - depth];
  }

  long shares(int depth) {
    return shares[size - 1 - depth];
  }

  private void insert(int at, long key, int added) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      shares = Arrays.copyOf(shares, size * 2);
    }
    System.arraycopy(keys, at, keys, at + 1, size - at);
    System.arraycopy(shares, at, shares, at + 1, size - at);
    keys[at] = key;
    shares[at] = added;
    size++;
  }
}

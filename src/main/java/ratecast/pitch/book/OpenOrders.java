package ratecast.pitch.book;

import java.util.List;
import ratecast.pitch.Side;

/**
 * The open orders of all books by their ids. A symbol clear does not look for its orders: it makes
 * them stale, and a stale order is as good as none. For one thread.
 */
final class OpenOrders {
  static final int MAX_BOOKS = 1 << 24;

  /** A sweep reads the whole table; so much of it must have been cleared since the last one. */
  private static final int SWEEP_SHARE = 8;

  private static final int PRICE = 0;
  private static final int CLEARS = 1;

  /** Shares in the low 32 bits, then the side in one, then the number of the book. */
  private static final int PACKED = 2;

  private static final int SIDE_BIT = 32;
  private static final int BOOK_BITS = 33;

  private final LongTable table;
  private final int limit;
  private final List<OrderBook> books;
  private long clearedSinceSweep;

  OpenOrders(int limit, List<OrderBook> books) {
    this.table = new LongTable(3, limit);
    this.limit = limit;
    this.books = books;
  }

  /** The entry of an open order, or {@link LongTable#NONE}. Good until the next change. */
  int find(long id) {
    int entry = table.find(id);
    return entry == LongTable.NONE || isStale(entry) ? LongTable.NONE : entry;
  }

  /** Adds an order that is not open; false where there is no room for it. */
  boolean add(long id, OrderBook book, Side side, long price, int shares) {
    int entry = table.find(id);
    if (entry == LongTable.NONE) {
      sweepIfFull();
      entry = table.put(id);
    }
    if (entry == LongTable.NONE) {
      return false;
    }
    table.value(entry, PRICE, price);
    table.value(entry, CLEARS, book.clears());
    long sideBit = side == Side.SELL ? 1L << SIDE_BIT : 0;
    table.value(entry, PACKED, ((long) book.number() << BOOK_BITS) | sideBit | shares);
    return true;
  }

  long price(int entry) {
    return table.value(entry, PRICE);
  }

  int shares(int entry) {
    return (int) table.value(entry, PACKED);
  }

  Side side(int entry) {
    return ((table.value(entry, PACKED) >>> SIDE_BIT) & 1) == 0 ? Side.BUY : Side.SELL;
  }

  OrderBook book(int entry) {
    return books.get((int) (table.value(entry, PACKED) >>> BOOK_BITS));
  }

  /** Takes shares away; with the last of them the order is gone, and its entry with it. */
  void reduce(int entry, int shares) {
    long packed = table.value(entry, PACKED);
    if ((int) packed == shares) {
      table.remove(entry);
    } else {
      table.value(entry, PACKED, packed - shares);
    }
  }

  void clear(OrderBook book) {
    clearedSinceSweep += book.orders();
    book.clear();
  }

  private void sweepIfFull() {
    if (table.isFull() && clearedSinceSweep >= Math.max(1, limit / SWEEP_SHARE)) {
      table.retain(entry -> !isStale(entry));
      clearedSinceSweep = 0;
    }
  }

  private boolean isStale(int entry) {
    return table.value(entry, CLEARS) != book(entry).clears();
  }
}

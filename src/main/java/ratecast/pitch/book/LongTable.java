package ratecast.pitch.book;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * A few longs by an id, in one array: key and values lie side by side, so that an order costs one
 * cache line and no object. Open addressing, linear probing; what is removed leaves no mark behind,
 * because what follows it moves up. Bounded by a limit. For one thread.
 */
final class LongTable {
  /** No such key, or no room for it. */
  static final int NONE = -1;

  private static final long FREE = -1;
  private static final int FIRST_SLOTS = 1 << 10;
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private final int stride;
  private final int limit;
  private final int maxSlots;
  private long[] cells;
  private int slots;
  private int shift;
  private int size;

  /**
   * Holds up to {@code limit} keys.
   *
   * @param values longs of each key
   */
  LongTable(int values, int limit) {
    this.stride = values + 1;
    this.limit = limit;
    this.maxSlots = Math.max(FIRST_SLOTS, Integer.highestOneBit(limit + limit / 3 - 1) * 2);
    this.cells = sized(FIRST_SLOTS);
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size >= limit;
  }

  /** The entry of a key that is not negative, or {@link #NONE}. Good until the next change. */
  int find(long key) {
    int entry = home(key);
    while (cells[entry] != key) {
      if (cells[entry] == FREE) {
        return NONE;
      }
      entry = after(entry, cells);
    }
    return entry;
  }

  /** The entry of a key, a new one with undefined values where there was none; or {@link #NONE}. */
  int put(long key) {
    int found = find(key);
    if (found != NONE || isFull()) {
      return found;
    }
    if (size * 2 >= slots && slots < maxSlots) {
      rebuild(slots * 2, entry -> true);
    }
    size++;
    int entry = firstFree(key, cells);
    cells[entry] = key;
    return entry;
  }

  long value(int entry, int index) {
    return cells[entry + 1 + index];
  }

  void value(int entry, int index, long value) {
    cells[entry + 1 + index] = value;
  }

  void remove(int entry) {
    int hole = entry;
    int next = after(hole, cells);
    while (cells[next] != FREE) {
      int home = home(cells[next]);
      boolean mayMove = hole <= next ? home <= hole || home > next : home <= hole && home > next;
      if (mayMove) {
        System.arraycopy(cells, next, cells, hole, stride);
        hole = next;
      }
      next = after(next, cells);
    }
    cells[hole] = FREE;
    size--;
  }

  /** Keeps only these entries; takes time in proportion to the whole table. */
  void retain(IntPredicate kept) {
    rebuild(slots, kept);
  }

  private void rebuild(int newSlots, IntPredicate kept) {
    long[] rebuilt = sized(newSlots);
    int count = 0;
    for (int entry = 0; entry < cells.length; entry += stride) {
      if (cells[entry] != FREE && kept.test(entry)) {
        System.arraycopy(cells, entry, rebuilt, firstFree(cells[entry], rebuilt), stride);
        count++;
      }
    }
    cells = rebuilt;
    size = count;
  }

  private int firstFree(long key, long[] table) {
    int entry = home(key);
    while (table[entry] != FREE) {
      entry = after(entry, table);
    }
    return entry;
  }

  private int home(long key) {
    return (int) ((key * SPREAD) >>> shift) * stride;
  }

  private int after(int entry, long[] table) {
    int next = entry + stride;
    return next == table.length ? 0 : next;
  }

  private long[] sized(int count) {
    slots = count;
    shift = Long.SIZE - Integer.numberOfTrailingZeros(count);
    long[] empty = new long[count * stride];
    Arrays.fill(empty, FREE);
    return empty;
  }
}

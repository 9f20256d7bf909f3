package ratecast.pitch.book;

/**
 * Which book each execution was of, and how many shares: what a trade break needs to know. For one
 * thread.
 */
final class Executions {
  private final LongTable table;

  Executions(int limit) {
    this.table = new LongTable(1, limit);
  }

  /** The entry of an execution, or {@link LongTable#NONE}. Good until the next change. */
  int find(long id) {
    return table.find(id);
  }

  /** False where there is no room to remember it. */
  boolean add(long id, int book, int shares) {
    int entry = table.put(id);
    if (entry == LongTable.NONE) {
      return false;
    }
    table.value(entry, 0, ((long) book << Integer.SIZE) | shares);
    return true;
  }

  int book(int entry) {
    return (int) (table.value(entry, 0) >> Integer.SIZE);
  }

  int shares(int entry) {
    return (int) table.value(entry, 0);
  }

  void remove(int entry) {
    table.remove(entry);
  }
}

package ratecast.store.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Iterator;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks the documents an {@link IdFilter} leaves, by id, either way, reading one at a time: a long
 * answer needs no more memory than a short one. Sees the map as it is at {@link #resume}; writers
 * do not wait for it. Ends with an error where its command has had its time. For one thread at a
 * time.
 */
final class IdWalk implements Iterator<Document> {
  private final MVMap<Object, byte[]> map;
  private final IdFilter filter;
  private final boolean descending;
  private final @Nullable TimeLimit limit;

  private final @Nullable Iterator<Object> ids;
  private @Nullable Cursor<Object, byte[]> cursor;
  private @Nullable Object last;
  private byte @Nullable [] next;

  IdWalk(
      MVMap<Object, byte[]> map, IdFilter filter, boolean descending, @Nullable TimeLimit limit) {
    this.map = map;
    this.filter = filter;
    this.descending = descending;
    this.limit = limit;
    NavigableSet<Object> wished = filter.ids();
    ids = wished == null ? null : (descending ? wished.descendingIterator() : wished.iterator());
    refresh();
  }

  /** Whether every document of the walk is one that was asked for. */
  boolean isWhole() {
    return filter.isWhole();
  }

  /**
   * Continues after the last document in the map of now, with its command's time once more. To be
   * called after a pause: a client may take minutes between batches, and the pages of an old state
   * are overwritten after seconds.
   */
  void resume() {
    if (limit != null) {
      limit.begin();
    }
    refresh();
  }

  private void refresh() {
    if (ids == null) {
      Object start = descending ? filter.to() : filter.from();
      cursor =
          map.cursor(
              last == null ? start : last, descending ? filter.from() : filter.to(), descending);
    }
  }

  @Override
  public boolean hasNext() {
    while (next == null && advance()) {
      // an id of the set that is not there, or the one a refreshed cursor stands on
    }
    return next != null;
  }

  @Override
  public Document next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Document document = Bson.document(Objects.requireNonNull(next));
    next = null;
    return document;
  }

  private boolean advance() {
    if (limit != null) {
      limit.ask();
    }
    if (ids != null) {
      if (!ids.hasNext()) {
        return false;
      }
      next = map.get(ids.next());
      return true;
    }
    Cursor<Object, byte[]> walk = Objects.requireNonNull(cursor);
    if (!walk.hasNext()) {
      return false;
    }
    Object id = walk.next();
    if (!id.equals(last)) {
      last = id;
      next = walk.getValue();
    }
    return true;
  }
}

package ratecast.store.embedded;

import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A unique index on something other than {@code _id}. It lives in memory and is built from the
 * documents whenever its collection is opened, so it cannot disagree with them; meant for small
 * collections (the catalogue), as it costs a scan at the start and some 100 bytes a document.
 */
final class UniqueIndex extends AbstractUniqueIndex<Object> {
  private final Map<KeyValue, Object> ids = new ConcurrentHashMap<>();

  UniqueIndex(String name, List<IndexKey> keys, boolean sparse) {
    super(name, keys, sparse);
  }

  @Override
  protected @Nullable Object removeDocument(KeyValue key) {
    return ids.remove(key);
  }

  @Override
  protected boolean putKeyPosition(KeyValue key, Object id) {
    return ids.putIfAbsent(key, id) == null;
  }

  @Override
  protected Iterable<Entry<KeyValue, Object>> getIterable() {
    return ids.entrySet();
  }

  @Override
  protected @Nullable Object getPosition(KeyValue key) {
    return ids.get(key);
  }

  @Override
  public long getCount() {
    return ids.size();
  }

  @Override
  public long getDataSize() {
    return getCount();
  }
}

package ratecast.store.embedded;

import de.bwaldvogel.mongo.backend.EmptyIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import java.util.List;

/** An index that is accepted, so that one schema fits every server, and holds nothing. */
final class IgnoredIndex extends EmptyIndex<Object> {
  IgnoredIndex(String name, List<IndexKey> keys) {
    super(name, keys);
  }

  /**
   * Never true: the library fills an empty index from all documents of the collection, which it
   * reads twice for that, at every start; two seconds for each day of 105 assets.
   */
  @Override
  public boolean isEmpty() {
    return false;
  }
}

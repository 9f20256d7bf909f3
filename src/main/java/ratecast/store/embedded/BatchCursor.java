package ratecast.store.embedded;

import de.bwaldvogel.mongo.backend.AbstractCursor;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** An answer in batches: holds where it stands, not what is still to come. */
final class BatchCursor extends AbstractCursor {
  private final Iterator<Document> found;
  private final IdWalk walk;

  BatchCursor(long id, Iterator<Document> found, IdWalk walk) {
    super(id);
    this.found = found;
    this.walk = walk;
  }

  @Override
  public synchronized boolean isEmpty() {
    return !found.hasNext();
  }

  @Override
  public synchronized List<Document> takeDocuments(int atMost) {
    walk.resume();
    List<Document> batch = new ArrayList<>();
    while (batch.size() < atMost && found.hasNext()) {
      batch.add(found.next());
    }
    return batch;
  }
}

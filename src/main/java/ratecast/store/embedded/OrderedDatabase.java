package ratecast.store.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.List;

/** A database: its collections' maps are named "database.collection". */
final class OrderedDatabase extends AbstractSynchronizedMongoDatabase<Object> {
  private final StoreFile file;
  private final TimeLimits limits;

  OrderedDatabase(String name, StoreFile file, TimeLimits limits, CursorRegistry cursors) {
    super(name, cursors);
    this.file = file;
    this.limits = limits;
    initializeNamespacesAndIndexes();
  }

  @Override
  protected OrderedCollection openOrCreateCollection(String name, CollectionOptions options) {
    return new OrderedCollection(
        this, name, options, file.map(getFullCollectionNamespace(name)), limits, cursorRegistry);
  }

  @Override
  protected Index<Object> openOrCreateUniqueIndex(
      String collection, String name, List<IndexKey> keys, boolean sparse) {
    return isPrimaryKeyIndex(new Document(keys.get(0).getKey(), 1)) && keys.size() == 1
        ? new PrimaryIndex(name, keys, file.map(getFullCollectionNamespace(collection)))
        : new UniqueIndex(name, keys, sparse);
  }

  @Override
  protected Index<Object> openOrCreateSecondaryIndex(
      String collection, String name, List<IndexKey> keys, boolean sparse) {
    return new IgnoredIndex(name, keys);
  }

  @Override
  public void dropCollection(String name, Oplog oplog) {
    super.dropCollection(name, oplog);
    file.remove(file.map(getFullCollectionNamespace(name)));
  }

  @Override
  public void moveCollection(MongoDatabase from, MongoCollection<?> collection, String name) {
    super.moveCollection(from, collection, name);
    file.rename(((OrderedCollection) collection).documents(), getFullCollectionNamespace(name));
  }

  @Override
  protected long getStorageSize() {
    return file.size();
  }

  @Override
  protected long getFileSize() {
    return file.size();
  }
}

package ratecast.store.embedded;

import static java.util.Objects.requireNonNull;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.QueryParameters;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * A collection as one map ordered by {@code _id}; a document's place is its id. One writer at a
 * time; readers walk the map as it was when they began and wait for nobody.
 */
final class OrderedCollection extends AbstractSynchronizedMongoCollection<Object> {
  private final MVMap<Object, byte[]> documents;
  private final TimeLimits limits;

  OrderedCollection(
      MongoDatabase database,
      String name,
      CollectionOptions options,
      MVMap<Object, byte[]> documents,
      TimeLimits limits,
      CursorRegistry cursors) {
    super(database, name, options, cursors);
    this.documents = documents;
    this.limits = limits;
  }

  MVMap<Object, byte[]> documents() {
    return documents;
  }

  /** The inherited one would let one reader in at a time, and none beside a writer. */
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized")
  public QueryResult handleQuery(QueryParameters parameters) {
    Document selector = parameters.getQuerySelector();
    String sign = selector.containsKey("$query") ? "$" : "";
    return queryDocuments(
        selector.get(sign + "query") instanceof Document query ? query : selector,
        selector.get(sign + "orderby") instanceof Document order ? order : null,
        parameters.getNumberToSkip(),
        parameters.getLimit(),
        parameters.getBatchSize(),
        parameters.getProjection());
  }

  @Override
  protected QueryResult queryDocuments(
      Document query,
      @Nullable Document orderBy,
      int skip,
      int limit,
      int batchSize,
      @Nullable Document fields) {
    Search search = new Search(query, orderBy, skip, limit, fields);
    if (batchSize <= 0) { // a command of this server that reads it through, at once
      return new QueryResult(() -> found(search, walk(search)).iterator());
    }
    IdWalk walk = walk(search);
    var cursor =
        new BatchCursor(cursorRegistry.generateCursorId(), found(search, walk).iterator(), walk);
    List<Document> first = cursor.takeDocuments(batchSize);
    if (cursor.isEmpty()) {
      return new QueryResult(first);
    }
    cursorRegistry.add(cursor);
    return new QueryResult(first, cursor);
  }

  private record Search(
      Document query, @Nullable Document orderBy, int skip, int limit, @Nullable Document fields) {}

  private IdWalk walk(Search search) {
    boolean descending = IdOrder.of(search.orderBy(), getIdField()) == IdOrder.DESCENDING;
    IdFilter filter = IdFilter.of(search.query(), getIdField());
    return new IdWalk(documents, filter, descending, limits.current());
  }

  private Stream<Document> found(Search search, IdWalk walk) {
    Stream<Document> found = stream(walk);
    if (!walk.isWhole()) {
      found = found.filter(document -> documentMatchesQuery(document, search.query()));
    }
    Comparator<Document> order =
        IdOrder.of(search.orderBy(), getIdField()) == IdOrder.OTHER
            ? deriveComparator(search.orderBy())
            : null;
    found = order == null ? found : found.sorted(order);
    found = search.skip() > 0 ? found.skip(search.skip()) : found;
    found = search.limit() > 0 ? found.limit(search.limit()) : found;
    Document fields = search.fields();
    return fields == null || fields.isEmpty() ? found : found.map(d -> project(d, fields));
  }

  /** The library's projection is closed to us; its query over this one document is not. */
  private Document project(Document document, Document fields) {
    return matchDocumentsFromStream(Stream.of(document), new Document(), null, 0, 0, 0, fields)
        .iterator()
        .next();
  }

  private static <T> Stream<T> stream(Iterator<T> walk) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(walk, Spliterator.ORDERED), false);
  }

  @Override
  protected QueryResult matchDocuments(
      Document query,
      @Nullable Document orderBy,
      int skip,
      int limit,
      int batchSize,
      @Nullable Document fields) {
    return queryDocuments(query, orderBy, skip, limit, batchSize, fields);
  }

  @Override
  protected Object addDocumentInternal(Document document) {
    String field = getIdField();
    Object id = field == null ? UUID.randomUUID() : requireNonNull(document.get(field));
    documents.put(id, Bson.bytes(document));
    return id;
  }

  @Override
  protected void handleUpdate(Object id, Document before, Document after) {
    documents.put(id, Bson.bytes(after));
  }

  @Override
  protected void removeDocument(Object id) {
    documents.remove(id);
  }

  @Override
  protected Document getDocument(Object id) {
    byte[] bytes = documents.get(id);
    if (bytes == null) {
      throw new NoSuchElementException("no document " + id + " in " + getFullName());
    }
    return Bson.document(bytes);
  }

  @Override
  protected Stream<DocumentWithPosition<Object>> streamAllDocumentsWithPosition() {
    return documents.entrySet().stream()
        .map(entry -> new DocumentWithPosition<>(Bson.document(entry.getValue()), entry.getKey()));
  }

  @Override
  public int count() {
    return documents.size();
  }

  @Override
  protected boolean tracksDataSize() {
    return false; // a number rewritten with every document, for nobody
  }

  @Override
  protected void updateDataSize(int delta) {}

  @Override
  protected int getDataSize() {
    return 0;
  }
}

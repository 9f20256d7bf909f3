package ratecast.store;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The indexes, made so that they can be made again: at every start, by several processes at once,
 * and after the retention was changed. The embedded server keeps the unique one and ignores the TTL
 * (see {@link Retention}).
 */
@Singleton
public final class Schema {
  private static final String EXPIRY = "t_1";
  private static final String EXPIRY_SECONDS = "expireAfterSeconds";

  private final MongoDatabase database;
  private final StoreConfig config;

  Schema(MongoDatabase database, StoreConfig config) {
    this.database = database;
    this.config = config;
  }

  /** To be completed before anything is written. Does not block. */
  public Mono<Void> prepare() {
    return uniqueNames().then(expiry());
  }

  /** What assets are made under; leaves alone how long points are kept. Does not block. */
  public Mono<Void> uniqueNames() {
    return Mono.from(
            database
                .getCollection(AssetStore.COLLECTION)
                .createIndex(Indexes.ascending("name"), new IndexOptions().unique(true)))
        .then();
  }

  private Mono<Void> expiry() {
    MongoCollection<Document> buckets = database.getCollection(Bucket.COLLECTION);
    return Flux.from(buckets.listIndexes())
        .filter(index -> EXPIRY.equals(index.getString("name")))
        .next()
        .map(List::of)
        .defaultIfEmpty(List.of())
        .flatMap(found -> found.isEmpty() ? create(buckets) : change(buckets, found.get(0)));
  }

  private Mono<Void> create(MongoCollection<Document> buckets) {
    if (config.keepsEverything()) {
      return Mono.empty();
    }
    IndexOptions expiring =
        new IndexOptions().name(EXPIRY).expireAfter(seconds(), TimeUnit.SECONDS);
    return Mono.from(buckets.createIndex(Indexes.ascending(Bucket.START), expiring)).then();
  }

  private Mono<Void> change(MongoCollection<Document> buckets, Document index) {
    if (config.keepsEverything()) {
      return Mono.from(buckets.dropIndex(EXPIRY)).then();
    }
    if (index.get(EXPIRY_SECONDS) instanceof Number now && now.longValue() == seconds()) {
      return Mono.empty();
    }
    Document wish = new Document("name", EXPIRY).append(EXPIRY_SECONDS, seconds());
    return Mono.from(
            database.runCommand(new Document("collMod", Bucket.COLLECTION).append("index", wish)))
        .then();
  }

  private long seconds() {
    return config.retention().toSeconds();
  }
}

package ratecast.store;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.result.DeleteResult;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.market.Asset;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Deletes expired minutes by id, asset by asset, every ten minutes: the way that every server
 * understands, the embedded one too, which never expires anything. Beside MongoDB's own TTL index
 * it finds nothing to do and costs an id lookup an asset. One sweep at a time; does not block.
 */
@Singleton
@Requires(notEnv = "import") // whose RETENTION need not be the server's
public final class Retention {
  private static final Logger log = LoggerFactory.getLogger(Retention.class);

  /** Buckets deleted in one command, so that a long overdue sweep holds up no write. */
  private static final int TOGETHER = 500;

  private final MongoCollection<Document> buckets;
  private final AssetStore assets;
  private final StoreConfig config;
  private final InstantSource clock;
  private final AtomicBoolean sweeping = new AtomicBoolean();

  public Retention(
      MongoDatabase database, AssetStore assets, StoreConfig config, InstantSource clock) {
    buckets = database.getCollection(Bucket.COLLECTION);
    this.assets = assets;
    this.config = config;
    this.clock = clock;
  }

  @Scheduled(fixedDelay = "10m", initialDelay = "10s")
  void sweepNow() {
    if (sweeping.compareAndSet(false, true)) {
      sweep()
          .doFinally(signal -> sweeping.set(false))
          .subscribe(
              deleted -> log.debug("{} expired minutes deleted", deleted),
              e -> log.debug("The store is away; expired minutes stay until the next sweep", e));
    }
  }

  /** Deletes the minutes that ended before the retention began; answers how many. */
  public Mono<Long> sweep() {
    if (config.keepsEverything()) {
      return Mono.just(0L);
    }
    long firstKept = Bucket.minuteOf(clock.instant().minus(config.retention()).getEpochSecond());
    return assets.all().concatMap(stored -> sweep(stored.asset(), firstKept)).reduce(0L, Long::sum);
  }

  private Flux<Long> sweep(Asset asset, long firstKept) {
    return Mono.defer(() -> some(asset, firstKept)).repeat().takeUntil(n -> n < TOGETHER);
  }

  private Mono<Long> some(Asset asset, long firstKept) {
    Bson expired =
        Filters.and(
            Filters.gt("_id", Bucket.first(asset.id())),
            Filters.lt("_id", Bucket.id(asset.id(), firstKept)));
    return Flux.from(buckets.find(expired).projection(Projections.include("_id")).limit(TOGETHER))
        .map(bucket -> bucket.getString("_id"))
        .collectList()
        .flatMap(this::delete);
  }

  private Mono<Long> delete(List<String> ids) {
    return ids.isEmpty()
        ? Mono.just(0L)
        : Mono.from(buckets.deleteMany(Filters.in("_id", ids))).map(DeleteResult::getDeletedCount);
  }
}

package ratecast.store;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import ratecast.market.Asset;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The catalogue. An id is given once and belongs to its name for ever: retired, registered again,
 * reordered, it stays. Safe when several processes register the same names at once. Nothing blocks;
 * nothing happens before somebody subscribes.
 */
@Singleton
public final class AssetStore {
  static final String COLLECTION = "assets";

  private static final int DUPLICATE_KEY = 11_000;

  /** More than processes could collide in a row; after that it is a bug and not bad luck. */
  private static final int ATTEMPTS = 1_000;

  private static final Bson COUNTER = Filters.eq("_id", COLLECTION);
  private static final Bson REWRITES = Filters.eq("_id", StoredAsset.REWRITES);
  private static final FindOneAndUpdateOptions UPSERT =
      new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER);

  private final MongoCollection<Document> assets;
  private final MongoCollection<Document> counters;
  private final InstantSource clock;

  public AssetStore(MongoDatabase database, InstantSource clock) {
    assets = database.getCollection(COLLECTION);
    counters = database.getCollection("counters");
    this.clock = clock;
  }

  /**
   * Finds or makes the assets, in the order of the names; a retired one is taken up again. New ones
   * get the next ids in that order, without gaps.
   */
  public Mono<List<Asset>> register(List<String> names, String feed) {
    return Mono.defer(() -> foundOrMade(names, feed))
        .repeatWhenEmpty(ATTEMPTS, Function.identity())
        .flatMap(found -> register(names, feed, found));
  }

  /** All but the retired, by name; empty where another process made one in that moment. */
  private Mono<Map<String, Asset>> foundOrMade(List<String> names, String feed) {
    return named(names)
        .collectMap(stored -> stored.asset().name(), Function.identity())
        .flatMap(
            known ->
                insert(without(known.keySet(), names), feed)
                    .map(made -> byName(known.values(), made)));
  }

  private static List<String> without(Set<String> known, List<String> names) {
    return names.stream().filter(name -> !known.contains(name)).distinct().toList();
  }

  private static Map<String, Asset> byName(Collection<StoredAsset> known, List<Asset> made) {
    Stream<Asset> active =
        known.stream().filter(stored -> stored.retiredAt().isEmpty()).map(StoredAsset::asset);
    return Stream.concat(active, made.stream())
        .collect(Collectors.toUnmodifiableMap(Asset::name, Function.identity()));
  }

  private Mono<List<Asset>> register(List<String> names, String feed, Map<String, Asset> found) {
    return Flux.fromIterable(names)
        .concatMap(name -> Mono.justOrEmpty(found.get(name)).switchIfEmpty(register(name, feed)), 1)
        .collectList();
  }

  private Mono<Asset> register(String name, String feed) {
    return revived(name, feed, Updates.unset("retiredAt"));
  }

  /** Finds or makes one asset that belongs to this feed from now on, whatever it was before. */
  public Mono<Asset> adopt(String name, String feed) {
    return revived(
        name,
        feed,
        Updates.combine(
            Updates.unset("retiredAt"), Updates.unset("formula"), Updates.set("feed", feed)));
  }

  /** Adopts the asset, and keeps how it follows from others. */
  public Mono<Asset> declare(String name, String feed, String formula) {
    return adopt(name, feed)
        .flatMap(
            asset ->
                Mono.from(
                        assets.updateOne(
                            Filters.eq("_id", asset.id()), Updates.set("formula", formula)))
                    .thenReturn(asset));
  }

  private Mono<Asset> revived(String name, String feed, Bson change) {
    return Mono.defer(() -> revive(name, change).switchIfEmpty(insert(name, feed)))
        .repeatWhenEmpty(ATTEMPTS, Function.identity());
  }

  private Mono<Asset> revive(String name, Bson change) {
    return Mono.from(assets.findOneAndUpdate(Filters.eq("name", name), change))
        .map(document -> StoredAsset.of(document).asset());
  }

  /**
   * The id is the counter's next; the counter follows once the document is there. Whoever finds the
   * id or the name taken moves the counter on and looks again, so nothing is lost by a crash
   * between the two, and the counter alone keeps ids of deleted documents from coming back.
   */
  private Mono<Asset> insert(String name, String feed) {
    return counter(0)
        .flatMap(
            last -> {
              Asset asset = new Asset(last + 1, name);
              Document document = StoredAsset.document(asset.id(), name, feed, clock.instant());
              return Mono.from(assets.insertOne(document))
                  .then(counter(asset.id()))
                  .thenReturn(asset)
                  .onErrorResume(MongoWriteException.class, this::taken);
            });
  }

  /**
   * Makes all of them at once: a first start has a hundred, a topic may bring thousands, and one by
   * one they cost seconds. Empty where another process made one in that moment: then whoever asks
   * looks again, since others of them may be there too.
   */
  private Mono<List<Asset>> insert(List<String> names, String feed) {
    if (names.isEmpty()) {
      return Mono.just(List.of());
    }
    return counter(0)
        .flatMap(
            last -> {
              List<Asset> made =
                  IntStream.range(0, names.size())
                      .mapToObj(i -> new Asset(last + 1 + i, names.get(i)))
                      .toList();
              return Mono.from(assets.insertMany(documents(made, feed)))
                  .then(counter(last + made.size()))
                  .thenReturn(made)
                  .onErrorResume(MongoBulkWriteException.class, this::taken);
            });
  }

  private List<Document> documents(List<Asset> made, String feed) {
    return made.stream()
        .map(asset -> StoredAsset.document(asset.id(), asset.name(), feed, clock.instant()))
        .toList();
  }

  private <T> Mono<T> taken(MongoBulkWriteException e) {
    return e.getWriteErrors().stream().anyMatch(error -> error.getCode() == DUPLICATE_KEY)
        ? movedOn()
        : Mono.error(e);
  }

  private <T> Mono<T> taken(MongoWriteException e) {
    return e.getCode() == DUPLICATE_KEY ? movedOn() : Mono.error(e);
  }

  private <T> Mono<T> movedOn() {
    return highest().flatMap(this::counter).then(Mono.empty());
  }

  /** Moves the counter to at least {@code id}; answers where it is. */
  private Mono<Integer> counter(int id) {
    return Mono.from(counters.findOneAndUpdate(COUNTER, Updates.max("last", id), UPSERT))
        .map(document -> document.getInteger("last"));
  }

  private Mono<Integer> highest() {
    return Mono.from(assets.find().sort(Sorts.descending("_id")).limit(1))
        .map(document -> document.getInteger("_id"))
        .defaultIfEmpty(0);
  }

  /** Ends it: no new points; its id, name and history stay. Retiring twice changes nothing. */
  public Mono<Void> retire(Asset asset) {
    return Mono.from(
            assets.updateOne(
                Filters.and(Filters.eq("_id", asset.id()), Filters.exists("retiredAt", false)),
                Updates.set("retiredAt", Date.from(clock.instant()))))
        .then();
  }

  /** Has these assets belong to the feed, but for those that belong to one of the others. */
  public Mono<Void> handOver(Collection<String> names, String feed, Collection<String> others) {
    Bson handedOver =
        Filters.and(
            Filters.in("name", names), Filters.ne("feed", feed), Filters.nin("feed", others));
    return Mono.from(assets.updateMany(handedOver, Updates.set("feed", feed))).then();
  }

  /**
   * Says to all who use this store that points of the past of these assets were written into it.
   * They are counted one more each, so whoever has seen the count before knows that it missed some.
   */
  public Mono<Void> rewritten(Collection<Asset> those) {
    List<Integer> ids = those.stream().map(Asset::id).toList();
    return Mono.from(
            assets.updateMany(Filters.in("_id", ids), Updates.inc(StoredAsset.REWRITES, 1)))
        .then(Mono.from(counters.findOneAndUpdate(REWRITES, Updates.inc("last", 1), UPSERT)))
        .then();
  }

  /** How often anything was {@link #rewritten}: dearer to know of each asset than of all. */
  public Mono<Integer> rewrites() {
    return Mono.from(counters.find(REWRITES))
        .map(document -> document.getInteger("last"))
        .defaultIfEmpty(0);
  }

  /** Those of the names whose assets are retired. */
  public Mono<Set<String>> retired(Collection<String> names) {
    return named(names)
        .filter(stored -> stored.retiredAt().isPresent())
        .map(stored -> stored.asset().name())
        .collect(Collectors.toUnmodifiableSet());
  }

  private Flux<StoredAsset> named(Collection<String> names) {
    return Flux.from(assets.find(Filters.in("name", names))).map(StoredAsset::of);
  }

  /** The asset of this name, retired or not; empty where there never was one. */
  public Mono<StoredAsset> find(String name) {
    return Mono.from(assets.find(Filters.eq("name", name))).map(StoredAsset::of);
  }

  /** The asset with this id, retired or not; empty where there never was one. */
  public Mono<StoredAsset> find(int id) {
    return Mono.from(assets.find(Filters.eq("_id", id))).map(StoredAsset::of);
  }

  /** The assets with these ids, retired or not, in the order of their ids. */
  public Flux<StoredAsset> find(List<Integer> ids) {
    return Flux.from(assets.find(Filters.in("_id", ids)).sort(Sorts.ascending("_id")))
        .map(StoredAsset::of);
  }

  /** Every asset there ever was, retired ones too, in the order of their ids. */
  public Flux<StoredAsset> all() {
    return Flux.from(assets.find().sort(Sorts.ascending("_id"))).map(StoredAsset::of);
  }
}

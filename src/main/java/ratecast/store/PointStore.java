package ratecast.store;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteUpsert;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import ratecast.market.Asset;
import ratecast.market.Point;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The points, as {@link Bucket}s. Nothing here blocks, and nothing happens before somebody
 * subscribes; errors are the driver's, and mean that the store could not be asked. Any thread.
 */
@Singleton
public final class PointStore {
  private static final int DUPLICATE_KEY = 11_000;

  /** Buckets a read holds at a time: an hour of one asset, some 60 KB as they come. */
  private static final int PIECE = 60;

  /** Ids in one query of {@link #recent}: a request of 100 KB, an answer of 4 MB. */
  private static final int IDS = 4_000;

  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

  private final MongoCollection<Document> buckets;
  private final PointTotals totals;

  public PointStore(MongoDatabase database) {
    buckets = database.getCollection(Bucket.COLLECTION);
    totals = new PointTotals(buckets);
  }

  /**
   * Writes in one unordered bulk. The first value of an (asset, second) wins, so repeating a write
   * changes nothing. On an error any part may have been written.
   */
  public Mono<Written> write(List<Point> points) {
    return totals
        .watched(points, attempt(points).flatMap(refused -> settle(points, refused)))
        .doOnNext(written -> totals.written(points, written.duplicates()));
  }

  /** Writes nothing, and fails where a write would. */
  Mono<Void> tryWriting() {
    return Mono.from(buckets.updateOne(Filters.eq("_id", ""), Updates.unset("none"))).then();
  }

  /**
   * Writes as {@link #write} does, but the points of an asset's minute as one where the store has
   * none of that minute: history comes in by the million, and this takes a twentieth of the time.
   *
   * @param points each second of an asset once
   */
  public Mono<Written> fill(List<Point> points) {
    if (points.isEmpty()) {
      return Mono.just(new Written(0, List.of()));
    }
    List<List<Point>> minutes =
        List.copyOf(
            points.stream()
                .collect(
                    Collectors.groupingBy(
                        p -> Bucket.id(p.asset().id(), Bucket.minuteOf(p.time())),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values());
    return Mono.from(buckets.bulkWrite(minutes.stream().map(Bucket::make).toList(), UNORDERED))
        .map(done -> done.getUpserts().stream().map(BulkWriteUpsert::getIndex).toList())
        .onErrorResume(PointStore::isDuplicates, e -> Mono.just(List.of()))
        .transform(bulk -> totals.watched(points, bulk))
        .flatMap(made -> complete(minutes, Set.copyOf(made)));
  }

  private Mono<Written> complete(List<List<Point>> minutes, Set<Integer> made) {
    List<Point> stored = new ArrayList<>();
    List<Point> others = new ArrayList<>();
    for (int i = 0; i < minutes.size(); i++) {
      (made.contains(i) ? stored : others).addAll(minutes.get(i));
    }
    totals.written(stored, List.of());
    return write(others)
        .map(written -> new Written(stored.size() + written.stored(), written.duplicates()));
  }

  private static boolean isDuplicates(Throwable e) {
    return e instanceof MongoBulkWriteException bulk
        && bulk.getWriteConcernError() == null
        && bulk.getWriteErrors().stream().allMatch(error -> error.getCode() == DUPLICATE_KEY);
  }

  /**
   * A duplicate key means that the second is taken, or that another writer made the bucket between
   * our look and our insert. Asked again, only the first can still be refused: the bucket is there.
   */
  private Mono<Written> settle(List<Point> points, List<Point> refused) {
    return refused.isEmpty()
        ? Mono.just(new Written(points.size(), List.of()))
        : attempt(refused).map(taken -> new Written(points.size() - taken.size(), taken));
  }

  /** The points that met a duplicate key. */
  private Mono<List<Point>> attempt(List<Point> points) {
    if (points.isEmpty()) {
      return Mono.just(List.of());
    }
    return Mono.from(buckets.bulkWrite(points.stream().map(Bucket::write).toList(), UNORDERED))
        .map(done -> List.<Point>of())
        .onErrorResume(MongoBulkWriteException.class, e -> refused(points, e));
  }

  private static Mono<List<Point>> refused(List<Point> points, MongoBulkWriteException e) {
    return isDuplicates(e)
        ? Mono.just(
            e.getWriteErrors().stream().map(BulkWriteError::getIndex).map(points::get).toList())
        : Mono.error(e);
  }

  /**
   * The asset's points from {@code from} to before {@code to}, ascending, fetched as they are asked
   * for, so that any range takes the memory of an hour. A point written behind the place reached is
   * not seen.
   *
   * @param from seconds since 1970, inclusive
   * @param to seconds since 1970, exclusive
   */
  public Flux<Point> read(Asset asset, long from, long to) {
    if (from >= to) {
      return Flux.empty();
    }
    return piece(asset, Filters.gte("_id", id(asset, from)), to)
        .expand(
            piece ->
                piece.size() < PIECE
                    ? Mono.empty()
                    : piece(asset, Filters.gt("_id", piece.get(PIECE - 1).getString("_id")), to))
        .concatMapIterable(Function.identity(), 1)
        .concatMapIterable(bucket -> Bucket.points(bucket, asset), 1)
        .filter(point -> point.time() >= from && point.time() < to);
  }

  private Mono<List<Document>> piece(Asset asset, Bson from, long to) {
    return ascending(asset, from, to, PIECE).collectList();
  }

  private Flux<Document> ascending(Asset asset, Bson from, long to, int atMost) {
    Bson until = Filters.lte("_id", id(asset, to - 1));
    return Flux.from(
        buckets.find(Filters.and(from, until)).sort(Sorts.ascending("_id")).limit(atMost));
  }

  /**
   * The first of the asset's points from {@code from} to before {@code to}, ascending: those of the
   * first {@code minutes} minutes that have any. Empty where there is none at all.
   */
  public Mono<List<Point>> readSome(Asset asset, long from, long to, int minutes) {
    return ascending(asset, Filters.gte("_id", id(asset, from)), to, minutes)
        .concatMapIterable(bucket -> Bucket.points(bucket, asset))
        .filter(point -> point.time() >= from && point.time() < to)
        .collectList();
  }

  private static String id(Asset asset, long time) {
    long minute = Bucket.minuteOf(Math.max(0, time));
    return Bucket.id(asset.id(), Math.min(minute, Bucket.LAST_MINUTE));
  }

  /**
   * Points of a stretch of time.
   *
   * @param firstTime of the oldest, {@link Long#MAX_VALUE} where there is none
   */
  public record Extent(long points, long firstTime) {
    public static final Extent NONE = new Extent(0, Long.MAX_VALUE);

    /** Both together; the other is later. */
    public Extent and(Extent later) {
      return new Extent(points + later.points, Math.min(firstTime, later.firstTime));
    }
  }

  /** How many points the asset has from {@code from} to before {@code to}. */
  public Mono<Extent> extent(Asset asset, long from, long to) {
    return read(asset, from, to)
        .map(point -> new Extent(1, point.time()))
        .reduce(Extent.NONE, Extent::and);
  }

  /**
   * The time of the {@code count}-th newest point before {@code before}; of the oldest where there
   * are fewer, and empty where there is none. Reads as far back as it has to.
   */
  public Mono<Long> timeOfNewest(Asset asset, long before, int count) {
    return newestFirst(asset, before, 0).take(count).takeLast(1).next().map(Point::time);
  }

  /** The asset's newest point before {@code before}; empty where there is none. */
  public Mono<Point> lastBefore(Asset asset, long before) {
    return newestFirst(asset, before, 2).next(); // all of the newest bucket may be later
  }

  /** Of so many buckets, 0 for all. */
  private Flux<Point> newestFirst(Asset asset, long before, int most) {
    Bson older =
        Filters.and(
            Filters.gt("_id", Bucket.first(asset.id())), Filters.lte("_id", id(asset, before - 1)));
    return Flux.from(buckets.find(older).sort(Sorts.descending("_id")).limit(most))
        .map(bucket -> Bucket.points(bucket, asset))
        .concatMapIterable(points -> reversed(points, before), PIECE);
  }

  private static List<Point> reversed(List<Point> points, long before) {
    List<Point> newestFirst = new ArrayList<>(points);
    newestFirst.removeIf(point -> point.time() >= before);
    Collections.reverse(newestFirst);
    return newestFirst;
  }

  /**
   * The points of many assets from {@code from} to {@code to}, both inclusive: ascending within
   * each asset, one asset after the other. For filling windows and following other nodes; asks by
   * id, {@value #IDS} ids at a time, which costs every server a millisecond an asset or less. Of
   * less than a minute only its seconds come over the wire.
   */
  public Flux<Point> recent(Collection<Asset> assets, long from, long to) {
    List<Long> minutes =
        LongStream.rangeClosed(Bucket.minuteOf(from), Bucket.minuteOf(to)).boxed().toList();
    int together = Math.max(1, IDS / Math.max(1, minutes.size()));
    return Flux.fromIterable(assets)
        .buffer(together)
        .concatMap(some -> recent(some, minutes, Bucket.seconds(from, to)), 1)
        .filter(point -> point.time() >= from && point.time() <= to);
  }

  private Flux<Point> recent(List<Asset> assets, List<Long> minutes, List<String> seconds) {
    Map<String, Asset> byId =
        assets.stream()
            .flatMap(asset -> minutes.stream().map(m -> Map.entry(Bucket.id(asset.id(), m), asset)))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    Bson fields = seconds.isEmpty() ? new Document() : Projections.include(seconds);
    return Flux.from(buckets.find(Filters.in("_id", byId.keySet())).projection(fields))
        .collectSortedList(comparing(bucket -> bucket.getString("_id")))
        .flatMapIterable(Function.identity())
        .concatMapIterable(b -> Bucket.points(b, requireNonNull(byId.get(b.getString("_id")))));
  }

  /** Whether there is no point of any asset. */
  public Mono<Boolean> isEmpty() {
    return Mono.from(buckets.find().limit(1)).hasElement().map(any -> !any);
  }

  /** The newest point ever kept of the asset; empty where there is none. */
  public Mono<Point> last(Asset asset) {
    return newestFirst(asset, Long.MAX_VALUE, 1).next();
  }

  /** The oldest point still kept of the asset; empty where there is none. */
  public Mono<Point> first(Asset asset) {
    return ascending(asset, Filters.gt("_id", Bucket.first(asset.id())), Long.MAX_VALUE, 1)
        .next()
        .map(bucket -> Bucket.points(bucket, asset).get(0));
  }

  /**
   * How many points there are of the asset, exact but for those that expired within the last hour.
   * The first time it reads all of them, once for all who ask meanwhile.
   *
   * @param now seconds since 1970
   */
  public Mono<Long> total(Asset asset, long now) {
    return totals.of(asset, now);
  }
}

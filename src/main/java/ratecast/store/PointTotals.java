package ratecast.store;

import com.mongodb.client.model.Filters;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import ratecast.market.Asset;
import ratecast.market.Point;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * How many points there are of each asset. Minutes that are over are counted once and remembered,
 * so that asking again reads the last few; what is written into them afterwards is added. Counted
 * anew after an hour, for what expired meanwhile. Any thread.
 */
final class PointTotals {
  /** Where minutes still change on their own: the present one, and clocks that differ. */
  private static final long OPEN_MINUTES = 3;

  private static final long FORGET_SECONDS = 3600;

  /**
   * Points in the minutes before {@code minute}.
   *
   * @param closedBefore the minute that a count which goes on from here will remember up to; the
   *     same as {@code minute} where none was begun
   * @param meanwhile points written between the two since it was begun: the count may have passed
   *     their place, and what it finds is then not remembered
   */
  private record Base(long minute, long points, long countedAt, long closedBefore, long meanwhile) {
    static Base nothing(long now) {
      return new Base(0, 0, now, 0, 0);
    }

    boolean isOld(long now) {
      return now - countedAt >= FORGET_SECONDS;
    }

    Base begun(long now) {
      long closed = Math.max(closedBefore, Bucket.minuteOf(now) - OPEN_MINUTES);
      return closedBefore > minute ? this : new Base(minute, points, countedAt, closed, 0);
    }

    Base counted(long all) {
      return new Base(closedBefore, all, countedAt, closedBefore, 0);
    }

    Base written(long written, int count) {
      if (written < minute) {
        return new Base(minute, points + count, countedAt, closedBefore, meanwhile);
      }
      return written < closedBefore
          ? new Base(minute, points, countedAt, closedBefore, meanwhile + count)
          : this;
    }
  }

  private final MongoCollection<Document> buckets;
  private final Map<Integer, Base> bases = new ConcurrentHashMap<>();
  private final Set<Integer> unsure = ConcurrentHashMap.newKeySet();
  private final Counting counting = new Counting();

  PointTotals(MongoCollection<Document> buckets) {
    this.buckets = buckets;
  }

  /**
   * Counts; reads every minute of the asset the first time, and then may wait for other assets.
   *
   * @param now seconds since 1970
   */
  Mono<Long> of(Asset asset, long now) {
    return Mono.defer(
        () -> {
          Base known = bases.get(asset.id());
          return known == null || known.minute() == 0 || known.isOld(now)
              ? counting.of(asset.id(), () -> count(asset, now))
              : count(asset, now);
        });
  }

  private Mono<Long> count(Asset asset, long now) {
    Base base =
        bases.compute(
            asset.id(),
            (id, known) ->
                (known == null || known.isOld(now) ? Base.nothing(now) : known).begun(now));
    return from(asset, base.minute())
        .reduce(new long[2], (sums, bucket) -> add(sums, bucket, base.closedBefore()))
        .map(sums -> settle(asset, base, sums));
  }

  private Flux<Document> from(Asset asset, long minute) {
    return Flux.from(
        buckets.find(
            Filters.and(
                Filters.gte("_id", Bucket.id(asset.id(), minute)),
                Filters.lt("_id", Bucket.end(asset.id())))));
  }

  private static long[] add(long[] sums, Document bucket, long closedBefore) {
    sums[Bucket.minute(bucket) < closedBefore ? 0 : 1] += Bucket.count(bucket);
    return sums;
  }

  private long settle(Asset asset, Base base, long[] sums) {
    long closed = base.points() + sums[0];
    // Not where something was written behind the count: then the next one counts it again.
    bases.replace(asset.id(), base, base.counted(closed));
    return closed + sums[1];
  }

  /** Takes note where the write's end is not known: it may have stored these points, or may yet. */
  <T> Mono<T> watched(List<Point> points, Mono<T> write) {
    return write.doOnError(e -> unsure(points)).doOnCancel(() -> unsure(points));
  }

  private void unsure(List<Point> points) {
    points.forEach(point -> unsure.add(point.asset().id()));
  }

  /** Takes note of a write; {@code refused} were there already. */
  void written(List<Point> points, List<Point> refused) {
    if (!bases.isEmpty()) {
      for (Point point : refused) {
        if (unsure.remove(point.asset().id())) {
          bases.remove(point.asset().id()); // by a write that nobody counted: counted anew
        }
      }
      points.forEach(point -> add(point, 1));
      refused.forEach(point -> add(point, -1));
    }
  }

  private void add(Point point, int count) {
    long minute = Bucket.minuteOf(point.time());
    bases.computeIfPresent(point.asset().id(), (id, base) -> base.written(minute, count));
  }
}

package ratecast.stream;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.store.PointStore;
import ratecast.store.StoreConfig;
import ratecast.tape.Slice;
import ratecast.tape.Tape;
import ratecast.tape.Tapes;
import ratecast.tape.Window;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Stretches of the past, of one asset or of many in rising time: from the window where it has them,
 * else from the store. Callers bound what they ask for. Any thread; does not block.
 */
@Singleton
final class PastPoints {
  private final PointStore store;
  private final StoreReads reads;
  private final Tapes tapes;
  private final InstantSource clock;
  private final long retentionSeconds;

  PastPoints(
      PointStore store,
      StoreConfig storeConfig,
      StoreReads reads,
      Tapes tapes,
      InstantSource clock) {
    this.store = store;
    this.reads = reads;
    this.tapes = tapes;
    this.clock = clock;
    retentionSeconds = storeConfig.retention().toSeconds();
  }

  long now() {
    return clock.instant().getEpochSecond();
  }

  /** The first second the store still keeps. */
  long firstKept() {
    return retentionSeconds == 0 ? 0 : Math.max(0, now() - retentionSeconds);
  }

  /**
   * The points from {@code from} to before {@code to}. Fails where the store is needed and cannot
   * be asked.
   *
   * @param has for each asset the time of the last point the caller has; one that came late to the
   *     window is given too, where it is after that
   */
  Mono<List<Point>> read(List<Tape> some, long from, long to, ToLongFunction<Asset> has) {
    List<Point> points = new ArrayList<>();
    Map<Asset, Long> before = new HashMap<>();
    for (Tape tape : some) {
      Asset asset = tape.asset();
      long floor;
      long after;
      Slice recent;
      do { // the window may let its oldest points go between the two looks at it
        floor = floor(tape.window());
        after = Math.max(floor - 1, has.applyAsLong(asset));
        recent = tape.window().slice(after, to - 1);
      } while (recent.lacks(after));
      if (from < floor) {
        before.put(asset, floor);
      }
      recent.forEach((time, value) -> points.add(new Point(asset, time, value)));
    }
    return before.isEmpty()
        ? Mono.just(sorted(points))
        : reads
            .take(
                Math.min(to, Collections.max(before.values())),
                store
                    .recent(before.keySet(), from, to - 1)
                    .filter(point -> point.time() < before.getOrDefault(point.asset(), 0L)),
                Flux::collectList)
            .map(
                stored -> {
                  points.addAll(stored);
                  return sorted(points);
                });
  }

  /**
   * Where the window begins to have everything. An empty one would have what came since it was
   * filled; a point that is in the store and not yet on its tape is live, and not read here.
   */
  private long floor(Window window) {
    long first = window.firstTime();
    return first == Long.MAX_VALUE
        ? Math.max(now() - tapes.windowSeconds(), window.lacksUpTo() + 1)
        : first;
  }

  private static List<Point> sorted(List<Point> points) {
    points.sort(Comparator.comparingLong(Point::time));
    return points;
  }
}

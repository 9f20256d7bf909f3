package ratecast;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import ratecast.market.Asset;
import ratecast.market.Derivations;
import ratecast.market.Derived;
import ratecast.market.Point;
import ratecast.store.PointStore;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Points of derived assets for seconds that are over: read from what the store has of the legs, an
 * hour at a time, and written where they are missing. Doing it again changes nothing. Nothing
 * blocks; what is asked for {@link #later} is done one after another, and given up after some
 * minutes without a store, until the next start.
 */
@Singleton
final class DerivedHistory {
  private static final Logger LOG = LoggerFactory.getLogger(DerivedHistory.class);
  private static final long STEP = 3600;
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final int RETRIES = 8;

  /** Seconds, the end exclusive. */
  private record Range(long from, long to) {
    Range and(Range other) {
      return new Range(Math.min(from, other.from), Math.max(to, other.to));
    }
  }

  private final PointStore store;
  private final Derivations derivations;
  private final Counter filled;

  /** At most one range for each derived asset, so it needs no bound of its own. */
  private final Map<Derived, Range> waiting = new LinkedHashMap<>();

  private Optional<Disposable> underWay = Optional.empty();
  private boolean stopped;

  private volatile Function<List<Point>, CompletionStage<Void>> reader =
      points -> CompletableFuture.completedFuture(null);

  DerivedHistory(PointStore store, Derivations derivations, MeterRegistry meters) {
    this.store = store;
    this.derivations = derivations;
    filled =
        Counter.builder("ratecast.derived.filled")
            .description("points computed from stored ones")
            .baseUnit("points")
            .register(meters);
  }

  /** Has the reader told of all that is filled {@link #later}, an hour at a time. */
  void whenFilled(Function<List<Point>, CompletionStage<Void>> next) {
    reader = next;
  }

  /** Fills the stretch in its turn, and that of all that need the asset. Any thread. */
  synchronized void later(Derived derived, long from, long to) {
    Range range = new Range(from, to);
    waiting.merge(derived, range, Range::and);
    derivations.needing(derived.asset()).forEach(d -> waiting.merge(d, range, Range::and));
    if (underWay.isEmpty()) {
      next();
    }
  }

  /** Fills, in its turn, the stretch of these points of all that follow from them. Any thread. */
  void later(List<Point> legs) {
    LongSummaryStatistics times = legs.stream().mapToLong(Point::time).summaryStatistics();
    Set<Asset> assets = legs.stream().map(Point::asset).collect(Collectors.toSet());
    derivations.all().stream()
        .filter(derived -> derived.legs().stream().anyMatch(assets::contains))
        .forEach(derived -> later(derived, times.getMin(), times.getMax() + 1));
  }

  private synchronized void next() {
    Optional<Derived> first = // legs before what needs them
        derivations.all().stream().filter(waiting::containsKey).findFirst();
    if (first.isEmpty() || stopped) {
      waiting.clear();
      underWay = Optional.empty();
      return;
    }
    Derived derived = first.get();
    Range range = waiting.remove(derived);
    if (range == null) {
      throw new IllegalStateException(derived + " waited a moment ago");
    }
    underWay =
        Optional.of(
            Mono.defer(() -> filled(derived, range))
                .retryWhen(Retry.backoff(RETRIES, FIRST_RETRY))
                .doOnSuccess(n -> log(derived, range, n))
                .doOnError(e -> LOG.warn("{} stays without its past", derived.asset().name(), e))
                .onErrorComplete()
                .doFinally(signal -> next())
                .subscribeOn(Schedulers.boundedElastic())
                .subscribe());
  }

  /** A producer that is late brings a leg of a past second each second: no line for each. */
  private static void log(Derived derived, Range range, int points) {
    Level level = range.to() - range.from() > STEP ? Level.INFO : Level.DEBUG;
    LOG.atLevel(level).log("{}: {} points of the past", derived.asset().name(), points);
  }

  /**
   * Writes what is missing and gives it, ascending.
   *
   * @param to exclusive
   */
  Flux<Point> fill(Derived derived, long from, long to) {
    return hours(derived, new Range(from, to)).concatMapIterable(Hour::points, 1);
  }

  /** How many points it had to write. */
  private Mono<Integer> filled(Derived derived, Range range) {
    return hours(derived, range)
        .map(Hour::points)
        .filter(points -> !points.isEmpty())
        .concatMap(
            points ->
                Mono.fromCompletionStage(() -> reader.apply(points)).thenReturn(points.size()),
            1)
        .reduce(0, Integer::sum);
  }

  private Flux<Hour> hours(Derived derived, Range range) {
    long to = range.to();
    return hour(derived, range.from(), to)
        .expand(hour -> hour.next() < to ? hour(derived, hour.next(), to) : Mono.empty());
  }

  /**
   * What was filled, and where to go on.
   *
   * @param next where the next hour begins
   */
  private record Hour(List<Point> points, long next) {}

  private Mono<Hour> hour(Derived derived, long from, long to) {
    long end = Math.min(from + STEP, to);
    return Flux.fromIterable(derived.legs())
        .concatMap(leg -> store.read(leg, from, end).collectList(), 1)
        .collectList()
        .zipWith(store.read(derived.asset(), from, end).map(Point::time).collectList())
        .flatMap(
            both -> {
              List<List<Point>> legs = both.getT1();
              for (int i = 0; i < legs.size(); i++) {
                if (legs.get(i).isEmpty()) {
                  return leap(derived.legs().get(i), end, to);
                }
              }
              return kept(missing(derived, legs, new HashSet<>(both.getT2())), end);
            });
  }

  /** To the leg's next point: years may lie between two. */
  private Mono<Hour> leap(Asset leg, long end, long to) {
    return store
        .read(leg, end, to)
        .next()
        .map(point -> new Hour(List.of(), point.time()))
        .defaultIfEmpty(new Hour(List.of(), to));
  }

  private Mono<Hour> kept(List<Point> points, long end) {
    return store
        .fill(points)
        .doOnNext(written -> filled.increment(written.stored()))
        .thenReturn(new Hour(points, end));
  }

  private static List<Point> missing(Derived derived, List<List<Point>> legs, Set<Long> known) {
    Map<Long, Map<Asset, Double>> seconds = new HashMap<>();
    for (List<Point> leg : legs) {
      for (Point point : leg) {
        seconds
            .computeIfAbsent(point.time(), time -> new HashMap<>())
            .put(point.asset(), point.value());
      }
    }
    List<Point> points = new ArrayList<>();
    for (Point first : legs.get(0)) {
      Map<Asset, Double> values = seconds.getOrDefault(first.time(), Map.of());
      if (values.size() == legs.size() && !known.contains(first.time())) {
        derived.point(first.time(), values).ifPresent(points::add);
      }
    }
    return points;
  }

  /** While the store can still be asked. */
  @EventListener
  synchronized void stop(ShutdownEvent event) {
    stopped = true;
    underWay.ifPresent(Disposable::dispose);
  }
}

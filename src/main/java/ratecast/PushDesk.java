package ratecast;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import ratecast.market.Point;
import ratecast.market.PointPush;
import ratecast.market.Tick;
import ratecast.store.PointStore;
import ratecast.store.Written;
import ratecast.tape.Tapes;
import ratecast.tape.Window;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes pushed points: to the store first, and on to the tapes only what the store took. Beside the
 * ticks and not between them, so that a large push holds up no second.
 */
@Singleton
final class PushDesk implements PointPush {
  private static final int MAX_PUSHES = 32;

  /** Points in one write: the embedded store takes one write at a time, and ticks wait for it. */
  private static final int TOGETHER = 500;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final PointStore store;
  private final ShowingWay way;
  private final Tapes tapes;
  private final InstantSource clock;
  private final Semaphore places = new Semaphore(MAX_PUSHES);
  private final Counter refused;

  PushDesk(
      PointStore store, ShowingWay way, Tapes tapes, InstantSource clock, MeterRegistry meters) {
    this.store = store;
    this.way = way;
    this.tapes = tapes;
    this.clock = clock;
    refused =
        Counter.builder("ratecast.push.refused")
            .description("pushes past the " + MAX_PUSHES + " at a time")
            .baseUnit("pushes")
            .register(meters);
  }

  @Override
  public CompletionStage<Pushed> push(List<Point> points) {
    if (!places.tryAcquire()) {
      refused.increment();
      return CompletableFuture.failedFuture(
          new RejectedExecutionException(MAX_PUSHES + " pushes wait already"));
    }
    Instant receivedAt = clock.instant();
    // By time: only what is newer than the last of its asset is shown live.
    return Flux.fromStream(points.stream().sorted(Comparator.comparingLong(Point::time)))
        .buffer(TOGETHER)
        .concatMap(
            some ->
                store.write(some).timeout(PATIENCE).flatMap(done -> show(some, done, receivedAt)))
        .reduce(new Pushed(0, 0), Pushed::and)
        .doFinally(signal -> places.release())
        .toFuture();
  }

  private Mono<Pushed> show(List<Point> points, Written written, Instant receivedAt) {
    Optional<Instant> writtenAt = Optional.of(clock.instant());
    Set<Point> duplicates = Collections.newSetFromMap(new IdentityHashMap<>());
    duplicates.addAll(written.duplicates());
    List<Point> stored = points.stream().filter(point -> !duplicates.contains(point)).toList();
    return unseen(written.duplicates())
        .collectList()
        .map(unseen -> joined(unseen, stored))
        .map(shown -> new Tick(AssetDesk.FEED, receivedAt, writtenAt, shown, Map.of()))
        .flatMap(tick -> Mono.fromCompletionStage(() -> way.show(tick)))
        .thenReturn(new Pushed(written.stored(), written.duplicates().size()));
  }

  private static List<Point> joined(List<Point> some, List<Point> others) {
    return Stream.concat(some.stream(), others.stream())
        .sorted(Comparator.comparingLong(Point::time))
        .toList();
  }

  /**
   * What the store has and the window should: points of a push whose answer was lost. They are read
   * back, since the value that came first is the one that counts.
   */
  private Flux<Point> unseen(List<Point> duplicates) {
    return Flux.fromStream(duplicates.stream().filter(this::isUnseen))
        .concatMap(point -> store.read(point.asset(), point.time(), point.time() + 1));
  }

  private boolean isUnseen(Point point) {
    Window window = tapes.tape(point.asset()).window();
    // An empty one is owed what a start would fill it with.
    boolean isOwed =
        window.lastTime() >= 0
            || point.time() > clock.instant().getEpochSecond() - tapes.windowSeconds();
    return isOwed && window.misses(point.time());
  }
}

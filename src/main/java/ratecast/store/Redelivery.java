package ratecast.store;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.market.LateWrites;
import ratecast.market.Point;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * The one owner of the store's absence: keeps the points meanwhile, asks again with growing pauses,
 * writes the points in order when it is back, and says so once each way. Any thread.
 */
@Singleton
final class Redelivery {
  private static final Logger log = LoggerFactory.getLogger(Redelivery.class);

  private static final int TOGETHER = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final PointStore store;
  private final StoreMetrics metrics;
  private final BacklogBound bound;
  private final List<LateWrites> lateWrites;
  private final InstantSource clock;
  private final Backlog backlog = new Backlog();
  private final Disposable.Swap pending = Disposables.swap();

  private @Nullable Absence absence;

  /** From going away to being back. */
  private static final class Absence {
    final Instant since;
    final CompletableFuture<Void> over = new CompletableFuture<>();
    long writtenLate;
    boolean said;

    Absence(Instant since) {
      this.since = since;
    }
  }

  Redelivery(
      PointStore store,
      StoreMetrics metrics,
      BacklogBound bound,
      Collection<LateWrites> lateWrites,
      InstantSource clock) {
    this.store = store;
    this.metrics = metrics;
    this.bound = bound;
    this.lateWrites = List.copyOf(lateWrites);
    this.clock = clock;
    metrics.backlog(backlog, Backlog::size);
    metrics.away(this, redelivery -> redelivery.awaySince().isPresent() ? 1 : 0);
  }

  /** Takes the points where the store is known to be away, so that nobody waits for it in vain. */
  synchronized boolean keptWhileAway(List<Point> points) {
    if (absence != null) {
      add(points);
    }
    return absence != null;
  }

  /** Takes points that the store did not. */
  synchronized void keep(List<Point> points, Throwable why) {
    add(points);
    away(why);
  }

  /** Takes note that the store could not be asked, whoever asked it. */
  synchronized void away(Throwable why) {
    if (absence == null) {
      absence = new Absence(clock.instant());
      log.debug("The store did not answer in time; it is tried again", why);
      again(FIRST_PAUSE);
    }
  }

  synchronized Optional<Instant> awaySince() {
    return Optional.ofNullable(absence).map(away -> away.since);
  }

  int size() {
    return backlog.size();
  }

  /** Blocks until everything kept is written, or for so long; says how many points are left. */
  int flush(Duration atMost) throws InterruptedException {
    Absence away = hurry();
    if (away != null) {
      try {
        away.over.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException e) {
        log.debug("flush", e); // what is left says it
      }
    }
    return backlog.size();
  }

  private synchronized @Nullable Absence hurry() {
    if (absence == null || backlog.size() == 0) {
      return null;
    }
    again(Duration.ZERO);
    return absence;
  }

  private void add(List<Point> points) {
    metrics.dropped(backlog.add(points, bound.points()));
  }

  private void again(Duration pause) {
    pending.update(
        Mono.delay(pause)
            .then(Mono.defer(this::oldest))
            .subscribe(this::written, e -> later(pause, e)));
  }

  private Mono<Backlog.Batch> oldest() {
    Backlog.Batch batch = backlog.oldest(TOGETHER);
    if (batch.points().isEmpty()) {
      return store.tryWriting().timeout(PATIENCE).thenReturn(batch);
    }
    return metrics
        .timed(Mono.defer(() -> store.write(batch.points())).timeout(PATIENCE))
        .map(done -> batch);
  }

  private synchronized void written(Backlog.Batch batch) {
    backlog.written(batch);
    lateWrites.forEach(told -> told.written(batch.points()));
    Absence away = absence;
    if (away == null) {
      return;
    }
    away.writtenLate += batch.points().size();
    if (backlog.size() > 0) {
      again(Duration.ZERO);
      return;
    }
    absence = null;
    if (away.said) {
      log.info("The store is back; {} points were written late", away.writtenLate);
    }
    away.over.complete(null);
  }

  /**
   * Only now it is said to be away: one slow write on a busy machine is no news (two lines every
   * few seconds were seen).
   */
  private synchronized void later(Duration pause, Throwable why) {
    if (absence != null && !absence.said) {
      absence.said = true;
      log.warn(
          "The store is away; ticks are kept and written later, pushes refused ({})",
          why.toString());
    }
    Duration longer = pause.multipliedBy(2);
    again(
        pause.isZero()
            ? FIRST_PAUSE
            : longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer);
  }
}

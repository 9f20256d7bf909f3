package ratecast.store;

import com.mongodb.reactivestreams.client.MongoDatabase;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.market.PollGate;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sees to it that of all nodes of one store one asks the feed. The owner gives a sign of life twice
 * a second; who sees none for {@value #PATIENCE_MILLIS} ms, by its own stop-watch and not by
 * anybody's clock, takes the lease, so a dead owner's turn passes within four seconds. One that
 * could not use it gives it back, and leaves it alone until it can.
 *
 * <p>An owner that cannot reach the store keeps its turn until it learns of another: where the
 * store itself is away nobody else could take over, and rates must go on. One that was asleep asks
 * first. Two may so have the turn for some seconds; the store keeps the first value of a second.
 *
 * <p>The embedded store is its own process's, which takes its lease at once. Any thread.
 */
@Singleton
public final class Lease implements PollGate {
  private static final Logger log = LoggerFactory.getLogger(Lease.class);

  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final Duration ANSWER = Duration.ofSeconds(1);
  private static final int PATIENCE_MILLIS = 2_400; // not five periods: the fifth look has to do
  private static final Duration PATIENCE = Duration.ofMillis(PATIENCE_MILLIS);

  /** Nearly two signs of one that lives: nobody is taken for dead by a clock alone. */
  private static final Duration PATIENCE_WITH_THE_LONG_DEAD = Duration.ofMillis(900);

  private final MongoDatabase database;
  private final InstantSource clock;
  private final StoreSharing sharing;
  private final Counter takeovers;
  private final String me = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
  private final Disposable.Swap turns = Disposables.swap();

  private volatile @Nullable Turn turn;
  private volatile boolean wanted = true;

  public Lease(
      MongoDatabase database, InstantSource clock, StoreSharing sharing, MeterRegistry meters) {
    this.database = database;
    this.clock = clock;
    this.sharing = sharing;
    takeovers =
        Counter.builder("ratecast.store.lease.takeovers")
            .description("times this node became the one that asks the feed")
            .register(meters);
    Gauge.builder("ratecast.store.lease.held", this, lease -> lease.isOpen() ? 1 : 0)
        .description("1 where this node asks the feed")
        .register(meters);
  }

  /**
   * Tries to have the lease from now on, and to keep it. Once. Does not block.
   *
   * @param what is leased; one owner for each
   */
  public void pursue(String what) {
    Turn pursued = new Turn(what);
    turn = pursued;
    turns.update(
        Flux.interval(Duration.ZERO, PERIOD)
            .onBackpressureDrop()
            .concatMap(tick -> pursued.step(), 1)
            .subscribe());
  }

  /** Whether this node has it, as far as it can know. */
  @Override
  public boolean isOpen() {
    Turn pursued = turn;
    return pursued != null && pursued.isOurs();
  }

  /** Where nobody else could reach the store, it is kept all the same. */
  @Override
  public void wanted(boolean couldAsk) {
    wanted = couldAsk;
  }

  /** Hands it over and pursues it no more. Waits for the store, {@code 1 s} at most. */
  @PreDestroy
  public void release() {
    turns.dispose();
    Turn pursued = turn;
    turn = null;
    if (pursued != null) {
      pursued.giveBack();
    }
  }

  /** The pursuit of one lease; its steps come one after the other. */
  private final class Turn {
    private final String what;
    private final LeaseDocument document;
    private LeaseDocument.@Nullable Seen lastSign;
    private long lastSignNanos;
    private boolean sawLife;
    private volatile LeaseDocument.@Nullable Seen mine;
    private volatile long lastWordNanos;

    Turn(String what) {
      this.what = what;
      document =
          new LeaseDocument(
              database.getCollection(LeaseDocument.COLLECTION, Document.class), what, me);
    }

    boolean isOurs() {
      return mine != null && System.nanoTime() - lastWordNanos < PATIENCE.toNanos();
    }

    Mono<Void> step() {
      return Mono.defer(this::next)
          .timeout(ANSWER)
          .onErrorResume(
              e -> {
                log.debug("The store did not answer about the lease {}", what, e);
                return Mono.empty();
              })
          .doOnTerminate(() -> lastWordNanos = System.nanoTime());
    }

    private Mono<Void> next() {
      LeaseDocument.Seen held = mine;
      if (!wanted && sharing.isShared()) {
        return givenBack();
      }
      return held == null ? tryToTake() : renewed(held);
    }

    private Mono<Void> renewed(LeaseDocument.Seen held) {
      return document
          .renew(held, until())
          .map(still -> true)
          .defaultIfEmpty(false)
          .doOnNext(still -> lostUnless(still))
          .then();
    }

    private void lostUnless(boolean still) {
      if (!still) {
        mine = null;
        lastSign = null;
        sawLife = true;
        log.info("Another node has {} now", what);
      }
    }

    private Mono<Void> tryToTake() {
      return document
          .look()
          .filter(this::isToBeTaken)
          .flatMap(seen -> document.take(seen, until()))
          .doOnNext(this::taken)
          .then();
    }

    private void taken(LeaseDocument.Seen now) {
      mine = now;
      lastWordNanos = System.nanoTime();
      takeovers.increment();
      log.info("This node has {} now (token {})", what, now.token());
    }

    private boolean isToBeTaken(LeaseDocument.Seen seen) {
      LeaseDocument.Seen before = lastSign;
      if (before == null || !before.isSameSign(seen)) {
        sawLife |= before != null;
        lastSign = seen;
        lastSignNanos = System.nanoTime();
      }
      return !sharing.isShared()
          || seen.isFree()
          || System.nanoTime() - lastSignNanos >= patience(seen).toNanos();
    }

    /**
     * Our clock may be the wrong one: it only shortens the wait for one that died before we came.
     */
    private Duration patience(LeaseDocument.Seen seen) {
      boolean longDead = !sawLife && seen.until().plus(PATIENCE).isBefore(clock.instant());
      return longDead ? PATIENCE_WITH_THE_LONG_DEAD : PATIENCE;
    }

    private Instant until() {
      return clock.instant().plus(PATIENCE);
    }

    void giveBack() {
      givenBack()
          .timeout(ANSWER)
          .onErrorResume(e -> Mono.empty()) // the others find out by themselves
          .block();
    }

    private Mono<Void> givenBack() {
      LeaseDocument.Seen held = mine;
      mine = null;
      if (held == null) {
        return Mono.empty();
      }
      log.info("This node gives {} back", what);
      return document.release(held).then();
    }
  }
}

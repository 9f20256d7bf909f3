package ratecast.store;

import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.market.Point;
import reactor.core.publisher.Mono;

/**
 * Writes ticks without ever holding one up: a tick waits for the store for {@code
 * store.write-timeout} and no longer, and while the store is away not at all. What was not written
 * is kept and written later, in order, up to {@link BacklogBound}. Any thread.
 */
@Singleton
public final class PointWriter {
  private static final Logger log = LoggerFactory.getLogger(PointWriter.class);
  private static final Duration LAST_FLUSH = Duration.ofSeconds(5);

  private final PointStore store;
  private final Redelivery redelivery;
  private final StoreMetrics metrics;
  private final Duration timeout;

  private volatile CompletableFuture<WriteOutcome> newest =
      CompletableFuture.completedFuture(WriteOutcome.STORED);

  private volatile long waitingElsewhereFrom = Long.MAX_VALUE;

  PointWriter(PointStore store, Redelivery redelivery, StoreMetrics metrics, StoreConfig config) {
    this.store = store;
    this.redelivery = redelivery;
    this.metrics = metrics;
    timeout = config.writeTimeout();
  }

  /**
   * Does not block and does not throw. The stage always completes normally, within the write
   * timeout, on a thread of the driver or of a timer: go on from there with little work. A write
   * that timed out may have landed all the same; its repeat changes nothing.
   */
  public CompletionStage<WriteOutcome> write(List<Point> points) {
    if (redelivery.keptWhileAway(points)) {
      return CompletableFuture.completedFuture(WriteOutcome.KEPT_FOR_LATER);
    }
    CompletableFuture<WriteOutcome> outcome =
        metrics
            .timed(Mono.defer(() -> store.write(points)).timeout(timeout))
            .map(written -> WriteOutcome.STORED)
            .onErrorResume(e -> kept(points, e))
            .toFuture();
    newest = outcome;
    return outcome;
  }

  /**
   * Writes for somebody who keeps the points until the store has them: fails where it does not take
   * them now. Nothing happens before somebody subscribes.
   */
  public Mono<Written> writeNow(List<Point> points) {
    return metrics.timed(Mono.defer(() -> store.write(points)));
  }

  /** Since when the store has been away; empty while it takes what it is given. */
  public Optional<Instant> awaySince() {
    return redelivery.awaySince();
  }

  /**
   * Says that points from this second on wait to be written where nobody here sees them; {@link
   * Long#MAX_VALUE} where none do. For the one who brings them by {@link #writeNow}.
   */
  public void waitElsewhereFrom(long second) {
    waitingElsewhereFrom = second;
  }

  /**
   * Whether points from before this second may wait to be written: what is read of the store up to
   * there would have a hole, and nobody could see that it is one.
   */
  public boolean isBehind(long second) {
    return second > waitingElsewhereFrom
        || awaySince().filter(since -> second > since.getEpochSecond()).isPresent();
  }

  /** How many points wait to be written. */
  public int backlog() {
    return redelivery.size();
  }

  private Mono<WriteOutcome> kept(List<Point> points, Throwable why) {
    redelivery.keep(points, why);
    return Mono.just(WriteOutcome.KEPT_FOR_LATER);
  }

  /** Here and not when the bean is destroyed: by then the client is closed. */
  @EventListener
  void onShutdown(ShutdownEvent event) throws InterruptedException {
    newest.join(); // bounded by its own timeout
    int left = redelivery.flush(LAST_FLUSH);
    if (left > 0) {
      log.error("The store is away at shutdown; {} points are lost", left);
    }
  }
}

package ratecast.stream;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.market.Point;
import ratecast.store.PointWriter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The short reads of the store that sessions share: so many at a time, some more in line, each
 * bounded in time. Who asks for more is refused, and told so. Any thread.
 */
@Singleton
final class StoreReads {
  private static final Logger LOG = LoggerFactory.getLogger(StoreReads.class);

  /** A store that is there begins to answer in milliseconds. */
  private static final Duration FIRST = Duration.ofSeconds(5);

  /** Two weeks of seconds take some. */
  private static final Duration WHOLE = Duration.ofSeconds(20);

  /** Who waits costs a reference or two, and the store answers hundreds of short reads a second. */
  private static final int WAITING = 1_000;

  private final PointWriter writer;
  private final Turns turns;
  private final StreamMeters meters;

  StoreReads(PointWriter writer, StreamConfig config, StreamMeters meters) {
    this.writer = writer;
    this.meters = meters;
    turns = new Turns(config.maxStoreReads(), WAITING);
  }

  /**
   * The points in their turn. Fails where the store is away, slow or busy, or some of them wait to
   * be written; that is counted here.
   *
   * @param to before which they all are
   * @param use what is made of them as they come
   */
  <T> Mono<T> take(long to, Flux<Point> points, Function<Flux<Point>, Mono<T>> use) {
    Flux<Point> begun =
        Flux.defer(() -> writer.isBehind(to) ? Flux.error(new TimeoutException()) : points)
            .timeout(Mono.delay(FIRST));
    return turns
        .take(Mono.defer(() -> use.apply(begun)).timeout(WHOLE))
        .doOnError(
            error -> {
              boolean busy = error instanceof RejectedExecutionException;
              meters.refused(busy ? "store-reads" : "store-away");
              LOG.debug("A read of the store failed", error);
            });
  }
}

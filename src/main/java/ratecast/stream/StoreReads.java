package ratecast.stream;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The short reads of the store that sessions share: so many at a time, some more in line, each
 * bounded in time. Who asks for more is refused, and told so. Any thread.
 */
@Singleton
final class StoreReads {
  private static final Logger LOG = LoggerFactory.getLogger(StoreReads.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** Who waits costs a reference or two, and the store answers hundreds of short reads a second. */
  private static final int WAITING = 1_000;

  private final Turns turns;
  private final StreamMeters meters;

  StoreReads(StreamConfig config, StreamMeters meters) {
    this.meters = meters;
    turns = new Turns(config.maxStoreReads(), WAITING);
  }

  /** The read in its turn. Fails where the store is away, slow or busy; that is counted here. */
  <T> Mono<T> take(Mono<T> read) {
    return turns
        .take(read.timeout(TIMEOUT))
        .doOnError(
            error -> {
              boolean busy = error instanceof RejectedExecutionException;
              meters.refused(busy ? "store-reads" : "store-away");
              LOG.debug("A read of the store failed", error);
            });
  }
}

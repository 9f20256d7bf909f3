package ratecast.store;

import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.time.Duration;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tries the store every two seconds while the program serves, its own every twenty, and tells
 * {@link Redelivery} where it is away: a node that stands by, takes only pushes, or hands its
 * points to the topic writes no tick that would notice. Any thread.
 */
@Singleton
final class StorePulse {
  private static final Duration PERIOD = Duration.ofSeconds(2);

  /** The embedded store is away where its disk is full; each try takes 2 ms of a quiet program. */
  private static final Duration PERIOD_OF_OWN = Duration.ofSeconds(20);

  /** Longer than a busy machine makes a store wait, which is no news. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final PointStore store;
  private final Redelivery redelivery;
  private final StoreSharing sharing;
  private final Disposable.Swap beats = Disposables.swap();

  StorePulse(PointStore store, Redelivery redelivery, StoreSharing sharing) {
    this.store = store;
    this.redelivery = redelivery;
    this.sharing = sharing;
  }

  @EventListener
  void start(ServerStartupEvent event) {
    beats.update(
        Flux.interval(sharing.isShared() ? PERIOD : PERIOD_OF_OWN)
            .onBackpressureDrop()
            .filter(beat -> redelivery.awaySince().isEmpty()) // else it tries by itself
            .concatMap(beat -> tried(), 1)
            .subscribe());
  }

  private Mono<Void> tried() {
    return store
        .tryWriting()
        .timeout(PATIENCE)
        .doOnError(redelivery::away)
        .onErrorResume(e -> Mono.empty());
  }

  /** Before the client is closed, which would look like a store that is away. */
  @EventListener
  void stop(ShutdownEvent event) {
    beats.dispose();
  }
}

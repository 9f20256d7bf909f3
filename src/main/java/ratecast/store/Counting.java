package ratecast.store;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitFailureHandler;

/**
 * Counts that read a whole history: {@value #TOGETHER} at a time, the others in their turn, and one
 * of an asset, which all share who ask meanwhile. Begun is done: one that nobody waits for any more
 * is there for the next who asks. Any thread.
 */
final class Counting {
  private static final int TOGETHER = 4;

  /** Several threads may queue at once; each takes microseconds. */
  private static final Duration IN_TURN = Duration.ofSeconds(10);

  private final Map<Integer, Mono<Long>> underWay = new ConcurrentHashMap<>();
  private final Sinks.Many<Mono<Long>> queue = Sinks.many().unicast().onBackpressureBuffer();

  Counting() {
    Flux<Long> counts = queue.asFlux().flatMap(Function.identity(), TOGETHER);
    counts.subscribe();
  }

  /** The count that is under way for the asset, or this one. */
  Mono<Long> of(int asset, Supplier<Mono<Long>> count) {
    Sinks.One<Long> result = Sinks.one();
    Mono<Long> another = underWay.putIfAbsent(asset, result.asMono());
    if (another != null) {
      return another;
    }
    queue.emitNext(
        Mono.defer(count)
            .doOnTerminate(() -> underWay.remove(asset))
            .doOnNext(result::tryEmitValue)
            .doOnError(result::tryEmitError)
            .onErrorComplete(),
        EmitFailureHandler.busyLooping(IN_TURN)); // whose time begins when it is made
    return result.asMono();
  }
}

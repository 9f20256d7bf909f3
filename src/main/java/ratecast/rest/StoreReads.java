package ratecast.rest;

import java.time.Duration;
import ratecast.store.StoreAway;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Questions to the store with an end: its absence becomes the problem the client is told. */
final class StoreReads {
  /** For one answer, or from one piece of a long answer to the next. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private StoreReads() {}

  static <T> Mono<T> of(Mono<T> question) {
    return question.timeout(PATIENCE).onErrorMap(StoreAway::is, e -> away());
  }

  static <T> Flux<T> of(Flux<T> question) {
    return question.onErrorMap(StoreAway::is, e -> away());
  }

  static ProblemException away() {
    return ProblemException.later(
        ProblemType.STORE_UNAVAILABLE, "The store does not answer; try again in a few seconds.");
  }
}

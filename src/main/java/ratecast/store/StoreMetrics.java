package ratecast.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;
import reactor.core.publisher.Mono;

/** What the store counts. Any thread. */
@Singleton
final class StoreMetrics {
  private final MeterRegistry registry;
  private final Timer writes;
  private final Counter stored;
  private final Counter duplicates;
  private final Counter dropped;

  StoreMetrics(MeterRegistry registry) {
    this.registry = registry;
    writes = registry.timer("ratecast.store.write");
    stored = points("ratecast.store.stored");
    duplicates = points("ratecast.store.duplicates");
    dropped = points("ratecast.store.backlog.dropped");
  }

  private Counter points(String name) {
    return Counter.builder(name).baseUnit("points").register(registry);
  }

  /** Times a write that succeeds and counts its points; one that fails takes as long as it may. */
  Mono<Written> timed(Mono<Written> write) {
    return Mono.defer(
        () -> {
          Timer.Sample sample = Timer.start(registry);
          return write.doOnNext(written -> count(sample, written));
        });
  }

  private void count(Timer.Sample sample, Written written) {
    sample.stop(writes);
    stored.increment(written.stored());
    duplicates.increment(written.duplicates().size());
  }

  void dropped(int points) {
    dropped.increment(points);
  }

  <T> void away(T of, ToDoubleFunction<T> is) {
    Gauge.builder("ratecast.store.away", of, is)
        .description("1 while the store does not take what is written")
        .register(registry);
  }

  <T> void backlog(T of, ToDoubleFunction<T> size) {
    Gauge.builder("ratecast.store.backlog", of, size).baseUnit("points").register(registry);
  }
}

package ratecast.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;

/** Everything here that stands still while Kafka is away, each by itself. Any thread. */
@Singleton
@Requires(property = "kafka.bootstrap-servers")
public final class Absences {
  private final InstantSource clock;
  private final MeterRegistry registry;
  private final List<Absence> all = new CopyOnWriteArrayList<>();

  public Absences(InstantSource clock, MeterRegistry registry) {
    this.clock = clock;
    this.registry = registry;
  }

  /**
   * One more, which is not away at first.
   *
   * @param what stands still then, as the beginning of a sentence
   * @param use of the topic, as a metric's label
   */
  Absence of(Logger log, String what, String use) {
    Absence absence = new Absence(log, what, clock);
    Gauge.builder("ratecast.kafka.away", absence, a -> a.since().isPresent() ? 1 : 0)
        .tag("use", use)
        .description("1 while the brokers do not answer")
        .register(registry);
    all.add(absence);
    return absence;
  }

  /** Since when the first of them has stood still; empty while all go on. */
  Optional<Instant> since() {
    return all.stream().flatMap(absence -> absence.since().stream()).min(Comparator.naturalOrder());
  }
}

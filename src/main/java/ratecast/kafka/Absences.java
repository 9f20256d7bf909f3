package ratecast.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/** Everything here that stands still while Kafka is away, each by itself. Any thread. */
@Singleton
@Requires(property = "kafka.bootstrap-servers")
public final class Absences {
  private final InstantSource clock;
  private final MeterRegistry registry;
  private final Map<Use, Absence> all = new ConcurrentHashMap<>();

  /** What this node uses the topic for; in lower case a metric's label. */
  enum Use {
    OUTGOING,
    TAPES,
    STORE
  }

  public Absences(InstantSource clock, MeterRegistry registry) {
    this.clock = clock;
    this.registry = registry;
  }

  /**
   * That of one use, once for each, which is not away at first.
   *
   * @param what stands still then, as the beginning of a sentence
   */
  Absence of(Use use, Logger log, String what) {
    Absence absence = new Absence(log, what, clock);
    Gauge.builder("ratecast.kafka.away", absence, a -> a.since().isPresent() ? 1 : 0)
        .tag("use", use.name().toLowerCase(Locale.ROOT))
        .description("1 while the brokers do not answer")
        .register(registry);
    all.put(use, absence);
    return absence;
  }

  /** Since when the first of them has stood still; empty while all go on. */
  Optional<Instant> since() {
    return all.values().stream()
        .flatMap(absence -> absence.since().stream())
        .min(Comparator.naturalOrder());
  }

  /** Whether points of this node, once sent, do not come to its own clients now. */
  boolean holdUpPoints() {
    return isAway(Use.OUTGOING) || isAway(Use.TAPES);
  }

  private boolean isAway(Use use) {
    Absence absence = all.get(use);
    return absence != null && absence.since().isPresent();
  }
}

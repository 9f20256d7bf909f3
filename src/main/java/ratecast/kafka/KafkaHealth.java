package ratecast.kafka;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.reactivestreams.Publisher;
import ratecast.market.Degraded;

/**
 * Says under "kafka" whether it is away, since when, and how many points wait for it. Then it is
 * degraded and not down: history is served, and a restart would lose what waits.
 */
@Singleton
@Requires(property = "kafka.bootstrap-servers")
final class KafkaHealth implements HealthIndicator {
  private static final HealthStatus DEGRADED = Degraded.because("no points come by the topic");

  private final TopicWriter writer;
  private final Absences absences;

  KafkaHealth(TopicWriter writer, Absences absences) {
    this.writer = writer;
    this.absences = absences;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("outgoing", writer.outgoing());
    Optional<Instant> since = absences.since();
    since.ifPresent(instant -> details.put("awaySince", instant.toString()));
    HealthStatus status = since.isPresent() ? DEGRADED : HealthStatus.UP;
    return Publishers.just(HealthResult.builder("kafka", status).details(details).build());
  }
}

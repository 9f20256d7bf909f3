package ratecast.store;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reactivestreams.Publisher;
import ratecast.market.Degraded;
import reactor.core.publisher.Mono;

/**
 * Says under "store" whether it is away, since when, and how many points wait. Then it is degraded
 * and not down: live points go on, and a restart would lose what waits.
 */
@Singleton
final class StoreHealth implements HealthIndicator {
  private static final HealthStatus DEGRADED = Degraded.because("nothing can be stored");

  private final PointWriter writer;

  StoreHealth(PointWriter writer) {
    this.writer = writer;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.fromSupplier(this::result);
  }

  private HealthResult result() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("backlog", writer.backlog());
    writer.awaySince().ifPresent(since -> details.put("awaySince", since.toString()));
    HealthStatus status = details.containsKey("awaySince") ? DEGRADED : HealthStatus.UP;
    return HealthResult.builder("store", status).details(details).build();
  }
}

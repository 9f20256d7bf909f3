package ratecast.feed;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reactivestreams.Publisher;
import ratecast.market.Degraded;
import ratecast.market.FeedState;
import ratecast.market.FeedState.State;

/**
 * The feed as a detail of {@code /health}. Degraded while it is stale and never down: a program
 * whose source is silent still serves history and must not be restarted for it.
 */
@Singleton
final class FeedHealthIndicator implements HealthIndicator {
  private static final HealthStatus DEGRADED = Degraded.because("no new rates");

  private final Feed feed;
  private final FeedHealth health;

  FeedHealthIndicator(Feed feed, FeedHealth health) {
    this.feed = feed;
    this.health = health;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("feed", feed.name());
    health.current().ifPresent(state -> describe(state, details));
    health.newestPoint().ifPresent(newest -> details.put("newestPoint", newest.toString()));
    return Publishers.just(HealthResult.builder("feed", status()).details(details).build());
  }

  private HealthStatus status() {
    return health.current().filter(now -> now.state() == State.STALE).isPresent()
        ? DEGRADED
        : HealthStatus.UP;
  }

  private static void describe(FeedState state, Map<String, Object> details) {
    details.put("state", state.state().word());
    details.put("since", Instant.ofEpochSecond(state.since()).toString());
    details.put("text", state.text());
  }
}

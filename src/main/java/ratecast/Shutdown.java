package ratecast;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerShutdownEvent;
import jakarta.inject.Singleton;
import ratecast.feed.FeedSchedule;

/**
 * The first steps of going away: no new points, and those on the way are written and shown. The
 * clients are told goodbye after that, and the store flushes last.
 */
@Singleton
final class Shutdown {
  private final FeedSchedule schedule;
  private final PointPipeline pipeline;
  private final PitchStart pitch;

  Shutdown(FeedSchedule schedule, PointPipeline pipeline, PitchStart pitch) {
    this.schedule = schedule;
    this.pipeline = pipeline;
    this.pitch = pitch;
  }

  @EventListener
  @Order(Ordered.HIGHEST_PRECEDENCE)
  void stop(ServerShutdownEvent event) {
    pitch.stop();
    schedule.stop();
    pipeline.end();
  }
}

package ratecast;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerShutdownEvent;
import jakarta.inject.Singleton;
import java.util.Optional;
import ratecast.feed.FeedSchedule;
import ratecast.store.Lease;

/**
 * The first steps of going away: no new points, those on the way are written and shown, and another
 * node may ask the feed. The clients are told goodbye after that, and the store flushes last.
 */
@Singleton
final class Shutdown {
  private final FeedSchedule schedule;
  private final PointPipeline pipeline;
  private final PitchStart pitch;
  private final Optional<TopicTraffic> topic;
  private final Following following;
  private final Lease lease;

  Shutdown(
      FeedSchedule schedule,
      Optional<TopicTraffic> topic,
      Following following,
      PointPipeline pipeline,
      PitchStart pitch,
      Lease lease) {
    this.schedule = schedule;
    this.topic = topic;
    this.following = following;
    this.pipeline = pipeline;
    this.pitch = pitch;
    this.lease = lease;
  }

  @EventListener
  @Order(Ordered.HIGHEST_PRECEDENCE)
  void stop(ServerShutdownEvent event) {
    pitch.stop();
    schedule.stop();
    topic.ifPresent(TopicTraffic::endSending);
    following.stop();
    topic.ifPresent(TopicTraffic::endReading);
    pipeline.end();
    lease.release();
    topic.ifPresent(TopicTraffic::endStoring);
  }
}

package ratecast;

import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerShutdownEvent;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import ratecast.feed.FeedSchedule;
import ratecast.market.GoingAway;
import ratecast.store.Lease;

/**
 * The first steps of going away: no new points, those on the way are written and shown, another
 * node may ask the feed, and the clients are told goodbye. The store flushes last, with its bean.
 */
@Singleton
public final class Shutdown {
  private final FeedSchedule schedule;
  private final PointPipeline pipeline;
  private final PitchStart pitch;
  private final Optional<TopicTraffic> topic;
  private final Following following;
  private final Lease lease;
  private final ApplicationEventPublisher<GoingAway> goodbye;
  private final AtomicBoolean begun = new AtomicBoolean();

  Shutdown(
      FeedSchedule schedule,
      Optional<TopicTraffic> topic,
      Following following,
      PointPipeline pipeline,
      PitchStart pitch,
      Lease lease,
      ApplicationEventPublisher<GoingAway> goodbye) {
    this.schedule = schedule;
    this.topic = topic;
    this.following = following;
    this.pipeline = pipeline;
    this.pitch = pitch;
    this.lease = lease;
    this.goodbye = goodbye;
  }

  /** For a server that is stopped without being asked first. */
  @EventListener
  @Order(Ordered.HIGHEST_PRECEDENCE)
  void stop(ServerShutdownEvent event) {
    begin();
  }

  /**
   * To be called before the server is stopped: a server that stops cuts the connections whose
   * upgrade it is just answering. Blocks until the clients have gone, for the drain time at most;
   * does nothing the second time.
   */
  public void begin() {
    if (begun.getAndSet(true)) {
      return;
    }
    pitch.stop();
    schedule.stop();
    topic.ifPresent(TopicTraffic::endSending);
    following.stop();
    topic.ifPresent(TopicTraffic::endReading);
    pipeline.end();
    lease.release();
    topic.ifPresent(TopicTraffic::endStoring);
    goodbye.publishEvent(new GoingAway());
  }
}

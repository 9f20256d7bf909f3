package ratecast;

import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import ratecast.feed.FeedSchedule;
import ratecast.kafka.TopicReader;
import ratecast.market.AssetCatalog;
import ratecast.market.Point;
import ratecast.market.PollGate;
import ratecast.market.Tick;
import ratecast.store.PointStore;
import ratecast.tape.Tapes;

/** This node's tapes, as the reader of the topic sees them. */
@Singleton
@Requires(property = "kafka.bootstrap-servers")
final class ShownTapes implements TopicReader.NodeTapes {
  private static final int TOGETHER = 10_000;

  private final Tapes tapes;
  private final PointPipeline pipeline;
  private final PointStore store;
  private final AssetCatalog catalog;
  private final FeedSchedule schedule;
  private final PollGate gate;
  private final InstantSource clock;

  ShownTapes(
      Tapes tapes,
      PointPipeline pipeline,
      PointStore store,
      AssetCatalog catalog,
      FeedSchedule schedule,
      PollGate gate,
      InstantSource clock) {
    this.tapes = tapes;
    this.pipeline = pipeline;
    this.store = store;
    this.catalog = catalog;
    this.schedule = schedule;
    this.gate = gate;
    this.clock = clock;
  }

  @Override
  public long windowSeconds() {
    return tapes.windowSeconds();
  }

  @Override
  public void fillFromStore() {
    long now = clock.instant().getEpochSecond();
    store
        .recent(catalog.all(), now - tapes.windowSeconds(), now + 1)
        .filter(point -> point.time() > tapes.tape(point.asset()).window().lastTime())
        .buffer(TOGETHER)
        .toIterable()
        .forEach(points -> show(Tick.STORE, points).join());
  }

  @Override
  public void append(List<Point> points) {
    var unused = show(AssetDesk.TOPIC_FEED, points);
    if (!gate.isOpen()) {
      schedule.followed(points);
    }
  }

  private CompletableFuture<Void> show(String feed, List<Point> points) {
    return pipeline.show(Tick.of(feed, clock.instant(), points));
  }
}

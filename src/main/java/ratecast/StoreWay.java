package ratecast;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.market.Tick;
import ratecast.tape.Tapes;

/** Shows points on this node's tapes; other nodes find them in the store, or are told of them. */
@Singleton
final class StoreWay implements ShowingWay {
  private final PointPipeline pipeline;
  private final Tapes tapes;
  private final PastNews news;
  private final InstantSource clock;

  StoreWay(PointPipeline pipeline, Tapes tapes, PastNews news, InstantSource clock) {
    this.pipeline = pipeline;
    this.tapes = tapes;
    this.news = news;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Void> show(Tick tick) {
    long now = clock.instant().getEpochSecond();
    Set<Asset> unfound =
        tick.points().stream()
            .filter(point -> !StoreFollower.finds(point.time(), lastTime(point), now))
            .map(Point::asset)
            .collect(Collectors.toSet());
    return pipeline.show(tick).thenRun(() -> news.wrote(unfound));
  }

  private long lastTime(Point point) {
    return tapes.tape(point.asset()).window().lastTime();
  }
}

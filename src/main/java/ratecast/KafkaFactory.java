package ratecast;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import ratecast.kafka.Absences;
import ratecast.kafka.AssetNaming;
import ratecast.kafka.KafkaConfig;
import ratecast.kafka.PointKeeper;
import ratecast.kafka.TopicReader;
import ratecast.kafka.TopicStorer;
import ratecast.kafka.TopicWriter;
import ratecast.market.NotShownException;
import ratecast.market.Point;
import ratecast.store.PointWriter;

/** Puts the topic between the feed and the rest, where KAFKA_BOOTSTRAP_SERVERS is set. */
@Factory
@Requires(property = "kafka.bootstrap-servers")
final class KafkaFactory {
  private static final int PUSH_SECONDS = 10;

  /** The sink of feeds, before the pipeline. */
  @Singleton
  @Primary
  @Bean(preDestroy = "close")
  TopicWriter writer(KafkaConfig config, Absences absences, MeterRegistry meters) {
    return new TopicWriter(config, absences, meters);
  }

  /**
   * Pushed points go by the topic too, or only one node would show them; a push waits so long. What
   * it no longer waits for stays on its way: its points are stored, and are to be seen.
   */
  @Singleton
  @Primary
  ShowingWay way(TopicWriter writer) {
    return tick ->
        writer
            .push(tick.points())
            .toCompletableFuture()
            .copy()
            .orTimeout(PUSH_SECONDS, TimeUnit.SECONDS)
            .exceptionallyCompose(
                why -> CompletableFuture.failedFuture(new NotShownException(why)));
  }

  @Singleton
  @Bean(preDestroy = "close")
  TopicReader reader(
      KafkaConfig config,
      AssetNaming naming,
      TopicReader.NodeTapes tapes,
      InstantSource clock,
      Absences absences,
      MeterRegistry meters) {
    return new TopicReader(config, naming, tapes, clock, absences, meters);
  }

  @Singleton
  @Bean(preDestroy = "close")
  TopicStorer storer(
      KafkaConfig config,
      AssetNaming naming,
      PointWriter writer,
      Absences absences,
      MeterRegistry meters) {
    PointKeeper keeper =
        new PointKeeper() {
          @Override
          public CompletionStage<?> keep(List<Point> points) {
            return writer.writeNow(points).toFuture();
          }

          @Override
          public Optional<Instant> awaySince() {
            return writer.awaySince();
          }

          @Override
          public void waitsFrom(long second) {
            writer.waitElsewhereFrom(second);
          }
        };
    return new TopicStorer(config, naming, keeper, absences, meters);
  }
}

package ratecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import ratecast.kafka.Absences;
import ratecast.kafka.KafkaConfig;
import ratecast.kafka.TopicWriter;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.market.Tick;
import ratecast.support.FreePort;

/** Where no broker is: nothing listens at its port. */
class KafkaFactoryTest {
  private static final Asset EURUSD = new Asset(1, "EURUSD");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TopicWriter writer = // its threads are daemons: closing would wait for the broker
      new TopicWriter(
          new KafkaConfig("localhost:" + FreePort.next(), "tickers"),
          new Absences(InstantSource.system(), meters),
          meters);

  @Test
  void pushesThatAreRepeatedWhileKafkaIsAwayLeaveMostOfTheRoomToFeeds() {
    ShowingWay way = new KafkaFactory().way(writer);

    CompletionStage<Void> first = way.show(tick(20_000));
    CompletionStage<Void> again = way.show(tick(500));
    writer.accept(tick(100));

    assertThat(first.toCompletableFuture()).isNotDone();
    assertThat(again.toCompletableFuture()).isCompletedExceptionally();
    assertThat(meters.get("ratecast.kafka.outgoing").gauge().value()).isEqualTo(20_100);
    assertThat(meters.get("ratecast.kafka.outgoing.refused").counter().count()).isZero();
  }

  private static Tick tick(int points) {
    return Tick.of(
        "test",
        Instant.EPOCH,
        LongStream.range(0, points).mapToObj(time -> new Point(EURUSD, time, 1)).toList());
  }
}

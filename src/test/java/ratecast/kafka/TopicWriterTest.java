package ratecast.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.support.FreePort;

/** Where no broker is: nothing listens at its port. */
class TopicWriterTest {
  private static final Asset EURUSD = new Asset(1, "EURUSD");
  private static final int MOST = 10;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TopicWriter writer = // its threads are daemons: closing would wait for the broker
      writer(new KafkaConfig("localhost:" + FreePort.next(), "tickers"), meters);

  @Test
  void whatIsTakenIsKeptAndWhatIsTooMuchIsRefusedWhole() {
    var taken = writer.send(points(8)).toCompletableFuture();
    var tooMuch = writer.send(points(3)).toCompletableFuture();
    var fits = writer.send(points(2)).toCompletableFuture();

    assertThat(tooMuch).isCompletedExceptionally();
    assertThat(taken).isNotDone();
    assertThat(fits).isNotDone();
    assertThat(meters.get("ratecast.kafka.outgoing").gauge().value()).isEqualTo(MOST);
    assertThat(meters.get("ratecast.kafka.outgoing.refused").counter().count()).isEqualTo(3);
  }

  @Test
  void aBrokerWhoseNameNobodyKnowsYetIsOneThatIsAway() {
    KafkaConfig early = new KafkaConfig("no-such-host.invalid:9092", "tickers");
    MeterRegistry own = new SimpleMeterRegistry();

    try (TopicWriter waiting = writer(early, own)) {
      assertThat(waiting.send(points(2)).toCompletableFuture()).isNotDone();
      await().until(() -> own.get("ratecast.kafka.away").gauge().value() == 1);
    }
  }

  private static TopicWriter writer(KafkaConfig config, MeterRegistry meters) {
    InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    return new TopicWriter(config, new Absences(clock, meters), meters, MOST);
  }

  private static List<Point> points(int count) {
    return LongStream.range(0, count).mapToObj(time -> new Point(EURUSD, time, 1)).toList();
  }
}

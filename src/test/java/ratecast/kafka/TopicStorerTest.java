package ratecast.kafka;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.support.BrokerProcess;

@Timeout(value = 240, unit = SECONDS)
class TopicStorerTest {
  private static final Asset EURUSD = new Asset(1, "EURUSD");
  private static final long NOON = 1_455_883_200;
  private static final int ROWS = 8_000;

  @TempDir private Path folder;

  /** A producer that backfills: records are few and what they hold is much. */
  @Test
  void whatOnePollBringsIsWrittenInPartsAndOnlyThePartThatFailedAgain() throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(folder).serving()) {
      KafkaConfig config = new KafkaConfig(broker.bootstrapServers(), "tickers");
      Topics.prepare(config);
      send(config, 0);
      send(config, 1);
      Parts parts = new Parts();
      SimpleMeterRegistry meters = new SimpleMeterRegistry();

      TopicStorer storer =
          new TopicStorer(
              config,
              new EveryName(),
              parts,
              new Absences(InstantSource.system(), meters),
              meters,
              Duration.ofSeconds(1));
      try (storer) {
        var unused = storer.start();
        await().until(() -> parts.kept() == 2 * ROWS);
      }

      assertThat(parts.asked).allMatch(part -> part.points().size() <= 2_000);
      assertThat(parts.asked.get(2).points()).isEqualTo(parts.asked.get(3).points());
      assertThat(parts.asked.get(2).answer()).isCancelled(); // or both would be written at once
      assertThat(parts.asked.stream().flatMap(part -> part.points().stream()).distinct())
          .hasSize(2 * ROWS);
    }
  }

  private static void send(KafkaConfig config, long part) throws Exception {
    String rows =
        LongStream.range(part * ROWS, (part + 1) * ROWS)
            .mapToObj(i -> "{\"name\":\"EURUSD\",\"value\":1.5,\"time\":" + (NOON + i) + "}")
            .collect(Collectors.joining(",", "[", "]"));
    try (KafkaProducer<byte[], byte[]> producer = Clients.producer(config)) {
      producer
          .send(
              new ProducerRecord<>(
                  config.topic(), 0, new byte[0], rows.getBytes(StandardCharsets.US_ASCII)))
          .get();
    }
  }

  /** A store that does not answer to the third of the parts it is given. */
  private static final class Parts implements PointKeeper {
    record Part(List<Point> points, CompletableFuture<Void> answer) {}

    final List<Part> asked = new CopyOnWriteArrayList<>();

    @Override
    public CompletionStage<?> keep(List<Point> points) {
      CompletableFuture<Void> answer = new CompletableFuture<>();
      if (asked.size() != 2) {
        answer.complete(null);
      }
      asked.add(new Part(points, answer));
      return answer;
    }

    int kept() {
      return asked.stream()
          .filter(part -> part.answer().isDone() && !part.answer().isCompletedExceptionally())
          .mapToInt(part -> part.points().size())
          .sum();
    }

    @Override
    public Optional<Instant> awaySince() {
      return Optional.empty();
    }

    @Override
    public void waitsFrom(long second) {}
  }

  private static final class EveryName implements AssetNaming {
    @Override
    public Optional<Asset> find(String name) {
      return Optional.of(EURUSD);
    }

    @Override
    public CompletionStage<Optional<Asset>> admit(String name) {
      return CompletableFuture.completedFuture(find(name));
    }
  }
}

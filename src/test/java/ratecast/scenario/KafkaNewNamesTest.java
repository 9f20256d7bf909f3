package ratecast.scenario;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.store.PointStore;
import ratecast.support.BrokerProcess;
import ratecast.support.EmbeddedStore;
import ratecast.support.RunningServer;
import ratecast.tape.Tapes;

/** A topic full of names that nobody has registered, as at the first start with a producer. */
@Timeout(value = 240, unit = SECONDS)
class KafkaNewNamesTest {
  private static final List<String> NAMES =
      IntStream.range(0, 500).mapToObj(i -> "NEW" + i).toList();

  @TempDir private Path folder;

  @Test
  void nodesThatMeetManyNewNamesAtOnceTakeThemInTogether() {
    try (BrokerProcess broker = BrokerProcess.start(folder).serving();
        EmbeddedStore store = EmbeddedStore.inMemory();
        RunningServer one = serving(store, broker);
        RunningServer two = serving(store, broker)) {
      try (KafkaProducer<String, String> outside = producer(broker)) {
        for (long time = NOON; time < NOON + 2; time++) {
          for (String name : NAMES) {
            var unused = outside.send(new ProducerRecord<>("tickers", name, row(name, time)));
          }
        }
      }

      await().until(() -> shown(one) == NAMES.size() && shown(two) == NAMES.size());

      List<Asset> assets = one.bean(AssetCatalog.class).all();
      assertThat(two.bean(AssetCatalog.class).all()).isEqualTo(assets);
      assertThat(assets)
          .extracting(Asset::id)
          .isEqualTo(IntStream.rangeClosed(1, assets.size()).boxed().toList());
      PointStore points = one.bean(PointStore.class);
      await()
          .until(() -> points.recent(assets, NOON, NOON + 1).count().block() == 2L * NAMES.size());
    }
  }

  /** Names whose window has both points. */
  private static int shown(RunningServer server) {
    Tapes tapes = server.bean(Tapes.class);
    return (int)
        NAMES.stream()
            .flatMap(name -> server.bean(AssetCatalog.class).find(name).stream())
            .filter(asset -> tapes.tape(asset).window().lastTime() == NOON + 1)
            .count();
  }

  private static RunningServer serving(EmbeddedStore store, BrokerProcess broker) {
    return RunningServer.start(
        Map.of(
            "mongodb.uri",
            "mongodb://localhost:" + store.port() + "/ratecast",
            "kafka.bootstrap-servers",
            broker.bootstrapServers()));
  }

  private static KafkaProducer<String, String> producer(BrokerProcess broker) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", broker.bootstrapServers()),
        new StringSerializer(),
        new StringSerializer());
  }

  private static String row(String name, long time) {
    return "{\"name\":\"" + name + "\",\"value\":1.5,\"time\":" + time + "}";
  }
}

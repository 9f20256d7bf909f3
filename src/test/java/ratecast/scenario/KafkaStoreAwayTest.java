package ratecast.scenario;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.store.PointStore;
import ratecast.store.PointWriter;
import ratecast.support.BrokerProcess;
import ratecast.support.EmbeddedStore;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;
import ratecast.support.Wire;
import ratecast.tape.Tapes;

/** MongoDB goes away from a node whose points come by the topic, and comes back. */
@Timeout(value = 240, unit = SECONDS)
class KafkaStoreAwayTest {
  private static final long GONE = NOON + 10;
  private static final long ASKED = NOON + 60;
  private static final long END = NOON + 600; // the window lets go of whole chunks

  private static final int PARTITIONS = 12;

  @TempDir private Path folder;

  private static RunningServer serving(Wire store, BrokerProcess broker) {
    return RunningServer.start(
        Map.of(
            "mongodb.uri",
            "mongodb://localhost:" + store.port() + "/ratecast",
            "kafka.bootstrap-servers",
            broker.bootstrapServers(),
            "tape.window",
            "5s"));
  }

  private static KafkaProducer<String, String> producer(
      BrokerProcess broker, Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", broker.bootstrapServers());
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  @ParameterizedTest
  @ValueSource(strings = {"EURUSD", "OWN"})
  void whatTheTopicStillHasToBringIsNoSilentHoleInThePast(String firstThatWaits) {
    try (BrokerProcess broker = BrokerProcess.start(folder).serving();
        EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port());
        RunningServer server = serving(wire, broker);
        KafkaProducer<String, String> outside = producer(broker, Map.of());
        SocketClient client = server.connect()) {
      Asset asset = server.asset("EURUSD");
      PointWriter writer = server.bean(PointWriter.class);
      PointStore points = server.bean(PointStore.class);
      play(server, outside, NOON, GONE);
      await().until(() -> stored(points, server, GONE) == 10);

      // when points come that only the topic has, and the store is back before they are in it
      wire.cut();
      // is in the storer's hand; a new name waits for its asset
      var unused = send(outside, firstThatWaits, GONE);
      await().until(() -> writer.awaySince().isPresent());
      play(server, outside, GONE, END);
      broker.wire().cut();
      wire.restore();
      await().until(() -> writer.awaySince().isEmpty());

      // then nobody is told that nothing was there
      String range = "\"from\":" + NOON + ",\"to\":" + ASKED + "}}";
      String ask = "{\"action\":\"history\",\"message\":{\"assetId\":1," + range;
      String path = "/api/v1/assets/1/points?from=" + NOON + "&to=" + ASKED;
      assertThat(HttpCalls.to(server).get(path).statusCode()).isEqualTo(503);
      assertThat(Json.message(client.send(ask).next())).containsEntry("code", "STORE_UNAVAILABLE");

      // and all of it once it is there
      broker.wire().restore();
      await().until(() -> HttpCalls.to(server).get(path).statusCode() == 200);
      assertThat(Json.times(client.send(ask).next()))
          .isEqualTo(LongStream.range(NOON, ASKED).boxed().toList());
      assertThat(points.read(asset, NOON, END).map(Point::time).collectList().block())
          .isEqualTo(LongStream.range(NOON, END).boxed().toList());
    }
  }

  /** It is the last in its partition for a whole weekend, and nothing that could be stored. */
  @Test
  void aTransactionsMarkerDoesNotKeepThePastShut() throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(folder).serving();
        EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port());
        RunningServer server = serving(wire, broker);
        KafkaProducer<String, String> outside = producer(broker, Map.of());
        KafkaProducer<String, String> quiet =
            producer(broker, Map.of("transactional.id", "quiet"))) {
      quiet.initTransactions();
      int busy = send(outside, "EURUSD", NOON).get().partition();
      play(server, outside, NOON + 1, GONE);

      wire.cut();
      quiet.beginTransaction();
      int other = busy == 0 ? 1 : 0;
      var unused =
          quiet.send(new ProducerRecord<>("tickers", other, "GBPUSD", row("GBPUSD", GONE)));
      quiet.commitTransaction();
      await().until(() -> server.bean(PointWriter.class).awaySince().isPresent());
      play(server, outside, GONE, END);
      wire.restore();

      String path = "/api/v1/assets/1/points?from=" + NOON + "&to=" + ASKED;
      await().until(() -> HttpCalls.to(server).get(path).statusCode() == 200);
    }
  }

  /** What the first node holds of the topic for as long as the store is away from it. */
  @Test
  void aNodeThatComesMeanwhileKnowsThatThePastIsNotStoredYet() {
    try (BrokerProcess broker = BrokerProcess.start(folder).serving();
        EmbeddedStore store = EmbeddedStore.inMemory();
        Wire away = new Wire(store.port());
        Wire there = new Wire(store.port());
        KafkaProducer<String, String> outside = producer(broker, Map.of());
        RunningServer first = serving(away, broker)) {
      PointStore points = first.bean(PointStore.class);
      long gone = NOON + 120;
      play(first, outside, NOON, gone - 1);
      await().until(() -> stored(points, first, gone) == 119);
      play(first, outside, gone - 1, gone); // read when what came before was committed
      await().until(() -> stored(points, first, gone) == 120);
      away.cut();
      for (int partition = 0; partition < PARTITIONS; partition++) { // whichever it has to give up
        String row = row("EURUSD", gone + partition);
        var unused = outside.send(new ProducerRecord<>("tickers", partition, "EURUSD", row));
      }
      play(first, outside, gone + PARTITIONS, END);
      await().until(() -> first.bean(PointWriter.class).awaySince().isPresent());

      try (RunningServer second = serving(there, broker)) {
        HttpCalls calls = HttpCalls.to(second);
        String path = "/api/v1/assets/1/points?from=" + NOON + "&to=";
        assertThat(calls.get(path + (gone + 20)).statusCode()).isEqualTo(503);
        assertThat(calls.get(path + ASKED).statusCode()).isEqualTo(200);

        away.restore();
        await().until(() -> calls.get(path + (gone + 20)).statusCode() == 200);
        assertThat(calls.get(path + (gone + 20)).body().split("\"time\"")).hasSize(141);
      }
    }
  }

  private static long stored(PointStore points, RunningServer server, long end) {
    return points.read(server.asset("EURUSD"), NOON, end).count().block();
  }

  private static void play(
      RunningServer server, KafkaProducer<String, String> outside, long from, long to) {
    for (long time = from; time < to; time++) {
      server.clock().set(Instant.ofEpochSecond(time));
      var unused = send(outside, "EURUSD", time);
    }
    var window = server.bean(Tapes.class).tape(server.asset("EURUSD")).window();
    await().until(() -> window.lastTime() == to - 1);
  }

  private static Future<RecordMetadata> send(
      KafkaProducer<String, String> outside, String name, long time) {
    return outside.send(new ProducerRecord<>("tickers", name, row(name, time)));
  }

  private static String row(String name, long time) {
    return "{\"name\":\"" + name + "\",\"value\":1.5,\"time\":" + time + "}";
  }
}

package ratecast.scenario;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
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

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"EURUSD", "OWN"})
  void whatTheTopicStillHasToBringIsNoSilentHoleInThePast(String firstThatWaits) {
    try (BrokerProcess broker = BrokerProcess.start(folder).serving();
        EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port());
        RunningServer server =
            RunningServer.start(
                Map.of(
                    "mongodb.uri",
                    "mongodb://localhost:" + wire.port() + "/ratecast",
                    "kafka.bootstrap-servers",
                    broker.bootstrapServers(),
                    "tape.window",
                    "5s"));
        KafkaProducer<String, String> outside =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer());
        SocketClient client = server.connect()) {
      Asset asset = server.asset("EURUSD");
      PointWriter writer = server.bean(PointWriter.class);
      PointStore points = server.bean(PointStore.class);
      play(server, outside, NOON, GONE);
      await().until(() -> points.read(asset, NOON, GONE).count().block() == 10);

      // when points come that only the topic has, and the store is back before they are in it
      wire.cut();
      send(
          outside, firstThatWaits, GONE); // is in the storer's hand; a new name waits for its asset
      await().until(() -> writer.awaySince().isPresent());
      play(server, outside, GONE, GONE + 1);
      play(server, outside, GONE + 1, END);
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

  private static void play(
      RunningServer server, KafkaProducer<String, String> outside, long from, long to) {
    for (long time = from; time < to; time++) {
      server.clock().set(Instant.ofEpochSecond(time));
      send(outside, "EURUSD", time);
    }
    var window = server.bean(Tapes.class).tape(server.asset("EURUSD")).window();
    await().until(() -> window.lastTime() == to - 1);
  }

  private static void send(KafkaProducer<String, String> outside, String name, long time) {
    String row = "{\"name\":\"" + name + "\",\"value\":1.5,\"time\":" + time + "}";
    var unused = outside.send(new ProducerRecord<>("tickers", name, row));
  }
}

package ratecast.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Facet;
import com.mongodb.client.result.DeleteResult;
import com.mongodb.reactivestreams.client.MongoClient;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.store.PointStore;
import ratecast.store.PointWriter;
import ratecast.support.EmbeddedStore;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.LogLines;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;
import reactor.core.publisher.Mono;

/** The disk of the embedded store fills up under the running program, and is emptied again. */
class DiskFullTest {
  private static final int BEFORE = 10;
  private static final int FULL = 60;

  @TempDir private Path folder;

  private final AtomicLong usableBytes = new AtomicLong(DiskRoom.ENOUGH);
  private final AtomicLong looks = new AtomicLong();

  @RegisterExtension private final LogLines said = LogLines.of(DiskRoom.class);

  @Test
  void livePointsGoOnAndEverySecondIsInTheStoreOnceThereIsRoom() {
    long end = NOON + BEFORE + FULL;
    try (EmbeddedServer store = open();
        RunningServer server =
            RunningServer.start(
                Map.of("mongodb.uri", store.uri() + "/ratecast", "store.write-timeout", "20s"));
        SocketClient client = server.connect()) {
      Asset asset = server.asset("EURUSD");
      PointWriter writer = server.bean(PointWriter.class);
      client.send("{\"action\":\"subscribe\",\"message\":{\"assetId\":1}}");
      client.next();
      play(server, client, NOON, NOON + BEFORE);

      usableBytes.set(DiskRoom.RESERVE - 1);
      play(server, client, NOON + BEFORE, end);
      await().until(() -> said.events().size() == 1);
      await().until(() -> writer.awaySince().isPresent());
      assertThat(writer.backlog()).isEqualTo(FULL);
      assertThat(times(server.bean(PointStore.class), asset)).hasSize(BEFORE); // reading goes on

      // then room for a while is not room enough
      usableBytes.set(DiskRoom.ENOUGH - 1);
      long before = looks.get();
      await().until(() -> looks.get() > before + 2);
      assertThat(said.events()).hasSize(1);

      usableBytes.set(DiskRoom.ENOUGH);
      await().until(() -> writer.awaySince().isEmpty());
      assertThat(times(server.bean(PointStore.class), asset)).isEqualTo(seconds(end));
    }
    assertThat(said.events())
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "The disk of the embedded store has 31 MiB left: nothing is written until it has 64",
            "The disk of the embedded store has room again");

    // and it is in the file
    try (EmbeddedServer again = open();
        RunningServer server =
            RunningServer.start(Map.of("mongodb.uri", again.uri() + "/ratecast"))) {
      assertThat(times(server.bean(PointStore.class), server.asset("EURUSD")))
          .isEqualTo(seconds(end));
    }
  }

  /** The points that wait lie between those of the store and a window that has moved on. */
  @Test
  void whatWaitsToBeWrittenIsNoSilentHoleInThePast() {
    long end = NOON + BEFORE + 4 * FULL;
    try (EmbeddedServer store = open();
        RunningServer server =
            RunningServer.start(
                Map.of("mongodb.uri", store.uri() + "/ratecast", "tape.window", "30s"));
        SocketClient player = server.connect();
        SocketClient client = server.connect()) {
      player.send("{\"action\":\"subscribe\",\"message\":{\"assetId\":1}}").next();
      play(server, player, NOON, NOON + BEFORE);
      usableBytes.set(DiskRoom.RESERVE - 1);
      play(server, player, NOON + BEFORE, end);
      await().until(() -> said.events().size() == 1);

      String range = "\"from\":" + NOON + ",\"to\":" + end + "}}";
      assertThat(
              HttpCalls.to(server)
                  .get("/api/v1/assets/1/points?from=" + NOON + "&to=" + end)
                  .statusCode())
          .isEqualTo(503);
      client.send("{\"action\":\"history\",\"message\":{\"assetId\":1," + range);
      assertThat(Json.message(client.next())).containsEntry("code", "STORE_UNAVAILABLE");
      client.send("{\"action\":\"replay\",\"message\":{\"assetIds\":[1],\"speed\":0," + range);
      assertThat(Json.message(client.next())).containsEntry("code", "STORE_UNAVAILABLE");
      String since = "\"since\":" + (NOON - 1);
      client.send("{\"action\":\"subscribe\",\"message\":{\"assetIds\":[1]," + since + "}}");
      client.next();
      assertThat(Json.message(client.next())).containsEntry("complete", false);
      client.send(
          "{\"action\":\"subscribe\",\"message\":{\"assetIds\":[1],\"interval\":\"5s\","
              + since
              + "}}");
      client.next();
      assertThat(Json.message(client.next())).containsEntry("complete", false);
    }
  }

  @Test
  void whatIsLetGoIsLetGoOnAFullDiskToo() {
    try (EmbeddedServer store = open();
        MongoClient client = EmbeddedStore.client(store.uri())) {
      var minutes = client.getDatabase("ratecast").getCollection("points_1m");
      Mono.from(minutes.insertOne(new Document("_id", 1))).block();
      usableBytes.set(DiskRoom.RESERVE - 1);

      assertThatThrownBy(() -> Mono.from(minutes.insertOne(new Document("_id", 2))).block())
          .hasMessageContaining("The disk is full");
      assertThat(said.events()).hasSize(1);
      assertThat(
              Mono.from(minutes.deleteMany(new Document()))
                  .map(DeleteResult::getDeletedCount)
                  .block())
          .isEqualTo(1);
    }
  }

  @Test
  void whatIsCountedIsCountedOnAFullDiskAndRefusedOnlyWhereItWouldBeWritten() {
    try (EmbeddedServer store = open();
        MongoClient client = EmbeddedStore.client(store.uri())) {
      var messages = client.getDatabase("ratecast").getCollection("pitch_messages");
      Mono.from(messages.insertOne(new Document("_id", 1).append("type", "A"))).block();
      usableBytes.set(DiskRoom.RESERVE - 1);
      Bson byType = Aggregates.group("$type", Accumulators.sum("n", 1));

      assertThat(Mono.from(messages.aggregate(List.of(byType))).block())
          .isEqualTo(new Document("_id", "A").append("n", 1));
      Bson out = Aggregates.out("counts");
      for (List<Bson> writing :
          List.of(List.of(byType, out), List.of(Aggregates.facet(new Facet("x", out))))) {
        assertThatThrownBy(() -> Mono.from(messages.aggregate(writing)).block())
            .hasMessageContaining("The disk is full");
      }
    }
  }

  private EmbeddedServer open() {
    return new EmbeddedServer(new EmbeddedConfig(folder.toString(), 0), new DiskRoom(this::usable));
  }

  private long usable() {
    looks.incrementAndGet();
    return usableBytes.get();
  }

  private static void play(RunningServer server, SocketClient client, long from, long to) {
    for (long time = from; time < to; time++) {
      server.clock().set(Instant.ofEpochSecond(time));
      server.bring(point(server.asset("EURUSD"), time, time / 8.0));
      assertThat(Json.times(client.next())).containsExactly(time);
    }
  }

  private static List<Long> times(PointStore store, Asset asset) {
    return store.read(asset, 0, Integer.MAX_VALUE).map(Point::time).collectList().block();
  }

  private static List<Long> seconds(long end) {
    return LongStream.range(NOON, end).boxed().toList();
  }
}

package ratecast.scenario;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.store.PointStore;
import ratecast.support.BrokerProcess;
import ratecast.support.EmbeddedStore;
import ratecast.support.HttpCalls;
import ratecast.support.NodeProcess;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;
import ratecast.support.TopicContent;
import ratecast.support.Watcher;
import ratecast.tape.Tapes;

/** Two nodes, one of them a process to be killed, with a real broker and a MongoDB between them. */
@Timeout(value = 240, unit = SECONDS)
class KafkaNodesTest {
  private static final Asset TICKER = new Asset(6, "ticker_0");

  /** For a trial of any size: -Dtrial.watchers=1000 -Dtrial.cut=30, figures in PERFORMANCE.md. */
  private static final int WATCHERS = Integer.getInteger("trial.watchers", 6);

  private static final int LARGE = 3 << 19; // of more bytes than a producer sends by default

  private static final int CUT_SECONDS = Integer.getInteger("trial.cut", 2);

  @TempDir Path folder;
  private final EmbeddedStore store = EmbeddedStore.inMemory();
  private final List<Watcher> watchers = new ArrayList<>();
  private BrokerProcess broker;
  private NodeProcess one;
  private RunningServer two;

  @BeforeEach
  void start() {
    broker = BrokerProcess.start(folder);
    String uri = "mongodb://127.0.0.1:" + store.port() + "/";
    one =
        NodeProcess.start(
            folder.resolve("one.log"),
            Map.of(
                "MONGO_CONNECTION_URI",
                uri,
                "WALK_TICKERS",
                "2",
                "KAFKA_BOOTSTRAP_SERVERS",
                broker.bootstrapServers()));
    broker.serving();
    one.serving();
    two =
        RunningServer.startInRealTime(
            Map.of(
                "mongodb.uri",
                uri,
                "feed.kind",
                "walk",
                "feed.walk.tickers",
                2,
                "kafka.bootstrap-servers",
                broker.bootstrapServers()));
    for (int i = 0; i < WATCHERS; i++) {
      watchers.add(new Watcher(TICKER.id(), List.of(one.port(), two.port()), i));
    }
  }

  @AfterEach
  void end() {
    watchers.forEach(Watcher::close);
    one.close();
    two.close();
    broker.close();
    store.close();
  }

  @Test
  void whateverDiesEveryPointIsStoredOnceAndEveryClientHasAllOfThemInOrder() {
    everyoneSeesMore(3);
    outsidersArePartOfIt();

    broker.wire().cut();
    letSecondsPass(CUT_SECONDS);
    broker.wire().restore();
    everyoneSeesMore(2);

    // The node that asks the feed, and stores its part of the topic, is killed.
    long before = newest();
    long killed = System.nanoTime();
    one.kill();
    soon(() -> lastSeen() > before + 1);
    assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(5));
    everyoneSeesMore(2);

    broker.restart().serving();
    everyoneSeesMore(2);

    // And all of it is the same.
    Map<String, List<Watcher.Seen>> topic = TopicContent.read(broker.bootstrapServers(), "tickers");
    List<Watcher.Seen> line = Objects.requireNonNull(topic.get(TICKER.name()));
    long end = last(line); // what comes meanwhile is seen before it is stored
    await() // the group has to see that one of it is dead
        .untilAsserted(() -> assertThat(stored(0, end)).isEqualTo(line));
    for (Watcher watcher : watchers) {
      soon(() -> watcher.lastTime() >= end);
      List<Watcher.Seen> seen =
          watcher.seen().stream().filter(point -> point.time() <= end).toList();
      assertThat(seen).isEqualTo(stored(seen.get(0).time(), end));
    }
  }

  /** Both shapes are read, by names nobody knew; what is no point is kept and stops nothing. */
  private void outsidersArePartOfIt() {
    long now = newest();
    try (KafkaProducer<String, String> outside =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "compression.type", // a broker takes what is below 1 MB when it comes
                "gzip",
                "max.request.size",
                2 * LARGE),
            new StringSerializer(),
            new StringSerializer())) {
      String row = "{\"name\":\"%s\",\"value\":%d,\"time\":%d}";
      for (String text :
          List.of(
              row.formatted("OUT", 1, now),
              "this is no JSON",
              "[" + row.formatted("", 3, now) + " ".repeat(LARGE) + "]",
              "[" + row.formatted("OUT", 2, now + 1) + "," + row.formatted("", 3, now) + "]")) {
        var unused = outside.send(new ProducerRecord<>("tickers", "OUT", text));
      }
    }
    try (SocketClient client = SocketClient.connect(one.port())) {
      soon(() -> client.send("{\"action\":\"assets\",\"message\":{}}").next().contains("OUT"));
    }
    soon(() -> two.bean(AssetCatalog.class).find("OUT").isPresent());
    Asset out = two.asset("OUT");
    soon(() -> stored(out, 0, now + 1).size() == 2);
    String pushed = "{\"assetName\":\"OUT\",\"value\":5,\"time\":" + (now + 2) + "}";
    assertThat(HttpCalls.to(one.port()).post("/api/v1/points", pushed).body())
        .contains("\"stored\":1");
    soon(() -> two.bean(Tapes.class).tape(out).window().lastTime() == now + 2);
    assertThat(stored(out, 0, now + 2))
        .isEqualTo(
            List.of(
                new Watcher.Seen(now, 1),
                new Watcher.Seen(now + 1, 2),
                new Watcher.Seen(now + 2, 5)));
    await() // the same twice where the group was shared out anew meanwhile
        .untilAsserted(
            () ->
                assertThat(
                        Set.copyOf(
                            TopicContent.texts(broker.bootstrapServers(), "tickers.rejected")))
                    .hasSize(3)
                    .contains("") // the large one
                    .anyMatch(text -> text.equals("this is no JSON"))
                    .anyMatch(text -> text.startsWith("[{")));
  }

  private void everyoneSeesMore(int points) {
    long target = watchers.stream().mapToLong(Watcher::lastTime).max().orElse(0) + points;
    watchers.forEach(watcher -> soon(() -> watcher.lastTime() >= target));
  }

  private long lastSeen() {
    return watchers.stream().mapToLong(Watcher::lastTime).max().orElse(0);
  }

  private static void letSecondsPass(int seconds) {
    long end = System.nanoTime() + SECONDS.toNanos(seconds);
    await().atMost(Duration.ofSeconds(seconds + 5)).until(() -> System.nanoTime() > end);
  }

  private static long last(List<Watcher.Seen> line) {
    return line.get(line.size() - 1).time();
  }

  private List<Watcher.Seen> stored(long from, long to) {
    return stored(TICKER, from, to);
  }

  private List<Watcher.Seen> stored(Asset asset, long from, long to) {
    return Objects.requireNonNull(
        new PointStore(store.database())
            .read(asset, from, to + 1)
            .map(point -> new Watcher.Seen(point.time(), point.value()))
            .collectList()
            .block());
  }

  private long newest() {
    return new PointStore(store.database())
        .last(TICKER)
        .map(point -> point.time())
        .blockOptional()
        .orElse(0L);
  }

  private static void soon(Callable<Boolean> what) {
    await().pollInterval(Duration.ofMillis(20)).until(what);
  }
}

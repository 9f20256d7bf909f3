package ratecast.bench;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Point;
import ratecast.market.PointSink;
import ratecast.market.Tick;
import ratecast.store.PointStore;
import ratecast.support.BrokerProcess;
import ratecast.tape.Tapes;

/**
 * What the topic costs: the time from a feed's tick to the tapes with it and without it, and how
 * many points a second go through one node to its windows and to the store. The broker is a process
 * of its own on this machine; the store is the embedded one, in memory.
 */
@SuppressWarnings("SystemOut") // a command's output is what it is for
public final class KafkaBench {
  private static final int ASSETS = 1_000;
  private static final int TICKS = 1_500;
  private static final int WARM_UP = 500;
  private static final long TICK_NANOS = 20_000_000;
  private static final int SECONDS_EACH = 1_000;
  private static final long T = 1_700_000_000L;

  private KafkaBench() {}

  public static void main(String... args) throws IOException {
    latency("in-process", Map.of());
    Path folder = Files.createTempDirectory("kafka-bench");
    try (BrokerProcess broker = BrokerProcess.start(folder).serving()) {
      latency("by Kafka", Map.of("kafka.bootstrap-servers", broker.bootstrapServers()));
      throughput(broker);
    }
    System.exit(0);
  }

  private static ApplicationContext node(Map<String, Object> more) {
    Map<String, Object> settings =
        new HashMap<>(
            Map.of(
                "market.assets",
                IntStream.rangeClosed(1, ASSETS).mapToObj("asset_%04d"::formatted).toList(),
                "feed.kind",
                "none",
                "store.embedded.dir",
                "memory",
                "store.embedded.port",
                0,
                "store.retention",
                Duration.ZERO, // the points are of a day in 2023
                "micronaut.server.port",
                -1));
    settings.putAll(more);
    ApplicationContext node =
        ApplicationContext.builder().deduceEnvironment(false).properties(settings).start();
    node.getBean(EmbeddedServer.class).start();
    return node;
  }

  /** One tick of 105 assets every 20 ms, from the sink to the tape of its last. */
  private static void latency(String how, Map<String, Object> settings) {
    try (ApplicationContext node = node(settings)) {
      List<Asset> assets = node.getBean(AssetCatalog.class).all().subList(0, 105);
      PointSink sink = node.getBean(PointSink.class);
      Tapes tapes = node.getBean(Tapes.class);
      Asset last = assets.get(104);
      double[] millis = new double[TICKS];
      for (int tick = 0; tick < WARM_UP + TICKS; tick++) {
        long time = T + tick;
        long start = System.nanoTime();
        List<Point> points =
            assets.stream().map(asset -> new Point(asset, time, tick(time))).toList();
        sink.accept(Tick.of("bench", Instant.EPOCH, points));
        await(() -> tapes.tape(last).window().lastTime() >= time);
        long took = System.nanoTime() - start;
        if (tick >= WARM_UP) {
          millis[tick - WARM_UP] = took / 1e6;
        }
        LockSupport.parkNanos(Math.max(0, TICK_NANOS - took));
      }
      Arrays.sort(millis);
      System.out.printf(
          "%s: tick of 105 points to its tapes: p50 %.2f ms, p99 %.2f ms%n",
          how, millis[TICKS / 2], millis[TICKS * 99 / 100]);
    }
  }

  private static double tick(long time) {
    return 1 + time % 1000 / 1000.0;
  }

  /** A million points as fast as they go into the topic, while the node reads and stores them. */
  private static void throughput(BrokerProcess broker) {
    Map<String, Object> topic =
        Map.of("kafka.bootstrap-servers", broker.bootstrapServers(), "kafka.topic", "throughput");
    try (ApplicationContext node = node(topic)) {
      Tapes tapes = node.getBean(Tapes.class);
      List<Asset> assets = node.getBean(AssetCatalog.class).all();
      long start = System.nanoTime();
      produce(broker, assets);
      report("produced", start);
      await(() -> haveAll(tapes, assets));
      report("in the windows", start);
      PointStore store = node.getBean(PointStore.class);
      await(() -> hasAll(store, assets));
      report("in the store", start);
    }
  }

  private static void produce(BrokerProcess broker, List<Asset> assets) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "batch.size",
                65_536,
                "linger.ms",
                5),
            new StringSerializer(),
            new StringSerializer())) {
      for (long time = T; time < T + SECONDS_EACH; time++) {
        for (Asset asset : assets) {
          String value =
              "{\"name\":\""
                  + asset.name()
                  + "\",\"value\":"
                  + tick(time)
                  + ",\"time\":"
                  + time
                  + "}";
          var unused = producer.send(new ProducerRecord<>("throughput", asset.name(), value));
        }
      }
    }
  }

  private static boolean haveAll(Tapes tapes, List<Asset> assets) {
    return assets.stream()
        .allMatch(asset -> tapes.tape(asset).window().lastTime() == T + SECONDS_EACH - 1);
  }

  /** The last of them all first: the others are asked for only when it is there. */
  private static boolean hasAll(PointStore store, List<Asset> assets) {
    for (int i = assets.size() - 1; i >= 0; i--) {
      var last = store.last(assets.get(i)).block();
      if (last == null || last.time() < T + SECONDS_EACH - 1) {
        LockSupport.parkNanos(100_000_000);
        return false;
      }
    }
    return true;
  }

  private static void report(String what, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    int points = ASSETS * SECONDS_EACH;
    System.out.printf(
        "%,d points %s after %.1f s: %,.0f a second%n", points, what, seconds, points / seconds);
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(20_000);
    }
  }
}

package ratecast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Secondary;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Point;
import ratecast.support.EmbeddedStore;
import ratecast.support.Wire;
import reactor.core.publisher.Mono;

/** The room as Micronaut puts it together, with no mongodb.uri: the one-command start. */
class StoreWiringTest {
  private static final Asset EURUSD = new Asset(1, "EURUSD");

  @TempDir Path folder;

  @Test
  void whatOneRunAcknowledgedTheNextRunReads() throws Exception {
    Point point = new Point(EURUSD, 1_455_883_499, 1.110481);
    try (ApplicationContext first = run()) {
      first.getBean(Schema.class).prepare().block();
      first.getBean(AssetStore.class).register(List.of("EURUSD"), "test").block();

      WriteOutcome outcome =
          first.getBean(PointWriter.class).write(List.of(point)).toCompletableFuture().get();

      assertThat(outcome).isEqualTo(WriteOutcome.STORED);
    }

    try (ApplicationContext second = run()) {
      assertThat(second.getBean(PointStore.class).last(EURUSD).block()).isEqualTo(point);
      assertThat(second.getBean(AssetStore.class).all().blockFirst())
          .extracting(StoredAsset::asset)
          .isEqualTo(EURUSD);
    }
  }

  @Test
  void healthAndMetricsTellOfTheStore() throws Exception {
    try (ApplicationContext context = run()) {
      PointWriter writer = context.getBean(PointWriter.class);
      writer.write(List.of(new Point(EURUSD, 60, 1.5))).toCompletableFuture().get();
      writer.write(List.of(new Point(EURUSD, 60, 1.5))).toCompletableFuture().get();

      HealthResult health = Mono.from(context.getBean(StoreHealth.class).getResult()).block();
      MeterRegistry registry = context.getBean(MeterRegistry.class);

      assertThat(health).isNotNull();
      assertThat(health.getName()).isEqualTo("store");
      assertThat(health.getStatus().getName()).isEqualTo("UP");
      assertThat(health.getDetails()).isEqualTo(Map.of("backlog", 0));
      assertThat(registry.get("ratecast.store.stored").counter().count()).isEqualTo(1);
      assertThat(registry.get("ratecast.store.duplicates").counter().count()).isEqualTo(1);
      assertThat(registry.get("ratecast.store.write").timer().count()).isEqualTo(2);
      assertThat(registry.get("ratecast.store.backlog").gauge().value()).isZero();
    }
  }

  @Test
  void pointsThatWaitAreWrittenAtShutdown() throws Exception {
    List<Point> waiting = List.of(new Point(EURUSD, 60, 1.5), new Point(EURUSD, 61, 1.25));
    try (EmbeddedStore server = EmbeddedStore.inMemory();
        Wire wire = new Wire(server.port())) {
      try (ApplicationContext context =
          run(Map.of("mongodb.uri", "mongodb://127.0.0.1:" + wire.port()))) {
        context.getBean(Schema.class).prepare().block();
        wire.cut();
        PointWriter writer = context.getBean(PointWriter.class);
        assertThat(writer.write(waiting).toCompletableFuture().get())
            .isEqualTo(WriteOutcome.KEPT_FOR_LATER);

        wire.restore();
      }

      PointStore store = new PointStore(server.database());
      assertThat(store.read(EURUSD, 0, 100).collectList().block()).isEqualTo(waiting);
    }
  }

  private ApplicationContext run() {
    return run(Map.of());
  }

  private ApplicationContext run(Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(more);
    properties.put("spec", "StoreWiringTest");
    properties.put("feed.kind", "none"); // a walk's tick may fall into these tenths of a second
    properties.put("store.embedded.dir", folder.toString());
    properties.put("store.embedded.port", 0);
    properties.put("store.write-timeout", "5s"); // a busy machine is slow at its first write
    return ApplicationContext.run(properties);
  }

  /** What the root package makes in the program. */
  @Factory
  @Requires(property = "spec", value = "StoreWiringTest")
  static class Above {
    @Singleton
    @Secondary
    InstantSource clock() {
      return InstantSource.system();
    }

    @Singleton
    @Secondary
    AssetCatalog catalog() {
      return new AssetCatalog();
    }
  }
}

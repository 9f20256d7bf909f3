package ratecast.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.Patience.PATIENCE;

import com.mongodb.reactivestreams.client.MongoClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Point;
import ratecast.support.EmbeddedStore;
import ratecast.support.Wire;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What becomes of points while the way to MongoDB is cut, silent or slow. */
class StoreAwayTest {
  private static final List<Asset> ASSETS =
      IntStream.rangeClosed(1, 20).mapToObj(id -> new Asset(id, "A" + id)).toList();
  private static final long START = 1_455_883_499;
  private static final Duration TIMEOUT = Duration.ofMillis(250);

  private final EmbeddedStore server = EmbeddedStore.inMemory();
  private final Wire wire = new Wire(server.port());
  private final MongoClient client = EmbeddedStore.client("mongodb://127.0.0.1:" + wire.port());
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AssetCatalog catalog = new AssetCatalog();
  private final StoreMetrics metrics = new StoreMetrics(registry);
  private final PointStore behindTheWire = new PointStore(client.getDatabase("ratecast"));
  private final List<Point> written = new ArrayList<>();
  private final List<Point> writtenLate = new CopyOnWriteArrayList<>();

  @BeforeEach
  void warmUp() {
    ASSETS.forEach(catalog::add);
    Mono.from(behindTheWire.write(tick(0))).block(PATIENCE);
    written.addAll(tick(0));
  }

  @AfterEach
  void close() {
    client.close();
    wire.close();
    server.close();
  }

  @Test
  void pointsOfACutWireAreAllThereAfterIt() {
    PointWriter writer = // a cut wire fails a write by itself
        new PointWriter(
            behindTheWire, redelivery(Duration.ofMinutes(30)), metrics, config(PATIENCE));
    write(writer, 1, 5);

    wire.cut();
    write(writer, 6, 60);
    assertThat(writer.awaySince()).hasValue(Instant.ofEpochSecond(START));
    assertThat(writer.backlog()).isGreaterThan(50 * ASSETS.size());
    wire.restore();

    await().until(() -> writer.awaySince().isEmpty());
    assertThat(write(writer, 66, 1)).containsOnly(WriteOutcome.STORED);
    assertThat(stored()).containsExactlyInAnyOrderElementsOf(written);
    assertThat(writer.backlog()).isZero();
    assertThat(writtenLate).containsAll(tick(6 + 30)).doesNotContainAnyElementsOf(tick(66));
  }

  @Test
  void pointsOfASilentWireAreAllThereAfterIt() {
    PointWriter writer = writer(Duration.ofMinutes(30));

    wire.silence();
    long before = System.nanoTime();
    List<WriteOutcome> outcomes = write(writer, 1, 20);
    Duration waited = Duration.ofNanos(System.nanoTime() - before);
    wire.restore();

    assertThat(outcomes).containsOnly(WriteOutcome.KEPT_FOR_LATER);
    assertThat(waited)
        .as("one timeout for all, not one for each")
        .isLessThan(Duration.ofSeconds(4));
    await().until(() -> writer.awaySince().isEmpty());
    assertThat(stored()).containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void theOldestAreGivenUpAtTheBoundAndCounted() {
    PointWriter writer = writer(Duration.ofSeconds(10));

    wire.cut();
    write(writer, 1, 25);

    assertThat(writer.backlog()).isEqualTo(10 * ASSETS.size());
    assertThat(registry.get("ratecast.store.backlog").gauge().value())
        .isEqualTo(10 * ASSETS.size());
    assertThat(registry.get("ratecast.store.backlog.dropped").counter().count())
        .isEqualTo(15 * ASSETS.size());
    wire.restore();
    await().until(() -> writer.awaySince().isEmpty());
    assertThat(stored())
        .hasSize((1 + 10) * ASSETS.size())
        .containsAll(tick(16))
        .containsAll(tick(25));
  }

  @Test
  void aSlowStoreIsNotWaitedForBeyondTheTimeout() {
    PointWriter writer = writer(Duration.ofMinutes(30));
    wire.delay(Duration.ofSeconds(1));

    long before = System.nanoTime();
    List<WriteOutcome> outcomes = write(writer, 1, 1);

    assertThat(outcomes).containsExactly(WriteOutcome.KEPT_FOR_LATER);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(1900));
    wire.restore();
    await().until(() -> writer.awaySince().isEmpty());
    assertThat(stored()).containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void theLastFlushWritesWhatWaits() throws Exception {
    Redelivery redelivery = redelivery(Duration.ofMinutes(30));
    wire.cut();
    PointWriter writer = new PointWriter(behindTheWire, redelivery, metrics, config(TIMEOUT));
    write(writer, 1, 3);
    assertThat(redelivery.flush(Duration.ofMillis(100))).isEqualTo(3 * ASSETS.size());

    wire.restore();

    assertThat(redelivery.flush(PATIENCE)).isZero();
    assertThat(stored()).containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void theLastFlushWaitsForNoStoreWhereNothingIsToBeWritten() throws Exception {
    Redelivery redelivery = redelivery(Duration.ofMinutes(30));
    wire.cut();
    redelivery.away(new TimeoutException());

    long before = System.nanoTime();
    assertThat(redelivery.flush(Duration.ofSeconds(3))).isZero();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void aWriteThatWasGivenUpAndLandedAllTheSameIsCountedOnce() {
    Asset asset = ASSETS.get(0);
    long dayAfter = START + 86_400;
    PointStore store = behindTheWire;
    assertThat(store.total(asset, dayAfter).block()).isOne();

    wire.delay(Duration.ofSeconds(1));
    assertThat(store.write(tick(1)).timeout(TIMEOUT).onErrorComplete().block()).isNull();
    await().until(() -> stored().containsAll(tick(1)));
    wire.restore();
    Written again = requireNonNull(store.write(tick(1)).block(PATIENCE));

    assertThat(again.duplicates()).containsAll(tick(1));
    assertThat(store.total(asset, dayAfter).block()).isEqualTo(2);
  }

  @Test
  void historyThatWasGivenUpAndLandedAllTheSameIsCountedOnce() {
    Asset asset = ASSETS.get(0);
    long dayAfter = START + 86_400;
    List<Point> minute =
        LongStream.range(START + 1, START + 61).mapToObj(t -> new Point(asset, t, 1.5)).toList();
    PointStore store = behindTheWire;
    assertThat(store.total(asset, dayAfter).block()).isOne();

    wire.delay(Duration.ofSeconds(1));
    assertThat(store.fill(minute).timeout(TIMEOUT).onErrorComplete().block()).isNull();
    await().until(() -> stored().containsAll(minute));
    wire.restore();
    Written again = requireNonNull(store.fill(minute).block(PATIENCE));

    assertThat(again.duplicates()).containsAll(minute);
    assertThat(store.total(asset, dayAfter).block()).isEqualTo(61);
  }

  private PointWriter writer(Duration window) {
    return new PointWriter(behindTheWire, redelivery(window), metrics, config(TIMEOUT));
  }

  private Redelivery redelivery(Duration window) {
    return new Redelivery(
        behindTheWire,
        metrics,
        new BacklogBound(window, catalog),
        List.of(writtenLate::addAll),
        () -> Instant.ofEpochSecond(START));
  }

  private static StoreConfig config(Duration writeTimeout) {
    return new StoreConfig("ratecast", writeTimeout, Duration.ZERO);
  }

  /** Ticks one after the other, as the pipeline does. */
  private List<WriteOutcome> write(PointWriter writer, int first, int ticks) {
    return IntStream.range(first, first + ticks)
        .mapToObj(
            i -> {
              written.addAll(tick(i));
              return writer.write(tick(i)).toCompletableFuture().join();
            })
        .toList();
  }

  private static List<Point> tick(int second) {
    return ASSETS.stream().map(a -> new Point(a, START + second, a.id() + second / 64.0)).toList();
  }

  /** Past the wire. */
  private List<Point> stored() {
    PointStore store = new PointStore(server.database());
    return requireNonNull(
        Flux.fromIterable(ASSETS)
            .concatMap(asset -> store.read(asset, 0, START + 1_000))
            .collectList()
            .block(PATIENCE));
  }
}

package ratecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static ratecast.support.RunningServer.NOON;

import com.mongodb.reactivestreams.client.MongoClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ratecast.feed.FeedSchedule;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Point;
import ratecast.market.PollGate;
import ratecast.market.Tick;
import ratecast.store.PointStore;
import ratecast.support.EmbeddedStore;
import ratecast.support.RunningServer;
import ratecast.support.Wire;
import ratecast.tape.Tapes;
import ratecast.tape.Window;

/** A node that comes back to a store in which others wrote a lot meanwhile. */
class StoreFollowerTest {
  private static final int ASSETS = 200;
  private static final long BEFORE = NOON - 600;
  private static final int WINDOW = 1_800;
  private static final List<Long> ALL = LongStream.rangeClosed(BEFORE + 1, NOON).boxed().toList();

  /** Written once, for all tests: no one here writes into it. */
  private static final EmbeddedStore SHARED = EmbeddedStore.inMemory();

  private final Wire wire = new Wire(SHARED.port());
  private final MongoClient driver =
      EmbeddedStore.client("mongodb://127.0.0.1:" + wire.port() + "/?retryReads=false");
  private RunningServer node;
  private final List<Asset> assets = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();

  @BeforeEach
  void start() {
    node = RunningServer.start(Map.of("market.derived", List.of("EURJPY = EURUSD * USDJPY")));
    AssetCatalog catalog = node.bean(AssetCatalog.class);
    catalog.addAll(
        IntStream.range(0, ASSETS).mapToObj(i -> new Asset(1_000 + i, "A" + i)).toList());
    assets.addAll(catalog.all());
    assets.remove(node.asset("EURJPY")); // which nobody stored: it follows here
    node.bringAndWait(points(BEFORE));
    PointStore others = new PointStore(SHARED.database());
    if (Boolean.TRUE.equals(others.isEmpty().block())) {
      fill(others);
    }
  }

  private void fill(PointStore others) {
    for (long minute = BEFORE + 1; minute <= NOON; minute += 60) {
      others
          .fill(
              LongStream.range(minute, minute + 60)
                  .mapToObj(second -> List.of(points(second)))
                  .flatMap(List::stream)
                  .toList())
          .block();
    }
  }

  @AfterEach
  void end() {
    node.close();
    driver.close();
    wire.close();
  }

  @AfterAll
  static void endOfAll() {
    SHARED.close();
  }

  private Point[] points(long second) {
    return assets.stream()
        .map(asset -> new Point(asset, second, asset.id() + (second - BEFORE) / 10_000.0))
        .toArray(Point[]::new);
  }

  /** One that looked at the store last when it had nothing of what is to be followed. */
  private StoreFollower follower() {
    node.clock().set(Instant.ofEpochSecond(BEFORE));
    StoreFollower follower =
        new StoreFollower(
            new PointStore(driver.getDatabase("ratecast")),
            node.bean(AssetCatalog.class),
            node.bean(Tapes.class),
            node.bean(PointPipeline.class),
            node.bean(FeedSchedule.class),
            node.bean(PollGate.class),
            node.bean(InstantSource.class),
            node.bean(MeterRegistry.class));
    node.clock().set(Instant.ofEpochSecond(NOON));
    return follower;
  }

  /** A stop-watch by which each read takes long. */
  private long slowly() {
    return nanos.addAndGet(1_000_000_000);
  }

  /** Looks once, whatever comes of it, and waits for the tapes. */
  private void look(StoreFollower follower, LongSupplier nanos) {
    var unused = catchThrowable(() -> follower.follow(nanos));
    node.bean(PointPipeline.class).show(Tick.of("test", Instant.EPOCH, List.of())).join();
  }

  private List<Long> shown(Asset asset) {
    List<Long> times = new ArrayList<>();
    node.bean(Tapes.class)
        .tape(asset)
        .window()
        .slice(BEFORE, Long.MAX_VALUE)
        .forEach((time, value) -> times.add(time));
    return times;
  }

  private long shown() {
    return assets.stream().mapToLong(asset -> shown(asset).size()).sum();
  }

  @Test
  void whatOneTryBroughtIsKeptWhereTheStoreGoesAwayBeforeItIsAll() {
    wire.carries(1_000_000); // and all of it is 1.6 MB
    StoreFollower follower = follower();

    List<Long> progress = new ArrayList<>(List.of(0L));
    for (int i = 0; i < 10 && shown() < (long) ALL.size() * assets.size(); i++) {
      look(follower, () -> 0);
      progress.add(shown());
    }

    assertThat(progress).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(2);
    assertThatAllIsShownInOrder();
  }

  @Test
  void whatALookHasNoTimeForIsLeftToTheNextAndTheOldestOfAllAssetsComesFirst() {
    StoreFollower follower = follower();

    look(follower, this::slowly);
    List<Long> first = shown(assets.get(0));
    assertThat(first)
        .isNotEmpty()
        .hasSizeLessThanOrEqualTo(ALL.size() / 2)
        .isEqualTo(ALL.subList(0, first.size()));
    assertThat(assets).allSatisfy(asset -> assertThat(shown(asset)).isEqualTo(first));

    for (int i = 0; i < 10; i++) {
      look(follower, this::slowly);
    }
    assertThatAllIsShownInOrder();
  }

  @Test
  void aDerivedPointComesWithTheLegThatComesLast() {
    Asset here = node.asset("EURUSD");
    node.bringAndWait(
        ALL.stream().map(second -> new Point(here, second, 1.1)).toArray(Point[]::new));

    look(follower(), () -> 0);

    assertThat(shown(node.asset("USDJPY"))).isEqualTo(ALL);
    assertThat(shown(node.asset("EURJPY"))).isEqualTo(ALL);
  }

  @Test
  void whatIsPushedHereInTheMiddleOfItLeavesNoHole() {
    StoreFollower follower = follower();
    look(follower, this::slowly);

    node.bringAndWait(new Point(node.asset("EURUSD"), NOON, 1.1));
    for (int i = 0; i < 10; i++) {
      look(follower, this::slowly);
    }

    assertThat(assets).allSatisfy(asset -> assertThat(shown(asset)).isEqualTo(ALL));
  }

  @Test
  void afterAnAbsenceLongerThanTheWindowsTheyBeginAnewAndWhoeverReadThemIsToldToComeBack() {
    StoreFollower follower = follower();
    node.clock().set(Instant.ofEpochSecond(NOON + WINDOW - 100));

    look(follower, () -> 0);

    assertThat(assets)
        .allSatisfy(
            asset -> {
              Window window = node.bean(Tapes.class).tape(asset).window();
              assertThat(shown(asset)).isEqualTo(ALL.subList(ALL.size() - 101, ALL.size()));
              assertThat(window.lacksUpTo()).isEqualTo(NOON - 101);
              assertThat(window.slice(BEFORE, Long.MAX_VALUE).lacks(BEFORE)).isTrue();
            });
  }

  @Test
  void anAssetThatWasSilentAllTheWhileKeepsItsWindow() {
    Asset silent = new Asset(7, "SILENT");
    node.bean(AssetCatalog.class).add(silent);
    node.bringAndWait(new Point(silent, BEFORE, 1));
    StoreFollower follower = follower();
    node.clock().set(Instant.ofEpochSecond(NOON + WINDOW - 100));

    look(follower, () -> 0);

    assertThat(node.bean(Tapes.class).tape(silent).window().covers(BEFORE)).isTrue();
  }

  private void assertThatAllIsShownInOrder() {
    assertThat(assets).allSatisfy(asset -> assertThat(shown(asset)).isEqualTo(ALL));
    assertThat(shown(node.asset("EURJPY"))).isEqualTo(ALL);
    assertThat(node.counted("ratecast.tape.late")).isZero();
  }
}

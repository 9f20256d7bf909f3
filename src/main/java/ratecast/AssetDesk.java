package ratecast;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.AssetListener;
import ratecast.market.AssetRegistry;
import ratecast.market.CatalogFullException;
import ratecast.market.Point;
import ratecast.market.Tick;
import ratecast.store.AssetStore;
import ratecast.store.PointStore;
import ratecast.store.StoredAsset;
import ratecast.tape.Tapes;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Changes the catalogue while the program runs, in this order: the store, the window, the
 * catalogue, those who listen. So a name that is announced has its id and its history. What is
 * registered here belongs to the feed "push", or "kafka", and is there again after a restart.
 */
@Singleton
final class AssetDesk implements AssetRegistry {
  static final String FEED = "push";

  /** Of assets that a record of the topic named first. */
  static final String TOPIC_FEED = "kafka";

  /** Of assets that an import made, until a feed has them in its list. */
  static final String IMPORT_FEED = "import";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Points that go on their tapes in one turn. */
  private static final int TOGETHER = 10_000;

  /** Assets whose last points are asked for at a time. */
  private static final int AT_A_TIME = 16;

  private final AssetStore assetStore;
  private final PointStore pointStore;
  private final AssetCatalog catalog;
  private final Tapes tapes;
  private final PointPipeline pipeline;
  private final InstantSource clock;
  private final List<AssetListener> listeners;

  AssetDesk(
      AssetStore assetStore,
      PointStore pointStore,
      AssetCatalog catalog,
      Tapes tapes,
      PointPipeline pipeline,
      InstantSource clock,
      Collection<AssetListener> listeners) {
    this.assetStore = assetStore;
    this.pointStore = pointStore;
    this.catalog = catalog;
    this.tapes = tapes;
    this.pipeline = pipeline;
    this.clock = clock;
    this.listeners = List.copyOf(listeners);
  }

  /** Whether clients, the topic or an import brought it in, and no feed. */
  static boolean isRegisteredHere(StoredAsset stored) {
    return Set.of(FEED, TOPIC_FEED, IMPORT_FEED).contains(stored.feed());
  }

  @Override
  public CompletionStage<Registered> register(String name) {
    Optional<Asset> known = catalog.find(name);
    if (known.isPresent()) {
      return CompletableFuture.completedFuture(new Registered(known.get(), false));
    }
    if (catalog.all().size() >= MAX_ASSETS) {
      return CompletableFuture.failedFuture(CatalogFullException.ofAssets());
    }
    return assetStore.adopt(name, FEED).flatMap(this::enterWarm).timeout(PATIENCE).toFuture();
  }

  /**
   * Takes names into the catalogue that records of the topic have; one that somebody retired stays
   * retired, or its producer would undo that within the second.
   *
   * @return the assets of the others, as far as the catalogue has room for them
   */
  Mono<List<Asset>> admit(List<String> names) {
    int room = Math.max(0, MAX_ASSETS - catalog.all().size());
    return assetStore
        .retired(names)
        .map(retired -> names.stream().filter(name -> !retired.contains(name)).limit(room).toList())
        .flatMap(admitted -> assetStore.register(admitted, TOPIC_FEED))
        .timeout(PATIENCE)
        .flatMap(assets -> warm(assets).timeout(PATIENCE).thenReturn(assets))
        .doOnNext(this::enter);
  }

  /** Takes in what is registered already, by another node or another desk. */
  Mono<Registered> enterWarm(Asset asset) {
    return warm(List.of(asset)).then(Mono.fromSupplier(() -> enter(asset)));
  }

  /** Their windows are as full as they would be after a restart. */
  private Mono<Void> warm(List<Asset> assets) {
    long now = clock.instant().getEpochSecond();
    long from = now - tapes.windowSeconds();
    return pointStore
        .recent(assets, from, now)
        .buffer(TOGETHER)
        .concatMap(points -> Mono.fromFuture(() -> show(points)), 1)
        .thenMany(Flux.fromIterable(assets))
        .flatMap(pointStore::last, AT_A_TIME)
        .doOnNext(last -> tapes.filled(from, last))
        .then();
  }

  private CompletableFuture<Void> show(List<Point> points) {
    return pipeline.show(Tick.of(Tick.STORE, clock.instant(), points));
  }

  private Registered enter(Asset asset) {
    return new Registered(asset, enter(List.of(asset)).contains(asset));
  }

  /** Answers those that were not there before. */
  private List<Asset> enter(List<Asset> assets) {
    List<Asset> added;
    synchronized (this) { // of several that register one name at once, one announces it
      added = assets.stream().filter(asset -> catalog.find(asset.id()).isEmpty()).toList();
      catalog.addAll(assets);
    }
    added.forEach(asset -> listeners.forEach(listener -> listener.added(asset)));
    return added;
  }

  @Override
  public CompletionStage<Void> retire(Asset asset) {
    return assetStore
        .retire(asset)
        .timeout(PATIENCE)
        .then(Mono.<Void>fromRunnable(() -> leave(asset)))
        .toFuture();
  }

  /** Lets go of what was retired, here or by another node. */
  void leave(Asset asset) {
    boolean wasThere;
    synchronized (this) {
      wasThere = catalog.find(asset.id()).isPresent();
      catalog.remove(asset);
    }
    if (wasThere) {
      listeners.forEach(listener -> listener.retired(asset));
    }
  }
}

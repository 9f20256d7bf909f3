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
import ratecast.market.Tick;
import ratecast.store.AssetStore;
import ratecast.store.PointStore;
import ratecast.store.StoredAsset;
import ratecast.tape.Tapes;
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
   * Takes a name into the catalogue that a record of the topic has; one that somebody retired stays
   * retired, or its producer would undo that within the second.
   *
   * @return empty where the name is retired, or one too many
   */
  CompletionStage<Optional<Asset>> admit(String name) {
    if (catalog.all().size() >= MAX_ASSETS) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return assetStore
        .find(name)
        .filter(stored -> stored.retiredAt().isPresent())
        .map(retired -> Optional.<Asset>empty())
        .switchIfEmpty(
            Mono.defer(() -> assetStore.register(List.of(name), TOPIC_FEED))
                .flatMap(assets -> enterWarm(assets.get(0)))
                .map(entered -> Optional.of(entered.asset())))
        .timeout(PATIENCE)
        .toFuture();
  }

  /** Takes in what is registered already, by another node or another desk. */
  Mono<Registered> enterWarm(Asset asset) {
    return warm(asset).then(Mono.fromSupplier(() -> enter(asset)));
  }

  /** Its window is as full as it would be after a restart. */
  private Mono<Void> warm(Asset asset) {
    long now = clock.instant().getEpochSecond();
    long from = now - tapes.windowSeconds();
    return pointStore
        .recent(List.of(asset), from, now)
        .collectList()
        .map(points -> Tick.of(Tick.STORE, clock.instant(), points))
        .flatMap(tick -> Mono.fromFuture(() -> pipeline.show(tick)))
        .then(pointStore.last(asset))
        .doOnNext(last -> tapes.filled(from, last))
        .then();
  }

  private Registered enter(Asset asset) {
    boolean isNew;
    synchronized (this) { // of several that register one name at once, one announces it
      isNew = catalog.find(asset.id()).isEmpty();
      catalog.add(asset);
    }
    if (isNew) {
      listeners.forEach(listener -> listener.added(asset));
    }
    return new Registered(asset, isNew);
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

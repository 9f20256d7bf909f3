package ratecast;

import jakarta.inject.Singleton;
import java.time.Duration;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.store.AssetStore;
import ratecast.store.PointStore;
import ratecast.store.StoredAsset;
import ratecast.tape.Tapes;

/**
 * Makes the catalogue what it is in the shared store: assets that other nodes registered come,
 * those that they retired go. For one thread.
 */
@Singleton
final class CatalogFollower {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final AssetStore assets;
  private final PointStore points;
  private final AssetCatalog catalog;
  private final Tapes tapes;

  CatalogFollower(AssetStore assets, PointStore points, AssetCatalog catalog, Tapes tapes) {
    this.assets = assets;
    this.points = points;
    this.catalog = catalog;
    this.tapes = tapes;
  }

  /**
   * Blocks, {@code 2 s} at most for each answer of the store.
   *
   * @throws RuntimeException where the store does not answer
   */
  void follow() {
    for (StoredAsset stored : assets.all().toIterable()) {
      boolean known = catalog.find(stored.asset().id()).isPresent();
      if (known && stored.retiredAt().isPresent()) {
        catalog.remove(stored.asset());
      } else if (!known && stored.retiredAt().isEmpty()) {
        add(stored.asset());
      }
    }
  }

  private void add(Asset asset) {
    points
        .last(asset)
        .blockOptional(PATIENCE)
        .ifPresent(point -> tapes.remember(asset, point.value()));
    tapes.tape(asset);
    catalog.add(asset);
  }
}

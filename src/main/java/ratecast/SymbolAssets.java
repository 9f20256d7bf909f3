package ratecast;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.AssetRegistry;
import ratecast.market.CatalogFullException;
import ratecast.market.Quote;
import ratecast.store.AssetStore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes symbols assets as they are met. One that cannot be an asset's name (it holds a space,
 * comma, quote or backslash) never is, one too many is not, and one that somebody retired stays
 * retired, or the next second of its file would undo that. Any thread; nothing blocks.
 */
@Singleton
final class SymbolAssets {
  private final AssetCatalog catalog;
  private final AssetRegistry registry;
  private final AssetStore assetStore;

  SymbolAssets(AssetCatalog catalog, AssetRegistry registry, AssetStore assetStore) {
    this.catalog = catalog;
    this.registry = registry;
    this.assetStore = assetStore;
  }

  /** Registers those of the quotes that are new; fails where the store does. */
  Mono<Void> register(Collection<Quote> quotes) {
    List<String> names =
        quotes.stream()
            .map(Quote::symbol)
            .distinct()
            .filter(name -> catalog.find(name).isEmpty() && Asset.isName(name))
            .toList();
    if (names.isEmpty() || catalog.all().size() >= AssetRegistry.MAX_ASSETS) {
      return Mono.empty();
    }
    return assetStore
        .retired(names)
        .flatMapMany(retired -> Flux.fromIterable(names).filter(name -> !retired.contains(name)))
        .concatMap(
            name ->
                Mono.fromCompletionStage(() -> registry.register(name))
                    .onErrorComplete(CatalogFullException.class),
            1)
        .then();
  }
}

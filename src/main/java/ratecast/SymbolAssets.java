package ratecast;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.AssetRegistry;
import ratecast.market.Quote;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes symbols assets as they are met. One that cannot be an asset's name (it holds a space,
 * comma, quote or backslash) never is, and one too many is not. Any thread; nothing blocks.
 */
@Singleton
final class SymbolAssets {
  private final AssetCatalog catalog;
  private final AssetRegistry registry;

  SymbolAssets(AssetCatalog catalog, AssetRegistry registry) {
    this.catalog = catalog;
    this.registry = registry;
  }

  /** Registers those of the quotes that are new; fails where the store does. */
  Mono<Void> register(Collection<Quote> quotes) {
    List<String> names =
        quotes.stream()
            .map(Quote::symbol)
            .distinct()
            .filter(name -> catalog.find(name).isEmpty() && Asset.isName(name))
            .toList();
    return Flux.fromIterable(names)
        .concatMap(
            name ->
                Mono.fromCompletionStage(() -> registry.register(name))
                    .onErrorComplete(IllegalStateException.class), // the catalogue is full
            1)
        .then();
  }
}

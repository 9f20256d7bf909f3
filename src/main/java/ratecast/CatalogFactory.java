package ratecast;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import ratecast.market.AssetCatalog;
import ratecast.market.Derivations;

/**
 * Makes the one catalogue, and what is derived in it; Startup fills them. The market's words know
 * nothing of beans.
 */
@Factory
final class CatalogFactory {
  @Singleton
  AssetCatalog catalog() {
    return new AssetCatalog();
  }

  @Singleton
  Derivations derivations() {
    return new Derivations();
  }
}

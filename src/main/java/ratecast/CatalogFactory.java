package ratecast;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import ratecast.market.AssetCatalog;

/** Makes the one catalogue; Startup fills it. The market's words know nothing of beans. */
@Factory
final class CatalogFactory {
  @Singleton
  AssetCatalog catalog() {
    return new AssetCatalog();
  }
}

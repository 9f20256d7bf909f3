package ratecast.bench;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import jakarta.inject.Singleton;
import ratecast.market.AssetCatalog;

/** The catalogue without a store behind it: {@link StreamUnderTest} fills it. */
@Factory
final class BenchCatalog {
  @Singleton
  @Replaces(AssetCatalog.class)
  AssetCatalog catalog() {
    return new AssetCatalog();
  }
}

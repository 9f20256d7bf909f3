package ratecast.store;

import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.time.Duration;
import ratecast.market.AssetCatalog;

/**
 * How many points are kept while the store is away: a point a second of each asset for as long as
 * the window, some 190,000 (20 MB) for 105 assets and half an hour. Older ones nobody could be
 * shown from memory any more.
 */
@Singleton
final class BacklogBound {
  private final Duration window;
  private final AssetCatalog assets;

  BacklogBound(@Value("${tape.window:30m}") Duration window, AssetCatalog assets) {
    this.window = window;
    this.assets = assets;
  }

  int points() {
    return (int) Math.min(Integer.MAX_VALUE, window.toSeconds() * Math.max(1, assets.all().size()));
  }
}

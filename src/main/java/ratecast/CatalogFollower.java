package ratecast;

import static java.util.stream.Collectors.toSet;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.store.AssetStore;
import ratecast.store.PointStore;
import ratecast.store.StoredAsset;
import reactor.core.publisher.Flux;

/**
 * Makes the catalogue what it is in the shared store: assets that other nodes registered come,
 * those that they retired go. One that nobody lists any more, as the hundredth ticker of a market
 * that has fifty now, is left alone until it has points again. Those whose past others changed are
 * left to the {@link PastFollower}. For one thread.
 */
@Singleton
final class CatalogFollower {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int ALIVE_SECONDS = 10;

  private final AssetStore assets;
  private final PointStore points;
  private final AssetCatalog catalog;
  private final AssetDesk desk;
  private final PastNews news;
  private final PastFollower past;
  private final InstantSource clock;
  private final Instant begin;

  CatalogFollower(
      AssetStore assets,
      PointStore points,
      AssetCatalog catalog,
      AssetDesk desk,
      PastNews news,
      PastFollower past,
      InstantSource clock) {
    this.assets = assets;
    this.points = points;
    this.catalog = catalog;
    this.desk = desk;
    this.news = news;
    this.past = past;
    this.clock = clock;
    this.begin = clock.instant();
  }

  /**
   * Blocks, {@code 2 s} at most for each answer of the store.
   *
   * @throws RuntimeException where the store does not answer
   */
  void follow() {
    List<Asset> unlisted = new ArrayList<>();
    List<Asset> added = new ArrayList<>();
    List<StoredAsset> all = assets.all().collectList().blockOptional(PATIENCE).orElseThrow();
    for (StoredAsset stored : all) {
      boolean known = catalog.find(stored.asset().id()).isPresent();
      if (known && stored.retiredAt().isPresent()) {
        desk.leave(stored.asset());
      } else if (!known && stored.retiredAt().isEmpty()) {
        (isOurs(stored) ? added : unlisted).add(stored.asset());
      }
    }
    added.addAll(alive(unlisted));
    added.forEach(asset -> desk.enterWarm(asset).block(PATIENCE));
    news.hear(all).stream()
        .filter(asset -> catalog.find(asset.id()).isPresent())
        .forEach(past::changed);
  }

  private boolean isOurs(StoredAsset stored) {
    return stored.createdAt().isAfter(begin) || AssetDesk.isRegisteredHere(stored);
  }

  private Set<Asset> alive(List<Asset> unlisted) {
    if (unlisted.isEmpty()) {
      return Set.of();
    }
    long now = clock.instant().getEpochSecond();
    return Flux.from(points.recent(unlisted, now - ALIVE_SECONDS, now + 1))
        .map(point -> point.asset())
        .collect(toSet())
        .blockOptional(PATIENCE)
        .orElse(Set.of());
  }
}

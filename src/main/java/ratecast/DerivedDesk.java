package ratecast;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.AssetRegistry;
import ratecast.market.AssetRegistry.Registered;
import ratecast.market.CatalogFullException;
import ratecast.market.Derivations;
import ratecast.market.Derived;
import ratecast.market.DerivedRegistry;
import ratecast.market.Formula;
import ratecast.store.AssetStore;
import ratecast.tape.Tapes;
import reactor.core.publisher.Mono;

/**
 * Declares derived assets while the program runs: the store, points from now on, those of the
 * window, the catalogue and those who listen, and in the background what lies further back.
 */
@Singleton
final class DerivedDesk implements DerivedRegistry {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AssetStore assetStore;
  private final AssetCatalog catalog;
  private final Derivations derivations;
  private final DerivedHistory history;
  private final AssetDesk desk;
  private final Tapes tapes;
  private final InstantSource clock;

  DerivedDesk(
      AssetStore assetStore,
      AssetCatalog catalog,
      Derivations derivations,
      DerivedHistory history,
      AssetDesk desk,
      Tapes tapes,
      InstantSource clock) {
    this.assetStore = assetStore;
    this.catalog = catalog;
    this.derivations = derivations;
    this.history = history;
    this.desk = desk;
    this.tapes = tapes;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Registered> declare(String name, Formula formula) {
    Optional<Asset> known = catalog.find(name);
    if (known
        .flatMap(asset -> derivations.find(asset.id()))
        .filter(d -> d.formula().equals(formula))
        .isPresent()) {
      return CompletableFuture.completedFuture(new Registered(known.get(), false));
    }
    Optional<String> fault = fault(name, formula, known);
    if (fault.isPresent()) {
      return CompletableFuture.failedFuture(new IllegalArgumentException(fault.get()));
    }
    if (catalog.all().size() >= AssetRegistry.MAX_ASSETS) {
      return CompletableFuture.failedFuture(CatalogFullException.ofAssets());
    }
    if (derivations.all().size() >= Derivations.MOST) {
      return CompletableFuture.failedFuture(
          new CatalogFullException(
              "There are "
                  + Derivations.MOST
                  + " derived assets already; retire some of them first."));
    }
    return assetStore
        .declare(name, DerivedStart.FEED, formula.text())
        .map(asset -> Derived.of(asset, formula, leg -> catalog.find(leg).orElseThrow()))
        .flatMap(this::begin)
        .timeout(PATIENCE)
        .toFuture();
  }

  private Optional<String> fault(String name, Formula formula, Optional<Asset> known) {
    List<String> missing =
        formula.legs().stream().filter(leg -> catalog.find(leg).isEmpty()).toList();
    if (Derivations.isCircle(name, next -> next.equals(name) ? formula.legs() : legs(next))) {
      return Optional.of(name + " would need itself.");
    }
    if (!missing.isEmpty()) {
      return Optional.of(
          "There is no asset " + missing.get(0) + "; GET /assets lists those there are.");
    }
    return known.map(
        asset ->
            derivations
                .find(asset.id())
                .map(d -> name + " is " + d.formula().text() + " already; retire it first.")
                .orElse(name + " has points of its own, so it cannot follow from others."));
  }

  private List<String> legs(String name) {
    return derivations.all().stream()
        .filter(derived -> derived.asset().name().equals(name))
        .flatMap(derived -> derived.formula().legs().stream())
        .toList();
  }

  private Mono<Registered> begin(Derived derived) {
    long now = clock.instant().getEpochSecond();
    long windowStart = now - tapes.windowSeconds();
    derivations.add(derived);
    return history
        .fill(derived, windowStart, now + 1)
        .then(desk.enterWarm(derived.asset()))
        .doOnNext(registered -> history.later(derived, 0, windowStart));
  }
}

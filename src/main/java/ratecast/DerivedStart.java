package ratecast;

import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.market.Asset;
import ratecast.market.Derivations;
import ratecast.market.Derived;
import ratecast.market.Formula;
import ratecast.store.AssetStore;
import ratecast.store.StoredAsset;
import ratecast.tape.Tapes;
import reactor.core.publisher.Flux;

/**
 * Takes derived assets up when the program starts: those of DERIVED_ASSETS, and those declared over
 * HTTP. Blocks the starting thread; the store is there already.
 */
@Singleton
final class DerivedStart {
  static final String FEED = "derived";

  private static final Logger LOG = LoggerFactory.getLogger(DerivedStart.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final AssetStore assetStore;
  private final Derivations derivations;
  private final DerivedHistory history;
  private final Tapes tapes;
  private final InstantSource clock;
  private final Map<String, Formula> wanted = new LinkedHashMap<>();

  DerivedStart(
      AssetStore assetStore,
      Derivations derivations,
      DerivedHistory history,
      Tapes tapes,
      InstantSource clock,
      @Property(name = "market.derived", defaultValue = "") List<String> declared) {
    this.assetStore = assetStore;
    this.derivations = derivations;
    this.history = history;
    this.tapes = tapes;
    this.clock = clock;
    declared.stream()
        .filter(declaration -> !declaration.isBlank())
        .forEach(d -> wanted.put(DerivedNames.name(d), DerivedNames.formula(d)));
  }

  /**
   * Declares them all.
   *
   * @param fed names that have points of their own
   * @param all every asset there ever was
   * @throws WrongSettingsException where a leg is no asset, formulas go in a circle, or a derived
   *     asset is one that is fed
   */
  List<Asset> takeUp(Collection<String> fed, Collection<StoredAsset> all) {
    Map<String, StoredAsset> stored = new TreeMap<>();
    all.forEach(asset -> stored.put(asset.asset().name(), asset));
    List<String> wrong = new ArrayList<>();
    wanted.forEach((name, formula) -> check(name, formula, fed, stored.keySet(), wrong));
    if (!wrong.isEmpty()) {
      throw new WrongSettingsException(wrong);
    }
    Map<String, Asset> known = new TreeMap<>();
    stored.forEach((name, asset) -> known.put(name, asset.asset()));
    Flux.fromIterable(wanted.keySet())
        .concatMap(name -> assetStore.adopt(name, FEED), 1)
        .toStream()
        .forEach(asset -> known.put(asset.name(), asset));
    wanted.forEach((name, formula) -> declare(name, formula, known));
    stored.values().forEach(asset -> declareAgain(asset, fed, known));
    return derivations.all().stream().map(Derived::asset).toList();
  }

  /**
   * Declares those that are derived in the store already, and makes none: a command that brings
   * history computes what follows from it, but the catalogue is the server's.
   *
   * @param all every asset there ever was
   */
  void follow(Collection<StoredAsset> all) {
    Map<String, StoredAsset> stored = new TreeMap<>();
    all.forEach(asset -> stored.put(asset.asset().name(), asset));
    wanted.keySet().removeIf(name -> !stored.containsKey(name) || !isDerived(stored.get(name)));
    wanted.values().removeIf(formula -> !stored.keySet().containsAll(formula.legs()));
    wanted.keySet().removeIf(this::isCircle);
    Map<String, Asset> known = new TreeMap<>();
    stored.forEach((name, asset) -> known.put(name, asset.asset()));
    wanted.forEach((name, formula) -> declare(name, formula, known));
    stored.values().forEach(asset -> declareAgain(asset, List.of(), known));
  }

  private static boolean isDerived(StoredAsset stored) {
    return stored.feed().equals(FEED) && stored.retiredAt().isEmpty();
  }

  private void check(
      String name,
      Formula formula,
      Collection<String> fed,
      Set<String> stored,
      List<String> wrong) {
    for (String leg : formula.legs()) {
      if (!stored.contains(leg) && !wanted.containsKey(leg)) {
        wrong.add(
            "DERIVED_ASSETS has %s, which needs %s, but there is no such asset."
                .formatted(name, leg));
      }
    }
    if (isCircle(name)) {
      wrong.add(
          "DERIVED_ASSETS has %s, which needs itself: formulas go in a circle.".formatted(name));
    }
    if (fed.contains(name)) {
      wrong.add(
          "DERIVED_ASSETS has %s, which ASSET_LIST or the feed has too: it can have one source only."
              .formatted(name));
    }
  }

  private boolean isCircle(String name) {
    return Derivations.isCircle(
        name, next -> wanted.containsKey(next) ? wanted.get(next).legs() : List.of());
  }

  private void declare(String name, Formula formula, Map<String, Asset> known) {
    derivations.add(Derived.of(asset(known, name), formula, leg -> asset(known, leg)));
  }

  private static Asset asset(Map<String, Asset> known, String name) {
    Asset asset = known.get(name);
    if (asset == null) {
      throw new IllegalStateException(name + " was looked for before");
    }
    return asset;
  }

  /** One declared over HTTP, unless the settings have made it something else since. */
  private void declareAgain(StoredAsset stored, Collection<String> fed, Map<String, Asset> known) {
    String name = stored.asset().name();
    if (stored.formula().isEmpty()
        || !isDerived(stored)
        || fed.contains(name)
        || wanted.containsKey(name)) {
      return;
    }
    wanted.put(name, Formula.parse(stored.formula().get()));
    if (isCircle(name)) {
      wanted.remove(name);
      LOG.warn("{} is not derived any more: with DERIVED_ASSETS it would need itself", name);
      return;
    }
    declare(name, Formula.parse(stored.formula().get()), known);
  }

  /** Computes what is missing in the stretch of the windows. */
  void fillRecent() {
    long now = clock.instant().getEpochSecond();
    for (Derived derived : derivations.all()) {
      history.fill(derived, now - tapes.windowSeconds(), now + 1).blockLast(PATIENCE);
    }
  }

  /** Has the past before it looked through, in the background. */
  void fillOlder() {
    long end = clock.instant().getEpochSecond() - tapes.windowSeconds();
    derivations.all().forEach(derived -> history.later(derived, 0, end));
  }
}

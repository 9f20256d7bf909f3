package ratecast.rest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Derivations;
import ratecast.market.Derived;
import ratecast.market.FeedStatus;
import ratecast.market.Formula;
import ratecast.market.Point;
import ratecast.store.AssetStore;
import ratecast.store.PointStore;
import ratecast.store.StoredAsset;
import ratecast.tape.Tape;
import ratecast.tape.Tapes;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The assets with what is known of each. Nothing blocks. */
@Singleton
final class Assets {
  /** Assets that are asked about at the same time for one page. */
  private static final int TOGETHER = 8;

  /**
   * Pages that are read at a time, of all clients together; who asks for the same one shares it.
   */
  private static final int PAGES = 8;

  /** Of one page. The first count of a long history takes longer; a later call has it. */
  private static final Duration COUNTING = Duration.ofSeconds(2);

  /** Silence after which an asset without a feed of its own counts as stale. */
  private static final long STALE_SECONDS = 60;

  private final AssetCatalog catalog;
  private final Derivations derivations;
  private final AssetStore assetStore;
  private final PointStore pointStore;
  private final Tapes tapes;
  private final FeedStatus feedStatus;
  private final InstantSource clock;
  private final Semaphore pages = new Semaphore(PAGES);
  private final Map<List<Integer>, Mono<List<AssetJson>>> underWay = new ConcurrentHashMap<>();
  private final Counter refused;

  Assets(
      AssetCatalog catalog,
      Derivations derivations,
      AssetStore assetStore,
      PointStore pointStore,
      Tapes tapes,
      FeedStatus feedStatus,
      InstantSource clock,
      MeterRegistry meters) {
    this.catalog = catalog;
    this.derivations = derivations;
    this.assetStore = assetStore;
    this.pointStore = pointStore;
    this.tapes = tapes;
    this.feedStatus = feedStatus;
    this.clock = clock;
    refused =
        Counter.builder("ratecast.rest.pages.refused")
            .description("pages of the catalogue past the " + PAGES + " at a time")
            .baseUnit("pages")
            .register(meters);
  }

  List<Asset> inCatalog() {
    return catalog.all();
  }

  /** The asset with this id, of the catalogue or retired. */
  Mono<Asset> find(String id) {
    Optional<Long> number = number(id);
    if (number.isEmpty()) {
      return Mono.error(notFound(id));
    }
    int assetId = number.get().intValue();
    return Mono.justOrEmpty(catalog.find(assetId))
        .switchIfEmpty(StoreReads.of(assetStore.find(assetId)).map(StoredAsset::asset))
        .switchIfEmpty(Mono.error(() -> notFound(id)));
  }

  /** An id as a number, empty where no asset can have it. */
  static Optional<Long> number(String id) {
    try {
      return Optional.of(Long.parseLong(id)).filter(n -> n > 0 && n <= Integer.MAX_VALUE);
    } catch (NumberFormatException e) {
      throw ProblemException.parameter("id", "An asset's id is a whole number, as in /assets/1.");
    }
  }

  static ProblemException notFound(String id) {
    return ProblemException.of(
        ProblemType.ASSET_NOT_FOUND,
        "No asset has the id " + id + "; GET /assets lists them.",
        "id");
  }

  /**
   * These assets as they are shown, in the order of their ids; as whoever asked for the same ones a
   * moment before, and has no answer yet, is shown them.
   */
  Mono<List<AssetJson>> shown(List<Asset> assets) {
    List<Integer> ids = assets.stream().map(Asset::id).toList();
    return Mono.defer(
        () ->
            underWay.computeIfAbsent(
                ids, key -> inTurn(ids).doFinally(signal -> underWay.remove(ids)).cache()));
  }

  /** One asset costs little and has no bound but theirs. */
  private Mono<List<AssetJson>> inTurn(List<Integer> ids) {
    return Mono.defer(
        () -> {
          if (ids.size() <= 1) {
            return read(ids);
          }
          if (!pages.tryAcquire()) {
            refused.increment();
            return Mono.error(
                ProblemException.later(
                    ProblemType.BUSY, "Too many pages of the catalogue are asked for; try again."));
          }
          return read(ids).doFinally(signal -> pages.release());
        });
  }

  private Mono<List<AssetJson>> read(List<Integer> ids) {
    Mono<Long> enough = Mono.delay(COUNTING).cache();
    return StoreReads.of(
        assetStore
            .find(ids)
            .flatMapSequential(stored -> shown(stored, enough), TOGETHER)
            .collectList());
  }

  private Mono<AssetJson> shown(StoredAsset stored, Mono<Long> enough) {
    Asset asset = stored.asset();
    return Mono.zip(
            total(asset, enough),
            pointStore.first(asset).map(Optional::of).defaultIfEmpty(Optional.empty()),
            last(asset).map(Optional::of).defaultIfEmpty(Optional.empty()))
        .map(known -> json(stored, known.getT1(), known.getT2(), known.getT3()));
  }

  private Mono<Optional<Long>> total(Asset asset, Mono<Long> enough) {
    return pointStore
        .total(asset, now())
        .map(Optional::of)
        .takeUntilOther(enough)
        .defaultIfEmpty(Optional.empty());
  }

  private Mono<Point> last(Asset asset) {
    return Mono.justOrEmpty(tapes.find(asset.id()).flatMap(Assets::newest))
        .switchIfEmpty(pointStore.last(asset));
  }

  private static Optional<Point> newest(Tape tape) {
    long time = tape.window().lastTime();
    return time < 0
        ? Optional.empty()
        : Optional.of(new Point(tape.asset(), time, tape.window().lastValue()));
  }

  private AssetJson json(
      StoredAsset stored, Optional<Long> total, Optional<Point> first, Optional<Point> last) {
    Optional<Formula> formula = derivations.find(stored.asset().id()).map(Derived::formula);
    return new AssetJson(
        stored.asset().id(),
        stored.asset().name(),
        stored.feed(),
        state(stored.asset(), last),
        total.orElse(null),
        first.or(() -> last).map(Point::time).orElse(null),
        last.map(Point::time).orElse(null),
        last.map(point -> Decimals.of(point.value())).orElse(null),
        formula.map(Formula::text).orElse(null),
        formula.map(Formula::legs).orElse(null));
  }

  private String state(Asset asset, Optional<Point> last) {
    if (catalog.find(asset.id()).isEmpty()) {
      return "retired";
    }
    return feedStatus
        .current()
        .filter(feed -> feed.assetIds().contains(asset.id()))
        .map(feed -> feed.state().word())
        .orElseGet(
            () ->
                last.filter(point -> now() - point.time() < STALE_SECONDS).isPresent()
                    ? "live"
                    : "stale");
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  /** One asset as it is shown. */
  Mono<AssetJson> shown(Asset asset) {
    return Flux.from(shown(List.of(asset))).flatMapIterable(list -> list).next();
  }
}

package ratecast;

import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import ratecast.feed.QuoteRules;
import ratecast.feed.Recording;
import ratecast.intake.Intake;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Derivations;
import ratecast.market.Derived;
import ratecast.market.Point;
import ratecast.store.AssetStore;
import ratecast.store.PointStore;
import ratecast.store.StoredAsset;
import ratecast.store.Written;

/**
 * Makes a recorded day history: the last usable quote of each second, by the rules a feed keeps to,
 * and what follows from it for derived assets. Blocks; for one thread.
 */
@Singleton
final class QuoteImport {
  private static final int SECONDS_OF_A_DAY = 86_400;
  private static final int TOGETHER = 5_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * What became of the rows.
   *
   * @param turnedAway rows by reason
   */
  record Result(int stored, int known, Map<String, Integer> turnedAway) {
    String sentence(String asset, String file) {
      String reasons =
          turnedAway.entrySet().stream()
              .map(reason -> reason.getValue() + " " + reason.getKey())
              .collect(Collectors.joining(", "));
      return "%s: %d points of %s stored, %d known before%s"
          .formatted(
              file, stored, asset, known, reasons.isEmpty() ? "" : "; turned away: " + reasons);
    }
  }

  private final AssetStore assetStore;
  private final AssetCatalog catalog;
  private final QuoteRules rules;
  private final PointStore store;
  private final Derivations derivations;
  private final DerivedHistory derivedHistory;
  private final PastNews news;
  private final InstantSource clock;
  private final Duration retention;

  QuoteImport(
      AssetStore assetStore,
      AssetCatalog catalog,
      QuoteRules rules,
      PointStore store,
      Derivations derivations,
      DerivedHistory derivedHistory,
      PastNews news,
      InstantSource clock,
      @Value("${store.retention:14d}") Duration retention) {
    this.assetStore = assetStore;
    this.catalog = catalog;
    this.rules = rules;
    this.store = store;
    this.derivations = derivations;
    this.derivedHistory = derivedHistory;
    this.news = news;
    this.clock = clock;
    this.retention = retention;
  }

  /** Why nothing of this day can be kept, as a sentence; empty where something can. */
  Optional<String> refusal(String name, LocalDate date, long midnight) {
    if (find(name).filter(stored -> stored.feed().equals(DerivedStart.FEED)).isPresent()) {
      return Optional.of(name + " follows from other assets: its points are computed from theirs.");
    }
    if (midnight > clock.instant().getEpochSecond()) {
      return Optional.of(date + " is yet to come.");
    }
    return midnight + SECONDS_OF_A_DAY <= firstKept()
        ? Optional.of(
            "%s lies before what RETENTION keeps, %d days; RETENTION=0 keeps everything."
                .formatted(date, retention.toDays()))
        : Optional.empty();
  }

  private Optional<StoredAsset> find(String name) {
    return assetStore.find(name).blockOptional(PATIENCE);
  }

  private long firstKept() {
    return retention.isZero() ? 0 : clock.instant().minus(retention).getEpochSecond();
  }

  /**
   * Imports what can be kept.
   *
   * @param midnight the recording's, in seconds since 1970
   * @param progress told the second of the day that was read
   * @throws RuntimeException where the store is away; what was stored stays
   */
  Result run(Recording recording, long midnight, IntConsumer progress) {
    Asset asset =
        find(recording.symbol()).map(StoredAsset::asset).orElseGet(() -> made(recording.symbol()));
    catalog.add(asset); // also a retired one, which stays so
    Map<String, Integer> turnedAway = new TreeMap<>();
    List<Point> points = new ArrayList<>();
    int stored = 0;
    int known = 0;
    for (int second = recording.firstSecond(); second < recording.endSecond(); second++) {
      Intake<Point> intake =
          rules.points(AssetDesk.IMPORT_FEED, recording.quotes(second), midnight + second);
      intake.rejections().forEach(bad -> turnedAway.merge(bad.reason(), 1, Integer::sum));
      intake.taken().forEach(point -> keep(point, points, turnedAway));
      if (points.size() >= TOGETHER || second == recording.endSecond() - 1) {
        Written written = store.fill(points).timeout(PATIENCE).blockOptional().orElseThrow();
        stored += written.stored();
        known += written.duplicates().size();
        points.clear();
        news.wrote(List.of(asset)); // each time: an import may be broken off
        news.tell();
        progress.accept(second);
      }
    }
    derive(asset, midnight + recording.firstSecond(), midnight + recording.endSecond());
    news.wrote(List.of(asset)); // with what follows from it
    return new Result(stored, known, turnedAway);
  }

  private Asset made(String name) {
    return assetStore
        .register(List.of(name), AssetDesk.IMPORT_FEED)
        .blockOptional(PATIENCE)
        .orElseThrow()
        .get(0);
  }

  private void keep(Point point, List<Point> points, Map<String, Integer> turnedAway) {
    Instant time = Instant.ofEpochSecond(point.time());
    if (time.isAfter(clock.instant())) {
      turnedAway.merge("not-yet", 1, Integer::sum);
    } else if (point.time() < firstKept()) {
      turnedAway.merge("expired", 1, Integer::sum);
    } else {
      points.add(point);
    }
  }

  private void derive(Asset asset, long from, long to) {
    for (Derived derived : derivations.needing(asset)) {
      derivedHistory.fill(derived, from, to).then().block(PATIENCE);
    }
  }
}

package ratecast;

import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Point;
import ratecast.market.Quote;
import ratecast.pitch.book.TradingDay;
import ratecast.pitch.imports.MidHistory;
import ratecast.pitch.store.StoreAwayException;
import ratecast.store.AssetStore;
import ratecast.store.PointStore;
import ratecast.store.Written;
import ratecast.tape.Tapes;

/**
 * Makes the mids of an import points of assets that have the symbols' names. A symbol that cannot
 * be an asset's name (it holds a space, comma, quote or backslash) has no points; they are counted.
 */
@Singleton
final class BookHistory implements MidHistory {
  private static final int SECONDS_OF_A_DAY = 86_400;

  private final AssetStore assetStore;
  private final PointStore pointStore;
  private final AssetCatalog catalog;
  private final Tapes tapes;
  private final InstantSource clock;
  private final Duration retention;

  BookHistory(
      AssetStore assetStore,
      PointStore pointStore,
      AssetCatalog catalog,
      Tapes tapes,
      InstantSource clock,
      @Value("${store.retention:14d}") Duration retention) {
    this.assetStore = assetStore;
    this.pointStore = pointStore;
    this.catalog = catalog;
    this.tapes = tapes;
    this.clock = clock;
    this.retention = retention;
  }

  @Override
  public Optional<String> refusal(TradingDay day) {
    Instant now = clock.instant();
    if (day.epochSecond(0) > now.getEpochSecond()) {
      return Optional.of("The trading date " + day.date() + " is yet to come.");
    }
    Instant end = Instant.ofEpochSecond(day.epochSecond(SECONDS_OF_A_DAY));
    return !retention.isZero() && end.isBefore(now.minus(retention))
        ? Optional.of(
            "The trading date "
                + day.date()
                + " lies before what is kept: RETENTION is "
                + retention.toDays()
                + " days; RETENTION=0 keeps everything. Without a date the messages alone are"
                + " imported.")
        : Optional.empty();
  }

  @Override
  public Map<String, Integer> keep(List<Mids> seconds) {
    Map<String, Integer> outcomes = new HashMap<>();
    try {
      List<Point> points = points(seconds, outcomes);
      Written written = pointStore.write(points).blockOptional().orElseThrow();
      outcomes.put("stored", written.stored());
      outcomes.put("duplicate", written.duplicates().size());
      return outcomes;
    } catch (RuntimeException e) { // of the driver: its types are the store's business
      throw new StoreAwayException(e);
    }
  }

  private List<Point> points(List<Mids> seconds, Map<String, Integer> outcomes) {
    register(seconds);
    long now = clock.instant().getEpochSecond();
    List<Point> points = new ArrayList<>();
    for (Mids second : seconds) {
      for (Quote quote : second.quotes()) {
        Optional<Asset> asset = catalog.find(quote.symbol());
        if (second.time() > now) {
          outcomes.merge("not-yet", 1, Integer::sum);
        } else if (asset.isEmpty()) {
          outcomes.merge("no-asset-name", 1, Integer::sum);
        } else {
          points.add(new Point(asset.get(), second.time(), quote.mid().doubleValue()));
        }
      }
    }
    return points;
  }

  private void register(List<Mids> seconds) {
    List<String> names =
        seconds.stream()
            .flatMap(second -> second.quotes().stream())
            .map(Quote::symbol)
            .distinct()
            .filter(name -> Asset.isName(name) && catalog.find(name).isEmpty())
            .toList();
    if (!names.isEmpty()) {
      List<Asset> assets = assetStore.register(names, "pitch").blockOptional().orElseThrow();
      assets.forEach(tapes::tape);
      assets.forEach(catalog::add);
    }
  }
}

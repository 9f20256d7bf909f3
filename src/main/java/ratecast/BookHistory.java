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
import ratecast.market.Derivations;
import ratecast.market.Point;
import ratecast.market.Quote;
import ratecast.market.Tick;
import ratecast.pitch.book.TradingDay;
import ratecast.pitch.imports.MidHistory;
import ratecast.pitch.store.StoreAwayException;
import ratecast.store.PointStore;
import ratecast.store.StoreAway;
import ratecast.store.Written;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * Makes the mids of an import points of assets that have the symbols' names, first in the store and
 * then in the windows; what follows from them is filled in from the store.
 */
@Singleton
final class BookHistory implements MidHistory {
  private static final int SECONDS_OF_A_DAY = 86_400;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SymbolAssets symbols;
  private final PointStore pointStore;
  private final PointPipeline pipeline;
  private final DerivedHistory derived;
  private final AssetCatalog catalog;
  private final Derivations derivations;
  private final InstantSource clock;
  private final Duration retention;

  BookHistory(
      SymbolAssets symbols,
      PointStore pointStore,
      PointPipeline pipeline,
      DerivedHistory derived,
      AssetCatalog catalog,
      Derivations derivations,
      InstantSource clock,
      @Value("${store.retention:14d}") Duration retention) {
    this.symbols = symbols;
    this.pointStore = pointStore;
    this.pipeline = pipeline;
    this.derived = derived;
    this.catalog = catalog;
    this.derivations = derivations;
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
                + " lies before what RETENTION keeps, "
                + retention.toDays()
                + " days; RETENTION=0 keeps everything, and without a date the messages alone are"
                + " imported.")
        : Optional.empty();
  }

  @Override
  public Map<String, Integer> keep(List<Mids> seconds) {
    Map<String, Integer> outcomes = new HashMap<>();
    try {
      seconds.forEach(second -> symbols.register(second.quotes()).timeout(PATIENCE).block());
      List<Point> points = points(seconds, outcomes);
      Written written = pointStore.fill(points).timeout(PATIENCE).blockOptional().orElseThrow();
      show(points);
      outcomes.put("stored", written.stored());
      outcomes.put("duplicate", written.duplicates().size());
      return outcomes;
    } catch (RuntimeException e) {
      Throwable cause = Exceptions.unwrap(e);
      throw StoreAway.is(cause) ? new StoreAwayException(cause) : e;
    }
  }

  private List<Point> points(List<Mids> seconds, Map<String, Integer> outcomes) {
    long now = clock.instant().getEpochSecond();
    List<Point> points = new ArrayList<>();
    for (Mids second : seconds) {
      for (Quote quote : second.quotes()) {
        Optional<Asset> asset =
            catalog.find(quote.symbol()).filter(known -> !derivations.isDerived(known));
        if (second.time() > now) {
          outcomes.merge("not-yet", 1, Integer::sum);
        } else if (asset.isEmpty()) {
          outcomes.merge("no-asset", 1, Integer::sum);
        } else {
          points.add(new Point(asset.get(), second.time(), quote.mid().doubleValue()));
        }
      }
    }
    return points;
  }

  private void show(List<Point> points) {
    derived.later(points);
    Tick tick = Tick.of("pitch", clock.instant(), points);
    Mono.fromFuture(pipeline.backfill(tick)).timeout(PATIENCE).block();
  }
}

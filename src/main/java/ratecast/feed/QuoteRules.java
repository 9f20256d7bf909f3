package ratecast.feed;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ratecast.intake.Intake;
import ratecast.intake.Rejection;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.CurrencyPair;
import ratecast.market.Point;
import ratecast.market.Quote;

/**
 * Which quotes are usable, and the one place where a price in decimal becomes a double. Every row
 * is counted in {@code ratecast.feed.rows} under what became of it. Safe on any thread.
 */
@Singleton
public final class QuoteRules {
  private static final String ROWS = "ratecast.feed.rows";

  private final AssetCatalog catalog;
  private final MeterRegistry meters;

  QuoteRules(AssetCatalog catalog, MeterRegistry meters) {
    this.catalog = catalog;
    this.meters = meters;
  }

  /**
   * The points of one second: at most one for each asset, from the last usable quote of its symbol.
   * Symbols the catalogue does not have are no error: a source knows many more instruments.
   *
   * @param feed whose rows these are, for the count
   * @param time whole seconds since 1970 UTC, of each point
   */
  public Intake<Point> points(String feed, Intake<Quote> quotes, long time) {
    Map<Asset, Point> points = new LinkedHashMap<>();
    List<Rejection> rejections = new ArrayList<>(quotes.rejections());
    int unlisted = 0;
    int usable = 0;
    for (Quote quote : quotes.taken()) {
      Optional<Asset> asset = catalog.find(quote.symbol());
      if (asset.isEmpty()) {
        unlisted++;
        continue;
      }
      Optional<String> fault = fault(quote);
      if (fault.isPresent()) {
        rejections.add(new Rejection(fault.get(), quote.toString()));
      } else {
        usable++;
        points.put(asset.get(), new Point(asset.get(), time, quote.mid().doubleValue()));
      }
    }
    count(feed, "point", points.size());
    count(feed, "superseded", usable - points.size());
    count(feed, "unlisted", unlisted);
    rejections.forEach(rejection -> count(feed, rejection.reason(), 1));
    return new Intake<>(List.copyOf(points.values()), rejections);
  }

  private static Optional<String> fault(Quote quote) {
    if (!Decimals.isPriceSized(quote.bid()) || !Decimals.isPriceSized(quote.ask())) {
      return Optional.of("out-of-range");
    }
    if (quote.bid().compareTo(quote.ask()) > 0) {
      return Optional.of("crossed");
    }
    if (quote.bid().signum() <= 0 && CurrencyPair.parse(quote.symbol()).isPresent()) {
      return Optional.of("not-positive");
    }
    return Optional.empty();
  }

  private void count(String feed, String outcome, int rows) {
    if (rows > 0) {
      meters.counter(ROWS, "feed", feed, "outcome", outcome).increment(rows);
    }
  }
}

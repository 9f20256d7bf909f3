package ratecast.feed;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Instant;
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
import ratecast.market.Tick;

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
    List<Rejection> rejections = new ArrayList<>(quotes.rejections());
    return new Intake<>(points(usable(feed, quotes, rejections), time), rejections);
  }

  /** The same, with what they are made of: those who explain a point ask for it. */
  Tick tick(String feed, Intake<Quote> quotes, Instant receivedAt, long time) {
    Map<Asset, Quote> usable = usable(feed, quotes, new ArrayList<>(quotes.rejections()));
    return new Tick(feed, receivedAt, Optional.empty(), points(usable, time), usable);
  }

  private static List<Point> points(Map<Asset, Quote> usable, long time) {
    List<Point> points = new ArrayList<>(usable.size());
    usable.forEach((asset, q) -> points.add(new Point(asset, time, q.mid().doubleValue())));
    return points;
  }

  private Map<Asset, Quote> usable(String feed, Intake<Quote> quotes, List<Rejection> rejections) {
    Map<Asset, Quote> lastOfEach = new LinkedHashMap<>();
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
        lastOfEach.put(asset.get(), quote);
      }
    }
    count(feed, "point", lastOfEach.size());
    count(feed, "superseded", usable - lastOfEach.size());
    count(feed, "unlisted", unlisted);
    rejections.forEach(rejection -> count(feed, rejection.reason(), 1));
    return lastOfEach;
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

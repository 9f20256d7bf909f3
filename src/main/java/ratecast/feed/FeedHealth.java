package ratecast.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.FeedState;
import ratecast.market.FeedState.State;
import ratecast.market.FeedStateListener;
import ratecast.market.FeedStatus;
import ratecast.market.FxWeek;
import ratecast.market.Point;

/**
 * Whether the feed is live, stale or closed. Stale is silence: polls that fail, and polls that
 * bring what was brought before, for as long as the settings have patience. The same silence is
 * called closed while the FX week is. Stale it is too while its points are held up on their way to
 * the clients: to them that is silence. Each change is told to the listeners, counted in {@code
 * ratecast.feed.state} and logged once.
 *
 * <p>{@link #current} is safe on any thread; everything else belongs to the feed's.
 */
@Singleton
public final class FeedHealth implements FeedStatus {
  private static final Logger LOG = LoggerFactory.getLogger(FeedHealth.class);

  private final Feed feed;
  private final AssetCatalog catalog;
  private final InstantSource clock;
  private final long patience;
  private final long period;
  private final Counter gaps;
  private final Set<Asset> fed = ConcurrentHashMap.newKeySet();

  private List<FeedStateListener> listeners = List.of();
  private String lastFailure = "the source repeats itself";
  private @Nullable String heldUp;
  private volatile long quietSince;
  private volatile @Nullable FeedState current;
  private volatile long newestPoint = Long.MIN_VALUE;

  FeedHealth(
      Feed feed,
      AssetCatalog catalog,
      FeedConfig config,
      InstantSource clock,
      MeterRegistry meters) {
    this.feed = feed;
    this.catalog = catalog;
    this.clock = clock;
    this.patience = feed.rhythm(config).patience().toSeconds();
    for (State state : State.values()) {
      Gauge.builder("ratecast.feed.state", this, health -> health.is(state) ? 1 : 0)
          .description("1 for the state the feed is in")
          .tags("feed", feed.name(), "state", state.word())
          .register(meters);
    }
    TimeGauge.builder(
            "ratecast.feed.freshness", this, TimeUnit.SECONDS, FeedHealth::ageOfNewestPoint)
        .description("age of the newest point")
        .tag("feed", feed.name())
        .register(meters);
    period = feed.rhythm(config).period().toSeconds();
    gaps =
        Counter.builder("ratecast.feed.gap")
            .description("seconds without a point of the feed, counted when the next one came")
            .baseUnit("seconds")
            .tag("feed", feed.name())
            .register(meters);
  }

  @Override
  public Optional<FeedState> current() {
    return Optional.ofNullable(current);
  }

  /** Empty before the first. */
  Optional<Instant> newestPoint() {
    return newestPoint == Long.MIN_VALUE
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(newestPoint));
  }

  void start(Collection<FeedStateListener> those) {
    listeners = List.copyOf(those);
    quietSince = clock.instant().getEpochSecond();
    if (FxWeek.isOpen(clock.instant())) {
      enter(State.STALE, quietSince, "no rates yet");
    } else {
      enter(State.CLOSED, quietSince, closedText());
    }
  }

  /** Looks at the clock: once a second. */
  void check(long second) {
    boolean open = FxWeek.isOpen(Instant.ofEpochSecond(second));
    quietSince = Math.min(quietSince, second); // the clock went back: silence is counted anew
    if (!open && is(State.CLOSED)) {
      quietSince = second; // the silence of a closed week is nobody's fault when it opens
    }
    if (heldUp != null && !is(State.CLOSED)) {
      enter(State.STALE, second, heldUp);
      return;
    }
    if (second - quietSince < patience) {
      return;
    }
    if (open) {
      enter(State.STALE, second, "no new rates for " + patience + " s");
    } else {
      enter(State.CLOSED, second, closedText());
    }
  }

  /**
   * To be said before each {@link #check}.
   *
   * @param why the feed's points do not come to the clients now; null while they do
   */
  void heldUp(@Nullable String why) {
    heldUp = why;
  }

  /**
   * Whether a point of this second says how the feed is now: one from before the newest does not,
   * unless that was ahead of the clock, nor one that would be called stale at once.
   */
  boolean isNews(long second) {
    long now = clock.instant().getEpochSecond();
    return second >= Math.min(newestPoint, now) && now - second < patience;
  }

  /** An answer was settled. */
  void brought(long second, List<Point> points, boolean fresh) {
    if (points.isEmpty()) {
      lastFailure = "no usable row";
      return;
    }
    points.forEach(point -> fed.add(point.asset()));
    if (newestPoint != Long.MIN_VALUE) {
      gaps.increment((double) Math.max(0, second - newestPoint - period));
    }
    newestPoint = second;
    if (fresh) {
      quietSince = second;
      if (heldUp == null) {
        enter(State.LIVE, second, "rates come in");
      }
    } else {
      lastFailure = "the source repeats itself";
    }
  }

  void failed(String why) {
    lastFailure = why;
  }

  private void enter(State state, long second, String text) {
    FeedState before = current;
    if (before != null && before.state() == state && before.text().equals(text)) {
      return;
    }
    FeedState now = new FeedState(feed.name(), state, second, assetIds(), text);
    current = now;
    if (before != null) {
      log(now);
    }
    for (FeedStateListener listener : listeners) {
      tell(listener, now);
    }
  }

  private void log(FeedState now) {
    if (now.text().equals(heldUp)) {
      LOG.warn("Feed {} is stale: {}", now.feed(), now.text());
    } else if (now.state() == State.STALE) {
      LOG.warn("Feed {} is stale: {} (last: {})", now.feed(), now.text(), lastFailure);
    } else {
      LOG.info("Feed {} is {}: {}", now.feed(), now.state().word(), now.text());
    }
  }

  private static void tell(FeedStateListener listener, FeedState now) {
    try {
      listener.accept(now);
    } catch (RuntimeException bug) {
      LOG.error("A listener failed at {}", now, bug);
    }
  }

  private List<Integer> assetIds() {
    Stream<Asset> expected = feed.symbols().stream().flatMap(name -> catalog.find(name).stream());
    return Stream.concat(expected, fed.stream())
        .filter(asset -> catalog.find(asset.id()).isPresent())
        .map(Asset::id)
        .distinct()
        .sorted()
        .toList();
  }

  private String closedText() {
    return "the FX week is closed until Sunday 17:00 New York";
  }

  private boolean is(State state) {
    FeedState now = current;
    return now != null && now.state() == state;
  }

  private double ageOfNewestPoint() {
    return newestPoint()
        .map(newest -> Duration.between(newest, clock.instant()).toMillis() / 1000.0)
        .orElse(Double.NaN);
  }
}

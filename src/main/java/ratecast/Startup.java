package ratecast;

import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import ratecast.feed.Feed;
import ratecast.feed.FeedSchedule;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Point;
import ratecast.store.AssetStore;
import ratecast.store.FirstAnswer;
import ratecast.store.Lease;
import ratecast.store.PointStore;
import ratecast.store.Schema;
import ratecast.store.StoredAsset;
import ratecast.tape.Tapes;
import ratecast.tape.Window;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What has to be there before the port opens, in this order: indexes, the catalogue, the windows
 * filled from the store and the topic, with those of derived assets, the other nodes, the feed.
 * Blocks the starting thread; a store that does not answer is asked again for half a minute.
 */
@Singleton
@Requires(notEnv = ProgramContext.IMPORT)
final class Startup {
  private static final int TOGETHER = 10_000;

  private final FirstAnswer firstAnswer;
  private final Schema schema;
  private final AssetStore assetStore;
  private final PointStore pointStore;
  private final AssetCatalog catalog;
  private final DerivedStart derived;
  private final Tapes tapes;
  private final Feed feed;
  private final FeedSchedule schedule;
  private final Lease lease;
  private final PastNews news;
  private final Following following;
  private final Optional<TopicTraffic> topic;
  private final InstantSource clock;
  private final List<String> names;

  Startup(
      FirstAnswer firstAnswer,
      Schema schema,
      AssetStore assetStore,
      PointStore pointStore,
      AssetCatalog catalog,
      DerivedStart derived,
      Tapes tapes,
      Feed feed,
      FeedSchedule schedule,
      Lease lease,
      PastNews news,
      Following following,
      Optional<TopicTraffic> topic,
      InstantSource clock,
      @Property(name = "market.assets", defaultValue = "EURUSD,USDJPY,GBPUSD,AUDUSD,USDCAD")
          List<String> names) {
    this.firstAnswer = firstAnswer;
    this.schema = schema;
    this.assetStore = assetStore;
    this.pointStore = pointStore;
    this.catalog = catalog;
    this.derived = derived;
    this.tapes = tapes;
    this.feed = feed;
    this.schedule = schedule;
    this.lease = lease;
    this.news = news;
    this.following = following;
    this.topic = topic;
    this.clock = clock;
    this.names = names;
  }

  @EventListener
  void start(StartupEvent event) {
    Set<String> all = new LinkedHashSet<>(names);
    all.addAll(feed.symbols());
    List<StoredAsset> stored = prepared(all);
    news.know(stored);
    Set<Asset> known = new LinkedHashSet<>(streamed(stored, all));
    known.addAll(derived.takeUp(all, stored));
    List<Asset> assets = List.copyOf(known);
    catalog.addAll(assets);
    assets.forEach(tapes::tape);
    derived.fillRecent();
    boolean first = Boolean.TRUE.equals(pointStore.isEmpty().block());
    if (!first) { // or it would ask for each asset, for nothing
      fillWindows(assets);
    }
    derived.fillOlder();
    topic.ifPresent(TopicTraffic::start);
    following.start();
    if (schedule.asksAFeed()) {
      lease.pursue("feed/" + feed.name());
    }
    schedule.start();
  }

  private List<StoredAsset> prepared(Set<String> all) {
    List<StoredAsset> stored =
        firstAnswer.to(schema.prepare().then(Mono.defer(() -> registered(all)))).block();
    return stored == null ? List.of() : stored;
  }

  /** Everything the store has, once the names are in it. */
  private Mono<List<StoredAsset>> registered(Set<String> all) {
    return assetStore
        .register(List.copyOf(all), feed.name())
        .then(Mono.defer(() -> handedOver(all)))
        .then(Mono.defer(() -> assetStore.all().collectList()));
  }

  /** What another feed brought before comes from this one now. */
  private Mono<Void> handedOver(Set<String> all) {
    List<String> others = List.of(AssetDesk.FEED, AssetDesk.TOPIC_FEED, DerivedStart.FEED);
    return schedule.asksAFeed() ? assetStore.handOver(all, feed.name(), others) : Mono.empty();
  }

  /** The names, and what clients registered themselves. */
  private static List<Asset> streamed(List<StoredAsset> stored, Set<String> names) {
    return stored.stream()
        .filter(asset -> asset.retiredAt().isEmpty())
        .filter(asset -> names.contains(asset.asset().name()) || AssetDesk.isRegisteredHere(asset))
        .map(StoredAsset::asset)
        .toList();
  }

  private void fillWindows(List<Asset> assets) {
    long now = clock.instant().getEpochSecond();
    long from = now - tapes.windowSeconds();
    pointStore.recent(assets, from, now).buffer(TOGETHER).doOnNext(tapes::append).blockLast();
    Flux.fromIterable(assets)
        .flatMap(this::last)
        .doOnNext(last -> tapes.filled(from, last))
        .blockLast();
  }

  private Mono<Point> last(Asset asset) {
    Window window = tapes.tape(asset).window();
    return window.lastTime() == Long.MIN_VALUE
        ? pointStore.last(asset)
        : Mono.just(new Point(asset, window.lastTime(), window.lastValue()));
  }
}

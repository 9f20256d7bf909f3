package ratecast.feed;

import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import ratecast.market.AssetCatalog;
import ratecast.market.LastValues;

/** Makes the one feed that the settings ask for. */
@Factory
final class FeedFactory {
  private static final String PAIRS = "EURUSD,USDJPY,GBPUSD,AUDUSD,USDCAD";

  /**
   * @throws IllegalArgumentException with a sentence that names the setting which is wrong or
   *     missing
   */
  @Singleton
  @Bean(preDestroy = "close")
  Feed feed(
      FeedConfig config,
      EmcontConfig emcont,
      WalkConfig walk,
      RecordingConfig recording,
      MapConfig map,
      @Property(name = "market.assets", defaultValue = PAIRS) List<String> names,
      BeanProvider<FeedAdapter> pitch,
      AssetCatalog catalog,
      LastValues lastValues) {
    FeedKind kind =
        FeedKind.parse(config.kind())
            .orElse(emcont.page().isPresent() ? FeedKind.EMCONT : FeedKind.WALK);
    return switch (kind) {
      case EMCONT ->
          new EmcontFeed(
              emcont.page().orElseThrow(missing("emcont", "EMCONT_EXCHANGE_RATES_URL")),
              names,
              config.timeout());
      case WALK ->
          new WalkFeed(
              names,
              walk.tickers(),
              walk.fixedSeed().orElseGet(() -> new SplittableRandom().nextLong()),
              last(catalog, lastValues));
      case RECORDING -> {
        if (recording.file().isEmpty()) {
          throw missing("recording", "RECORDING_FILE").get();
        }
        yield new RecordingFeed(Recording.read(Path.of(recording.file())), recording.from());
      }
      case PITCH -> pitch.get().open();
      case MAP -> new MapFeed(map.page().orElseThrow(missing("map", "MAP_RATES_URL")), map, names);
      case NONE -> new NoFeed();
    };
  }

  private static Function<String, OptionalDouble> last(AssetCatalog catalog, LastValues values) {
    return name -> catalog.find(name).map(values::of).orElse(OptionalDouble.empty());
  }

  private static Supplier<IllegalArgumentException> missing(String kind, String setting) {
    return () -> new IllegalArgumentException("FEED is \"" + kind + "\", which needs " + setting);
  }
}

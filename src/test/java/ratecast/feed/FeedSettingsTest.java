package ratecast.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.FeedStatus;
import ratecast.market.LastValues;
import ratecast.market.Point;
import ratecast.market.PointSink;

/** The feed's beans in a real context, from the settings as they come. */
final class FeedSettingsTest {
  @Test
  void withoutAFeedNothingIsKeptOfWhatOthersBring() {
    try (ApplicationContext context = context(Map.of("feed.kind", "none"))) {
      FeedSchedule schedule = context.getBean(FeedSchedule.class);
      schedule.start();
      WeakReference<List<Point>> brought = bring(schedule);

      await()
          .until(
              () -> {
                System.gc();
                return brought.get() == null;
              });
    }
  }

  private static WeakReference<List<Point>> bring(FeedSchedule schedule) {
    List<Point> points = new ArrayList<>(List.of(new Point(new Asset(1, "EURUSD"), 1, 1)));
    schedule.followed(points);
    return new WeakReference<>(points);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', walk",
    "auto, '', walk",
    "'', http://localhost:1/rates, emcont",
    "WALK, http://localhost:1/rates, walk",
    "emcont, http://localhost:1/rates, emcont",
    "none, '', none",
    "recording, '', recording",
  })
  void theKindFollowsFromTheSettings(String kind, String url, String name) {
    try (ApplicationContext context =
        context(
            Map.of(
                "feed.kind", kind,
                "feed.emcont.url", url,
                "feed.recording.file", RecordingTest.TICKS.toString()))) {
      assertThat(context.getBean(Feed.class).name()).isEqualTo(name);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "feed.kind=yahoo | FEED is \"yahoo\": allowed are emcont, walk, recording, pitch, map, none",
        "feed.kind=pitch | FEED is \"pitch\", which needs PITCH_FILE",
        "feed.kind=map | FEED is \"map\", which needs MAP_RATES_URL",
        "feed.kind=emcont | FEED is \"emcont\", which needs EMCONT_EXCHANGE_RATES_URL",
        "feed.kind=recording | FEED is \"recording\", which needs RECORDING_FILE",
        "feed.emcont.url=rates.emcont.com | EMCONT_EXCHANGE_RATES_URL is \"rates.emcont.com\"",
        "feed.emcont.url=ftp://a/b | EMCONT_EXCHANGE_RATES_URL is \"ftp://a/b\"",
        "feed.emcont.url=http://a b/ | EMCONT_EXCHANGE_RATES_URL is \"http://a b/\"",
        "feed.period=1500ms | FEED_PERIOD is PT1.5S: allowed are whole seconds",
        "feed.period=0s | FEED_PERIOD is PT0S",
        "feed.timeout=1s | FEED_TIMEOUT is PT1S: allowed is what lies above 0 and below FEED_PERIOD",
        "feed.timeout=0s | FEED_TIMEOUT is PT0S",
        "feed.stale-after=0s | FEED_STALE_AFTER is PT0S",
        "feed.map.url=rates?app_id=1 | MAP_RATES_URL is no address that begins with http://",
        "feed.map.period=1500ms | MAP_RATES_PERIOD is PT1.5S: allowed are whole seconds",
        "feed.walk.tickers=-1 | WALK_TICKERS is -1: allowed is 0 to 10000",
        "feed.walk.seed=abc | WALK_SEED is \"abc\": allowed is a whole number",
        "feed.recording.from=-1 | RECORDING_FROM is -1",
      })
  void aWrongSettingIsRefusedWithASentenceThatNamesIt(String setting, String sentence) {
    String[] pair = setting.split("=", 2);
    assertThatThrownBy(() -> context(Map.of(pair[0], pair[1])))
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(sentence);
  }

  @Test
  void theDefaultsAreThoseOfTheProtocol() {
    try (ApplicationContext context = context(Map.of())) {
      FeedConfig config = context.getBean(FeedConfig.class);

      assertThat(config)
          .isEqualTo(
              new FeedConfig(
                  "", Duration.ofSeconds(1), Duration.ofMillis(800), Duration.ofSeconds(10)));
      assertThat(context.getBean(Feed.class).symbols())
          .hasSize(105)
          .startsWith("EURUSD", "USDJPY", "GBPUSD", "AUDUSD", "USDCAD", "ticker_00");
    }
  }

  @Test
  void theWalkHasTheAssetsOfTheListAndContinuesTheirLastValues() {
    try (ApplicationContext context =
        context(
            Map.of(
                "market.assets", List.of("USDJPY", "US.ECOMM"),
                "feed.walk.tickers", "2",
                "feed.walk.seed", "42"))) {
      Feed feed = context.getBean(Feed.class);

      assertThat(feed.symbols()).containsExactly("USDJPY", "US.ECOMM", "ticker_0", "ticker_1");
      Answer answer = feed.poll(0).toCompletableFuture().join();
      assertThat(answer.quotes().taken().get(0).mid().doubleValue()).isBetween(181.6, 181.7);
    }
  }

  @Test
  void withoutAFeedTheStartDoesNothingAndThereIsNoState() {
    try (ApplicationContext context = context(Map.of("feed.kind", "none"))) {
      PointSink untouched =
          points -> {
            throw new AssertionError("there is no feed");
          };
      context.registerSingleton(PointSink.class, untouched);

      context.getBean(FeedSchedule.class).start();

      assertThat(context.getBean(FeedStatus.class).current()).isEmpty();
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .doesNotContain("ratecast-feed");
    }
  }

  private static ApplicationContext context(Map<String, Object> settings) {
    Map<String, Object> properties = new HashMap<>(settings);
    properties.put("store.embedded.dir", "memory");
    properties.put("store.embedded.port", 0);
    properties.put("micronaut.metrics.enabled", "false");
    properties.put("endpoints.health.enabled", "false");
    properties.put("micronaut.health.monitor.enabled", "false");
    ApplicationContext context = ApplicationContext.builder(properties).build();
    context.registerSingleton(MeterRegistry.class, new SimpleMeterRegistry());
    context.registerSingleton(InstantSource.class, InstantSource.system());
    context.registerSingleton(AssetCatalog.class, new AssetCatalog());
    LastValues lastValues =
        asset ->
            asset.name().equals("USDJPY") ? OptionalDouble.of(181.6432) : OptionalDouble.empty();
    context.registerSingleton(LastValues.class, lastValues);
    return context.start();
  }
}

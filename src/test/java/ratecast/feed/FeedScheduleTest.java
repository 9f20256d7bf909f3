package ratecast.feed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.management.health.indicator.HealthResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.FeedState;
import ratecast.market.FeedState.State;
import ratecast.market.FeedStateListener;
import ratecast.market.LastValues;
import ratecast.market.Point;
import ratecast.market.PointSink;
import ratecast.support.RatesPage;
import reactor.core.publisher.Flux;

/**
 * The beans as the program has them, on the real clock, asking a page that fails and comes back.
 */
@Timeout(value = 60, unit = SECONDS)
final class FeedScheduleTest {
  private static final Asset EURUSD = new Asset(1, "EURUSD");
  private static final Asset USDJPY = new Asset(2, "USDJPY");

  private final RatesPage page = new RatesPage();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Point> points = new CopyOnWriteArrayList<>();
  private final List<FeedState> states = new CopyOnWriteArrayList<>();
  private final ApplicationContext context =
      ApplicationContext.builder(
              Map.<String, Object>of(
                  "feed.emcont.url", page.uri().toString(),
                  "feed.stale-after", "2s",
                  "market.assets", "EURUSD,USDJPY",
                  "store.embedded.dir", "memory",
                  "store.embedded.port", 0,
                  "micronaut.metrics.enabled", "false"))
          .build();

  @BeforeEach
  void startTheBeans() {
    AssetCatalog catalog = new AssetCatalog();
    catalog.add(EURUSD);
    catalog.add(USDJPY);
    PointSink sink = tick -> points.addAll(tick.points());
    LastValues nothingYet = asset -> OptionalDouble.empty();
    FeedStateListener listener = states::add;
    context.registerSingleton(MeterRegistry.class, meters);
    context.registerSingleton(InstantSource.class, InstantSource.system());
    context.registerSingleton(AssetCatalog.class, catalog);
    context.registerSingleton(PointSink.class, sink);
    context.registerSingleton(LastValues.class, nothingYet);
    context.registerSingleton(FeedStateListener.class, listener);
    context.start(); // and with it the schedule
  }

  @AfterEach
  void close() {
    context.close();
    page.close();
  }

  @Test
  void whateverThePageAnswersItsGoodSecondsGiveExactPointsAndItIsHeardAgainWithinFiveSeconds() {
    // Good seconds, of either form, with a row spoiled.
    eventually(() -> points.stream().anyMatch(point -> point.value() == 181.6432));
    assertThat(points).extracting(p -> Double.toString(p.value())).contains("1.11048", "181.6432");
    page.answer(RatesPage.text(RatesPage.OLD_FORM));
    eventually(() -> points.stream().anyMatch(point -> point.value() == 1.091185));
    page.answer(RatesPage.text(RatesPage.NEW_FORM.replace("181.6417", "NaN")));
    eventually(() -> rows("not-a-number") > 0);

    // One bad second after the other.
    for (RatesPage.Reply bad :
        List.of(
            RatesPage.status(503, "busy"),
            RatesPage.text("<html>Sorry</html>"),
            RatesPage.half(RatesPage.NEW_FORM),
            page.silence())) {
      int before = page.requests();
      page.answer(bad);
      eventually(() -> page.requests() > before);
    }
    eventually(() -> !states.isEmpty() && last(states).state() != State.LIVE);
    assertThat(last(states).assetIds()).containsExactly(1, 2);

    // And back.
    page.answer(RatesPage.text(RatesPage.NEW_FORM.replace("1.11035", "1.11037")));
    Instant back = Instant.now();
    double late = polls("timeout");
    eventually(() -> points.stream().anyMatch(point -> point.value() == 1.11049));
    // An answer that this machine was too slow for is another matter.
    if (polls("timeout") == late) {
      assertThat(Duration.between(back, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }
    eventually(() -> last(states).state() == State.LIVE);

    // The rules for every point.
    for (Asset asset : List.of(EURUSD, USDJPY)) {
      List<Long> times =
          points.stream().filter(p -> p.asset().equals(asset)).map(Point::time).toList();
      assertThat(times).isSorted().doesNotHaveDuplicates();
    }
    assertThat(states).extracting(FeedState::feed).containsOnly("emcont");
    assertThat(polls("http-status")).isPositive();

    context.getBean(FeedSchedule.class).stop();
    int atTheEnd = page.requests();
    await()
        .during(Duration.ofMillis(1100))
        .atMost(Duration.ofSeconds(3))
        .until(() -> page.requests() == atTheEnd);
  }

  @Test
  void aSilentFeedIsADetailOfTheHealthAndDoesNotTakeItDown() {
    page.answer(RatesPage.status(503, ""));
    context.getBean(FeedSchedule.class).start();

    HealthResult result =
        Flux.from(context.getBean(FeedHealthIndicator.class).getResult()).blockFirst();

    assertThat(result).isNotNull();
    assertThat(result.getStatus().getName()).isIn("UP", "DEGRADED"); // by the day of the week
    assertThat(result.getDetails().toString()).contains("feed=emcont", "state=", "since=", "text=");
  }

  private static void eventually(java.util.concurrent.Callable<Boolean> condition) {
    await().pollInterval(Duration.ofMillis(20)).until(condition);
  }

  private static FeedState last(List<FeedState> states) {
    return states.get(states.size() - 1);
  }

  private double rows(String outcome) {
    return meters.counter("ratecast.feed.rows", "feed", "emcont", "outcome", outcome).count();
  }

  private double polls(String outcome) {
    return meters.counter("ratecast.feed.polls", "feed", "emcont", "outcome", outcome).count();
  }
}

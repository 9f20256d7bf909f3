package ratecast.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.FeedState;
import ratecast.market.FeedState.State;
import ratecast.market.Point;
import ratecast.support.ManualClock;

final class FeedHealthTest {
  private static final long T = 1_700_000_000L; // a Tuesday
  private static final Asset EURUSD = new Asset(1, "EURUSD");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(T));
  private final AssetCatalog catalog = new AssetCatalog();
  private final List<FeedState> told = new ArrayList<>();
  private final FeedHealth health = health(Duration.ofSeconds(1));

  @BeforeEach
  void catalogue() {
    catalog.add(EURUSD);
  }

  @Test
  void beforeTheStartThereIsNoState() {
    assertThat(health.current()).isEmpty();
  }

  @Test
  void itStartsWithoutRatesAndIsLiveWithTheFirst() {
    start(T);
    fresh(T + 1);

    assertThat(told)
        .containsExactly(
            new FeedState("fake", State.STALE, T, List.of(1), "no rates yet"),
            new FeedState("fake", State.LIVE, T + 1, List.of(1), "rates come in"));
    assertThat(health.current()).contains(told.get(1));
  }

  @Test
  void aSourceThatNeverAnswersIsToldAsSilenceAfterTenSeconds() {
    start(T);
    checks(T + 1, T + 30);

    assertThat(told).hasSize(2);
    assertThat(told.get(1))
        .isEqualTo(new FeedState("fake", State.STALE, T + 10, List.of(1), "no new rates for 10 s"));
  }

  @Test
  void tenSecondsOfSilenceAreStaleAndTheNextFreshPageIsLiveAgain() {
    start(T);
    fresh(T + 1);
    checks(T + 2, T + 10);
    assertThat(states()).endsWith(State.LIVE);

    checks(T + 11, T + 20);
    assertThat(told.get(told.size() - 1))
        .isEqualTo(new FeedState("fake", State.STALE, T + 11, List.of(1), "no new rates for 10 s"));

    fresh(T + 21);
    assertThat(states()).containsExactly(State.STALE, State.LIVE, State.STALE, State.LIVE);
  }

  @Test
  void aPageThatOnlyRepeatsItselfIsNotFreshThoughItsPointsAreNew() {
    start(T);
    fresh(T + 1);
    for (long second = T + 2; second <= T + 11; second++) {
      health.check(second);
      health.brought(second, List.of(new Point(EURUSD, second, 1.1)), false);
    }

    assertThat(states()).endsWith(State.STALE);
    assertThat(health.newestPoint()).contains(Instant.ofEpochSecond(T + 11));
  }

  @Test
  void anAnswerWithoutOneUsableRowIsNotFresh() {
    start(T);
    fresh(T + 1);
    for (long second = T + 2; second <= T + 11; second++) {
      health.check(second);
      health.brought(second, List.of(), true);
    }

    assertThat(states()).endsWith(State.STALE);
  }

  @Test
  void pointsThatAreHeldUpAreSilenceHoweverFreshTheSourceIs() {
    start(T);
    fresh(T + 1);
    health.heldUp("Kafka is away");
    fresh(T + 2);
    fresh(T + 3);

    assertThat(told.get(told.size() - 1))
        .isEqualTo(new FeedState("fake", State.STALE, T + 2, List.of(1), "Kafka is away"));

    health.heldUp(null);
    fresh(T + 4);
    assertThat(states()).containsExactly(State.STALE, State.LIVE, State.STALE, State.LIVE);
  }

  @Test
  void whatHoldsUpTheSilenceOfAClosedWeekIsNobodysNews() {
    start(second("2024-01-06T12:00:00-05:00"));
    health.heldUp("Kafka is away");
    checks(second("2024-01-06T12:00:01-05:00"), second("2024-01-06T12:00:30-05:00"));

    assertThat(states()).containsExactly(State.CLOSED);
  }

  @Test
  void theSilenceOfAClosedWeekIsNotStale() {
    long friday = second("2024-01-05T17:00:00-05:00");
    start(friday - 60);
    fresh(friday - 1);
    checks(friday, friday + 3600);

    assertThat(told.get(told.size() - 1))
        .isEqualTo(
            new FeedState(
                "fake",
                State.CLOSED,
                friday + 9,
                List.of(1),
                "the FX week is closed until Sunday 17:00 New York"));
  }

  @Test
  void aSourceThatIsStillSilentAfterTheWeekOpenedBecomesStaleTenSecondsLater() {
    long sunday = second("2024-01-07T17:00:00-05:00");
    start(sunday - 100);
    checks(sunday - 99, sunday + 8);
    assertThat(states()).containsExactly(State.CLOSED);

    checks(sunday + 9, sunday + 20); // the last closed second was the one before

    assertThat(states()).containsExactly(State.CLOSED, State.STALE);
    assertThat(told.get(1).since()).isEqualTo(sunday + 9);
  }

  @Test
  void freshRatesInAClosedWeekAreLive() {
    long saturday = second("2024-01-06T12:00:00-05:00");
    start(saturday);
    fresh(saturday + 1);

    assertThat(states()).containsExactly(State.CLOSED, State.LIVE);
  }

  @Test
  void silenceIsNoticedThoughTheClockWentBackAnHour() {
    start(T);
    fresh(T + 1);
    checks(T - 3600, T - 3580);

    assertThat(states()).endsWith(State.STALE);
  }

  @Test
  void oneLostPollOfASlowFeedIsNoSilence() {
    FeedHealth slow = health(Duration.ofMinutes(1));
    clock.set(Instant.ofEpochSecond(T));
    slow.start(List.of(told::add));
    slow.brought(T, List.of(new Point(EURUSD, T, 1.1)), true);
    for (long second = T + 1; second <= T + 120; second++) {
      slow.check(second);
    }

    assertThat(states()).endsWith(State.LIVE);
  }

  @Test
  void aListenerThatThrowsKeepsNobodyFromHearing() {
    health.start(
        List.of(
            state -> {
              throw new IllegalStateException("deaf");
            },
            told::add));

    assertThat(told).hasSize(1);
  }

  @Test
  void theStateAndTheAgeOfTheNewestPointAreMeasured() {
    start(T);
    assertThat(gauge("stale")).isOne();
    assertThat(meters.get("ratecast.feed.freshness").timeGauge().value()).isNaN();

    fresh(T + 1);
    clock.set(Instant.ofEpochSecond(T + 4));

    assertThat(gauge("stale")).isZero();
    assertThat(gauge("live")).isOne();
    assertThat(meters.get("ratecast.feed.freshness").timeGauge().value()).isEqualTo(3);
  }

  @Test
  void pointsThatAnotherNodeBroughtMakeItLiveAndTheirRepetitionStale() {
    start(T);
    FollowedPoints followed = new FollowedPoints(new FakeFeed(), health);
    Asset other = new Asset(2, "pushed");

    followed.brought(List.of(new Point(other, T + 1, 5)));
    assertThat(states()).containsExactly(State.STALE);
    followed.brought(List.of(new Point(EURUSD, T + 1, 1.1)));
    assertThat(states()).containsExactly(State.STALE, State.LIVE);

    for (long second = T + 2; second <= T + 11; second++) {
      health.check(second);
      followed.brought(List.of(new Point(EURUSD, second, 1.1)));
    }
    assertThat(states()).containsExactly(State.STALE, State.LIVE, State.STALE);
  }

  @Test
  void whatAnotherNodeBringsOfThePastSaysNothingOfTheFeed() {
    start(T);
    FollowedPoints followed = new FollowedPoints(new FakeFeed(), health);

    followed.brought(List.of(new Point(EURUSD, T + 1, 1.1)));
    followed.brought(List.of(new Point(EURUSD, T - 5, 1.3)));
    followed.brought(List.of(new Point(EURUSD, T - 86_399, 1.2)));
    health.check(T + 2);
    followed.brought(List.of(new Point(EURUSD, T + 2, 1.1)));

    assertThat(states()).containsExactly(State.STALE, State.LIVE);
    assertThat(meters.get("ratecast.feed.gap").counter().count()).isZero();
  }

  @Test
  void aPointAheadOfTheClockHidesNoneOfThoseThatFollowIt() {
    start(T);
    FollowedPoints followed = new FollowedPoints(new FakeFeed(), health);

    followed.brought(List.of(new Point(EURUSD, T + 50, 1.1)));
    for (int second = 1; second < 30; second++) {
      clock.set(Instant.ofEpochSecond(T + second));
      followed.brought(List.of(new Point(EURUSD, T + second, second)));
      health.check(T + second);
    }

    assertThat(states()).containsExactly(State.STALE, State.LIVE);
  }

  @Test
  void aFeedThatIsSilentDoesNotComeToLifeByWhatAnotherNodeBringsOfThePast() {
    start(T);

    new FollowedPoints(new FakeFeed(), health).brought(List.of(new Point(EURUSD, T - 86_400, 0.9)));

    assertThat(states()).containsExactly(State.STALE);
  }

  @Test
  void anHourlyFeedThatKeepsItsHourHasNoGap() {
    FeedHealth hourly = healthOf(List.of("EURUSD"), Duration.ofHours(1));
    hourly.start(List.of());
    hourly.brought(T, List.of(new Point(EURUSD, T, 1)), true);
    hourly.brought(T + 3600, List.of(new Point(EURUSD, T + 3600, 1)), true);

    assertThat(meters.get("ratecast.feed.gap").tag("feed", "slow").counter().count()).isZero();
  }

  @Test
  void aFeedThatNamesNoSymbolsIsLiveByWhatAnotherNodeBrings() {
    FeedHealth standby = healthOf(List.of(), Duration.ofSeconds(1));
    standby.start(List.of(told::add));

    new FollowedPoints(slow(List.of(), Duration.ofSeconds(1)), standby)
        .brought(List.of(new Point(EURUSD, T + 1, 1.1)));

    assertThat(states()).endsWith(State.LIVE);
  }

  private FeedHealth healthOf(List<String> symbols, Duration period) {
    FeedConfig config =
        new FeedConfig("", Duration.ofSeconds(1), Duration.ofMillis(800), Duration.ofSeconds(10));
    return new FeedHealth(slow(symbols, period), catalog, config, clock, meters);
  }

  private static Feed slow(List<String> symbols, Duration period) {
    return new Feed() {
      @Override
      public String name() {
        return "slow";
      }

      @Override
      public List<String> symbols() {
        return symbols;
      }

      @Override
      public FeedConfig rhythm(FeedConfig settings) {
        return new FeedConfig("", period, settings.timeout(), settings.staleAfter());
      }

      @Override
      public CompletionStage<Answer> poll(long second) {
        return FakeFeed.away();
      }
    };
  }

  private FeedHealth health(Duration period) {
    FeedConfig config = new FeedConfig("", period, Duration.ofMillis(800), Duration.ofSeconds(10));
    return new FeedHealth(new FakeFeed(), catalog, config, clock, meters);
  }

  private void start(long second) {
    clock.set(Instant.ofEpochSecond(second));
    health.start(List.of(told::add));
  }

  private void fresh(long second) {
    health.check(second);
    health.brought(second, List.of(new Point(EURUSD, second, 1.1)), true);
  }

  private void checks(long from, long to) {
    for (long second = from; second <= to; second++) {
      health.check(second);
    }
  }

  private double gauge(String state) {
    return meters.get("ratecast.feed.state").tag("state", state).gauge().value();
  }

  private List<State> states() {
    return told.stream().map(FeedState::state).toList();
  }

  private static long second(String moment) {
    return OffsetDateTime.parse(moment).toEpochSecond();
  }
}

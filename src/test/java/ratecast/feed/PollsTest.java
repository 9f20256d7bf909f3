package ratecast.feed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Point;
import ratecast.market.PointSink;
import ratecast.market.PollGate;
import ratecast.market.Tick;
import ratecast.support.ManualClock;

/** Drives the seconds by hand; answers are settled at once, on the test's thread. */
@Timeout(value = 60, unit = SECONDS)
final class PollsTest {
  private static final long T = 1_700_000_000L; // a Tuesday, and a multiple of 5
  private static final long HOUR = T / 3600 * 3600 + 3600; // the whole one after it
  private static final Asset EURUSD = new Asset(1, "EURUSD");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AssetCatalog catalog = new AssetCatalog();
  private final FakeFeed feed = new FakeFeed();
  private final List<List<Point>> sunk = new ArrayList<>();
  private final Turn turn = new Turn();
  private boolean ourTurn = true;
  private FeedHealth health = health(Duration.ofSeconds(1));
  private Polls polls = polls(Duration.ofSeconds(1));

  @BeforeEach
  void catalogue() {
    catalog.add(EURUSD);
  }

  @Test
  void eachSecondBringsThePointsOfThatSecondInOneCall() {
    ticks(T, T + 1, T + 2);

    assertThat(sunk)
        .containsExactly(
            List.of(new Point(EURUSD, T, 1.1)),
            List.of(new Point(EURUSD, T + 1, 1.1)),
            List.of(new Point(EURUSD, T + 2, 1.1)));
    assertThat(count("answered")).isEqualTo(3);
  }

  @Test
  void aFailedPollCostsItsOwnSecondOnly() {
    feed.answers(second -> second == T + 1 ? FakeFeed.away() : FakeFeed.price("1.1"));

    ticks(T, T + 1, T + 2);

    assertThat(times()).containsExactly(T, T + 2);
    assertThat(count("unreachable")).isOne();
  }

  @Test
  void theDistanceBetweenPollsGrowsToFourSecondsWhileTheSourceIsAway() {
    feed.answers(second -> FakeFeed.away());

    ticks(LongStream.range(T, T + 20).toArray());

    assertThat(feed.asked).containsExactly(T, T + 1, T + 2, T + 4, T + 6, T + 10, T + 14, T + 18);
    assertThat(count("backing-off")).isEqualTo(12);
  }

  @Test
  void aSourceOfTheHourIsAskedAtTheStartAndThenAtEachWholeHour() {
    polls = polls(Duration.ofHours(1));

    ticks(LongStream.rangeClosed(T, T + 7200).toArray());

    assertThat(feed.asked).containsExactly(T, HOUR, HOUR + 3600);
    assertThat(count("answered")).isEqualTo(3);
    assertThat(count("missed")).isZero();
  }

  @Test
  void aSourceOfTheHourThatIsAwayIsAskedAgainWithinItsHour() {
    feed.answers(second -> second < T + 100 ? FakeFeed.away() : FakeFeed.price("1.1"));
    polls = polls(Duration.ofHours(1));

    ticks(LongStream.range(T, T + 1000).toArray());

    assertThat(feed.asked).containsExactly(T, T + 5, T + 15, T + 45, T + 105);
    assertThat(times()).containsExactly(T + 105);
  }

  @Test
  void aSourceOfTheHourWhoseSecondWasMissedIsAskedOnceAsSoonAsItCanBe() {
    polls = polls(Duration.ofHours(1));

    ticks(T, HOUR + 3, HOUR + 4, HOUR + 5);
    assertThat(feed.asked).containsExactly(T, HOUR + 3);
    assertThat(count("missed")).isZero();

    ticks(LongStream.rangeClosed(HOUR + 3600, HOUR + 3700).toArray());
    ticks(HOUR + 4 * 3600 + 10, HOUR + 4 * 3600 + 11);
    assertThat(feed.asked)
        .containsExactly(T, HOUR + 3, HOUR + 3600, HOUR + 4 * 3600 + 10)
        .isEqualTo(times());
    assertThat(count("missed")).isEqualTo(2);
  }

  @Test
  void aSourceOfTheHourThatStillAnswersAtTheWholeHourIsAskedRightAfterwards() {
    CompletableFuture<Answer> slow = new CompletableFuture<>();
    feed.answers(second -> second == HOUR - 1 ? slow : FakeFeed.price("1.2"));
    polls = polls(Duration.ofHours(1));

    ticks(HOUR - 1, HOUR);
    FakeFeed.price("1.1").thenAccept(slow::complete);
    ticks(HOUR + 1, HOUR + 2);

    assertThat(times()).containsExactly(HOUR - 1, HOUR + 1);
    assertThat(count("still-polling")).isOne();
    assertThat(count("missed")).isZero();
  }

  @Test
  void whoseTurnBeginsAsksASourceOfTheHourAsOneThatNeverAsked() {
    polls = polls(Duration.ofHours(1));
    ticks(T);

    // lost and had again within the hour
    ourTurn = false;
    ticks(T + 1, T + 2);
    ourTurn = true;
    ticks(T + 3, T + 4);
    assertThat(feed.asked).containsExactly(T, T + 3);

    // and over a whole hour
    ourTurn = false;
    ticks(LongStream.range(T + 5, HOUR + 3).toArray());
    ourTurn = true;
    ticks(HOUR + 3, HOUR + 4);
    assertThat(times()).containsExactly(T, T + 3, HOUR + 3);
    assertThat(count("standing-by")).as("the whole hour").isOne();
    assertThat(count("missed")).isZero();
  }

  @Test
  void whoseTurnBeginsDoesNotWaitForWhatFailedInAnEarlierOne() {
    feed.answers(second -> FakeFeed.away());
    polls = polls(Duration.ofHours(1));
    ticks(LongStream.range(T, T + 100).toArray());
    assertThat(feed.asked).containsExactly(T, T + 5, T + 15, T + 45);

    ourTurn = false;
    ticks(T + 100);
    ourTurn = true;
    ticks(LongStream.range(T + 101, T + 110).toArray());

    assertThat(feed.asked).endsWith(T + 45, T + 101, T + 106);
  }

  @Test
  void anAnswerThatWasLetGoIsAskedForInTheNextTurn() {
    CompletableFuture<Answer> slow = new CompletableFuture<>();
    feed.answers(second -> second == T ? slow : FakeFeed.price("1.2"));
    polls = polls(Duration.ofHours(1));
    ticks(T);

    ourTurn = false;
    FakeFeed.price("1.1").thenAccept(slow::complete);
    ourTurn = true;
    ticks(T + 1, T + 2);

    assertThat(times()).containsExactly(T + 1);
  }

  @Test
  void aSourceThatComesBackIsHeardWithinFiveSecondsWheneverThatIs() {
    for (long back = T + 1; back < T + 40; back++) {
      long comesBack = back;
      feed.asked.clear();
      sunk.clear();
      polls = polls(Duration.ofSeconds(1));
      feed.answers(second -> second < comesBack ? FakeFeed.away() : FakeFeed.price("1.1"));

      ticks(LongStream.range(T, T + 50).toArray());

      assertThat(times().get(0)).isBetween(back, back + 4);
      assertThat(times()).hasSize((int) (T + 50 - times().get(0)));
    }
  }

  @Test
  void afterRecoveryASingleFailureAgainCostsItsOwnSecondOnly() {
    feed.answers(
        second -> second < T + 10 || second == T + 20 ? FakeFeed.away() : FakeFeed.price("1.1"));

    ticks(LongStream.range(T, T + 25).toArray());

    assertThat(times()).contains(T + 19, T + 21).doesNotContain(T + 20);
  }

  @Test
  void neverAreTwoPollsUnderWayAndTheSecondInBetweenIsCounted() {
    CompletableFuture<Answer> slow = new CompletableFuture<>();
    feed.answers(second -> second == T ? slow : FakeFeed.price("1.2"));

    ticks(T, T + 1);
    assertThat(feed.asked).containsExactly(T);
    assertThat(count("still-polling")).isOne();
    slow.complete(FakeFeed.price("1.1").toCompletableFuture().join());
    ticks(T + 2);

    assertThat(sunk.stream().flatMap(List::stream))
        .containsExactly(new Point(EURUSD, T, 1.1), new Point(EURUSD, T + 2, 1.2));
  }

  @Test
  void aPollThatNeverEndsIsGivenUpAtTheTimeoutAndItsLateAnswerIsDropped() {
    CompletableFuture<Answer> never = new CompletableFuture<>();
    feed.answers(second -> second == T ? never : FakeFeed.price("1.2"));

    ticks(T);
    await().until(() -> count("timeout") == 1);
    ticks(T + 1);
    never.complete(FakeFeed.price("1.1").toCompletableFuture().join());

    assertThat(times()).containsExactly(T + 1);
  }

  @Test
  void whateverAFeedThrowsTheNextSecondIsAskedAgain() {
    feed.answers(
        second -> {
          if (second == T) {
            throw new IllegalStateException("thrown at once");
          }
          if (second == T + 1) {
            throw new StackOverflowError("an Error");
          }
          return second == T + 2
              ? CompletableFuture.failedStage(new OutOfMemoryError("an Error later"))
              : FakeFeed.price("1.1");
        });

    ticks(T, T + 1, T + 2, T + 3, T + 4);

    assertThat(count("bug")).isEqualTo(3);
    assertThat(times()).containsExactly(T + 4);
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless adapter may do
  void anAnswerThatIsNoneIsABugAndNoEnd() {
    feed.answers(second -> second == T ? null : CompletableFuture.completedStage(null));

    ticks(T, T + 1);

    assertThat(count("bug")).isEqualTo(2);
  }

  @Test
  void aSinkThatThrowsEndsNothing() {
    Polls careless =
        polls(
            Duration.ofSeconds(1),
            points -> {
              throw new IllegalStateException("full");
            });

    careless.tick(T);
    careless.tick(T + 1);

    assertThat(feed.asked).containsExactly(T, T + 1);
  }

  @Test
  void noSecondIsDoubledWhenTheClockGoesBack() {
    ticks(T, T + 1, T + 2);

    ticks(T + 1, T + 2, T - 3600, T + 2, T + 3);

    assertThat(times()).containsExactly(T, T + 1, T + 2, T + 3);
    assertThat(count("clock-went-back")).isEqualTo(4);
  }

  @Test
  void secondsThatItOnlyStoodByWhileItsClockWasAheadDoNotKeepItFromAsking() {
    ourTurn = false;
    ticks(T + 3600, T + 3601, T);

    ourTurn = true;
    ticks(T + 1, T + 2);

    assertThat(times()).containsExactly(T + 1, T + 2);
    assertThat(count("clock-went-back")).isZero();
    assertThat(count("missed")).isZero();
  }

  @Test
  void theTurnIsNotWantedWhileTheClockIsBehindWhatWasAsked() {
    ticks(T);
    assertThat(turn.wanted).isTrue();

    ticks(T - 3600);
    assertThat(turn.wanted).isFalse();

    // It is another's, and still it is the clock that has to be looked at.
    ourTurn = false;
    ticks(T - 3599, T - 5);
    assertThat(turn.wanted).isFalse();
    assertThat(count("clock-went-back")).isEqualTo(3);
    assertThat(count("standing-by")).isZero();

    ticks(T + 1);
    assertThat(turn.wanted).isTrue();
    ourTurn = true;
    ticks(T + 2);
    assertThat(times()).containsExactly(T, T + 2);
    assertThat(feed.resumed).isOne();
  }

  @Test
  void aClockThatStepsBackByAFewSecondsKeepsItsTurn() {
    ticks(T, T - 4);

    assertThat(turn.wanted).isTrue();
    assertThat(count("clock-went-back")).isOne();
  }

  @Test
  void secondsInWhichNobodyCalledAreCountedAsMissed() {
    ticks(T, T + 1, T + 4);

    assertThat(times()).containsExactly(T, T + 1, T + 4);
    assertThat(count("missed")).isEqualTo(2);
  }

  @Test
  void aLongerPeriodIsAlignedToTheClock() {
    polls = polls(Duration.ofSeconds(5));

    ticks(LongStream.range(T + 1, T + 16).toArray());

    assertThat(times()).containsExactly(T + 5, T + 10, T + 15);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 60})
  void backingOffNeverSkipsMoreThanFourSecondsOrOnePeriod(int period) {
    polls = polls(Duration.ofSeconds(period));
    feed.answers(second -> FakeFeed.away());

    ticks(LongStream.range(T, T + 600).toArray());

    for (int i = 1; i < feed.asked.size(); i++) {
      assertThat(feed.asked.get(i) - feed.asked.get(i - 1)).isBetween(1L, Math.max(4L, period));
    }
  }

  @Test
  void nothingIsAskedWhileItIsAnotherNodesTurnAndThenTheFeedIsToldThatItStoodBy() {
    ticks(T);
    ourTurn = false;
    ticks(T + 1, T + 2);
    assertThat(feed.resumed).isZero();
    ourTurn = true;
    ticks(T + 3, T + 4);

    assertThat(feed.asked).containsExactly(T, T + 3, T + 4);
    assertThat(times()).containsExactly(T, T + 3, T + 4);
    assertThat(feed.resumed).isOne();
    assertThat(count("standing-by")).isEqualTo(2);
    assertThat(count("missed")).isZero();
  }

  @Test
  void anAnswerThatComesWhenTheTurnIsOverBringsNothing() {
    CompletableFuture<Answer> slow = new CompletableFuture<>();
    feed.answers(second -> slow);
    ticks(T);

    ourTurn = false;
    FakeFeed.price("1.1").thenAccept(slow::complete);

    assertThat(sunk).isEmpty();
  }

  /** Opens as the test says. */
  @Test
  void whatHoldsUpThePointsThatAreSentIsNoMatterToANodeThatSendsNone() {
    ourTurn = false;
    polls =
        polls(
            Duration.ofSeconds(1),
            new PointSink() {
              @Override
              public void accept(Tick tick) {
                sunk.add(tick.points());
              }

              @Override
              public Optional<String> heldUp() {
                return Optional.of("Kafka is away");
              }
            });

    ticks(T + 1);
    assertThat(health.current().orElseThrow().text()).isEqualTo("no rates yet");

    ourTurn = true;
    ticks(T + 2);
    assertThat(health.current().orElseThrow().text()).isEqualTo("Kafka is away");
  }

  private final class Turn implements PollGate {
    private boolean wanted = true;

    @Override
    public boolean isOpen() {
      return ourTurn;
    }

    @Override
    public void wanted(boolean couldAsk) {
      wanted = couldAsk;
    }
  }

  private Polls polls(Duration period) {
    return polls(period, tick -> sunk.add(tick.points()));
  }

  private FeedHealth health(Duration period) {
    FeedHealth fresh =
        new FeedHealth(
            feed, catalog, config(period), new ManualClock(Instant.ofEpochSecond(T)), meters);
    fresh.start(List.of());
    return fresh;
  }

  private static FeedConfig config(Duration period) {
    return new FeedConfig("", period, Duration.ofMillis(800), Duration.ofSeconds(10));
  }

  private Polls polls(Duration period, PointSink sink) {
    health = health(period);
    return new Polls(
        feed,
        new QuoteRules(catalog, meters),
        sink,
        turn,
        health,
        config(period),
        new ManualClock(Instant.ofEpochSecond(T)),
        meters,
        Runnable::run);
  }

  private void ticks(long... seconds) {
    for (long second : seconds) {
      polls.tick(second);
    }
  }

  private List<Long> times() {
    return sunk.stream().flatMap(List::stream).map(Point::time).toList();
  }

  private double count(String outcome) {
    return meters.counter("ratecast.feed.polls", "feed", "fake", "outcome", outcome).count();
  }
}

package ratecast.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ratecast.market.Quote;

final class WalkFeedTest {
  private static final List<String> PAIRS =
      List.of("EURUSD", "USDJPY", "GBPUSD", "AUDUSD", "USDCAD");

  @Test
  void oneSeedGivesTheSameQuotesPollByPollInWhicheverHour() {
    WalkFeed one = new WalkFeed(PAIRS, 100, 42, WalkFeedTest::nothingYet);
    WalkFeed same = new WalkFeed(PAIRS, 100, 42, WalkFeedTest::nothingYet);
    WalkFeed other = new WalkFeed(PAIRS, 100, 43, WalkFeedTest::nothingYet);

    List<List<Quote>> quotes = polls(one, 1_000, 50);

    assertThat(polls(same, 9_999_999, 50)).isEqualTo(quotes);
    assertThat(polls(other, 1_000, 50)).isNotEqualTo(quotes);
  }

  @Test
  void afterAnotherNodesTurnTheLinesGoOnFromItsLastValues() {
    Map<String, Double> last = new HashMap<>(Map.of("ticker_0", 7.0));
    WalkFeed walk =
        new WalkFeed(
            List.of(),
            1,
            42,
            name ->
                last.containsKey(name)
                    ? OptionalDouble.of(last.get(name))
                    : OptionalDouble.empty());
    polls(walk, 0, 5);

    last.put("ticker_0", 1000.0);
    walk.resume();

    assertThat(polls(walk, 5, 1).get(0).get(0).mid().doubleValue()).isBetween(999.0, 1001.0);
  }

  @Test
  void theOrderOfTheAssetsAndTheirCompanyChangeNothing() {
    List<Quote> among = line(new WalkFeed(PAIRS, 100, 42, WalkFeedTest::nothingYet), "GBPUSD", 100);
    List<Quote> alone =
        line(new WalkFeed(List.of("GBPUSD"), 0, 42, WalkFeedTest::nothingYet), "GBPUSD", 100);

    assertThat(alone).isEqualTo(among);
  }

  @Test
  void theFirstQuotesOfASeedStayWhatTheyAre() {
    WalkFeed walk = new WalkFeed(PAIRS, 1, 42, WalkFeedTest::nothingYet);

    polls(walk, 0, 9);

    assertThat(polls(walk, 9, 1).get(0))
        .extracting(q -> q.symbol() + " " + q.bid() + " " + q.ask())
        .containsExactly(
            "EURUSD 1.08000 1.08008",
            "USDJPY 149.996 150.003",
            "GBPUSD 1.26993 1.27002",
            "AUDUSD 0.65993 0.66002",
            "USDCAD 1.35989 1.35997",
            "ticker_0 -1 -1");
  }

  @ParameterizedTest
  @CsvSource({
    "EURUSD, 1.08, 5",
    "USDJPY, 150, 3",
    "GBPUSD, 1.27, 5",
    "AUDUSD, 0.66, 5",
    "USDCAD, 1.36, 5",
    "EURJPY, 162, 3",
  })
  void aRateWalksAroundItsUsualLevelWithASpreadAndRoundedAsQuoted(
      String symbol, double level, int decimals) {
    List<Quote> day =
        line(new WalkFeed(List.of(symbol), 0, 7, WalkFeedTest::nothingYet), symbol, 20_000);

    assertThat(day.get(0).mid().doubleValue()).isCloseTo(level, within(level * 0.001));
    assertThat(day.stream().allMatch(q -> isAsQuoted(q, decimals))).isTrue();
    var range = day.stream().mapToDouble(q -> q.mid().doubleValue()).summaryStatistics();
    assertThat(range.getMin()).isGreaterThan(level * 0.95);
    assertThat(range.getMax()).isLessThan(level * 1.05);
    double[] steps = steps(day);
    double deviation = Math.sqrt(square(steps) / steps.length);
    assertThat(deviation).as("relative step of one second").isBetween(1.2e-5, 2.5e-5);
  }

  @Test
  void aNameThatIsNoPairWalksTooAndIsNeverZeroOrNegative() {
    for (Quote quote :
        line(new WalkFeed(List.of("US.ECOMM"), 0, 7, WalkFeedTest::nothingYet), "US.ECOMM", 5000)) {
      assertThat(quote.bid().signum()).isPositive();
      assertThat(quote.bid()).isLessThan(quote.ask());
    }
  }

  @Test
  void evenFromTheSmallestLastValueARateStaysPositive() {
    Function<String, OptionalDouble> tiny = symbol -> OptionalDouble.of(0.000001);

    for (Quote quote : line(new WalkFeed(List.of("EURUSD"), 0, 7, tiny), "EURUSD", 5000)) {
      assertThat(quote.bid().signum()).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "100, ticker_00, ticker_99",
    "10, ticker_0, ticker_9",
    "11, ticker_00, ticker_10",
    "1000, ticker_000, ticker_999",
    "1, ticker_0, ticker_0",
  })
  void theIndexOfATickerIsPaddedToTheWidthOfTheLargest(int count, String first, String last) {
    assertThat(WalkFeed.tickerNames(count)).hasSize(count).startsWith(first).endsWith(last);
  }

  @Test
  void noTickersAreNone() {
    assertThat(new WalkFeed(PAIRS, 0, 1, WalkFeedTest::nothingYet).symbols()).isEqualTo(PAIRS);
  }

  @Test
  void aTickerBeginsAtZeroAndGoesOneUpOrDownWithEqualChance() {
    List<Quote> line =
        line(new WalkFeed(List.of(), 20, 7, WalkFeedTest::nothingYet), "ticker_17", 20_001);

    assertThat(line.get(0)).isEqualTo(Quote.of("ticker_17", BigDecimal.ZERO));
    int ups = 0;
    int downs = 0;
    for (int i = 1; i < line.size(); i++) {
      int step = line.get(i).bid().subtract(line.get(i - 1).bid()).intValueExact();
      ups += step == 1 ? 1 : 0;
      downs += step == -1 ? 1 : 0;
    }
    assertThat(ups + downs).isEqualTo(20_000);
    assertThat(ups).isBetween(9_700, 10_300);
    assertThat(line).anyMatch(quote -> quote.bid().signum() < 0);
  }

  @Test
  void tickersDoNotWalkInStep() {
    WalkFeed walk = new WalkFeed(List.of(), 1000, 7, WalkFeedTest::nothingYet);
    Map<String, StringBuilder> lines = new HashMap<>();
    for (List<Quote> poll : polls(walk, 0, 100)) {
      poll.forEach(
          q ->
              lines
                  .computeIfAbsent(q.symbol(), s -> new StringBuilder())
                  .append(q.bid())
                  .append(' '));
    }

    assertThat(lines.values().stream().map(StringBuilder::toString).distinct()).hasSize(1000);
  }

  @Test
  void aRestartContinuesEveryLineFromItsLastValue() {
    Function<String, OptionalDouble> stored =
        symbol -> OptionalDouble.of(symbol.startsWith("ticker") ? -17 : 1.234565);

    List<Quote> first = polls(new WalkFeed(List.of("EURUSD"), 1, 7, stored), 0, 1).get(0);

    assertThat(first.get(0).mid().doubleValue()).isCloseTo(1.234565, within(0.0001));
    assertThat(first.get(1).bid().intValueExact()).isIn(-18, -16);
  }

  @Test
  void aRunThatIsInterruptedWalksOnAsIfItWereNot() {
    WalkFeed whole = new WalkFeed(PAIRS, 10, 42, WalkFeedTest::nothingYet);
    Map<String, Double> stored = new HashMap<>();
    polls(whole, 0, 100)
        .forEach(poll -> poll.forEach(q -> stored.put(q.symbol(), q.mid().doubleValue())));

    WalkFeed after =
        new WalkFeed(PAIRS, 10, 42, symbol -> OptionalDouble.of(stored.getOrDefault(symbol, 0.0)));

    for (Quote quote : polls(after, 200, 1).get(0)) {
      double step = Math.abs(quote.mid().doubleValue() - stored.getOrDefault(quote.symbol(), 0.0));
      assertThat(step).isLessThanOrEqualTo(quote.symbol().startsWith("ticker") ? 1 : 0.02);
    }
  }

  private static boolean isAsQuoted(Quote quote, int decimals) {
    int spread = quote.ask().subtract(quote.bid()).unscaledValue().intValue();
    return quote.bid().signum() > 0
        && quote.bid().scale() == decimals
        && quote.ask().scale() == decimals
        && spread >= 7
        && spread <= 9;
  }

  private static OptionalDouble nothingYet(String symbol) {
    return OptionalDouble.empty();
  }

  private static List<List<Quote>> polls(WalkFeed walk, long from, int count) {
    List<List<Quote>> polls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Answer answer = walk.poll(from + i).toCompletableFuture().join();
      polls.add(answer.quotes().taken());
    }
    return polls;
  }

  private static List<Quote> line(WalkFeed walk, String symbol, int count) {
    return polls(walk, 0, count).stream()
        .flatMap(List::stream)
        .filter(quote -> quote.symbol().equals(symbol))
        .toList();
  }

  private static double[] steps(List<Quote> line) {
    double[] steps = new double[line.size() - 1];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = line.get(i + 1).mid().doubleValue() / line.get(i).mid().doubleValue() - 1;
    }
    return steps;
  }

  private static double square(double[] steps) {
    double sum = 0;
    for (double step : steps) {
      sum += step * step;
    }
    return sum;
  }
}

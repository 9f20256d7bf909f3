package ratecast.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ratecast.intake.Intake;
import ratecast.intake.Rejection;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Point;
import ratecast.market.Quote;

final class QuoteRulesTest {
  private static final long SECOND = 1_455_883_484L;
  private static final Asset EURUSD = new Asset(1, "EURUSD");
  private static final Asset TICKER = new Asset(6, "ticker_00");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AssetCatalog catalog = new AssetCatalog();
  private final QuoteRules rules = new QuoteRules(catalog, meters);

  @BeforeEach
  void catalogue() {
    catalog.add(EURUSD);
    catalog.add(TICKER);
  }

  @ParameterizedTest
  @CsvSource({
    "1.11035, 1.11061, 1.11048",
    "1.110480, 1.110482, 1.110481",
    "1.09107, 1.0913, 1.091185",
    "181.6417, 181.6447, 181.6432",
    "0.1, 0.2, 0.15",
    "1.1, 1.1, 1.1",
  })
  void theValueIsTheExactMidWithoutBinaryNoise(String bid, String ask, String value) {
    Intake<Point> points = rules.points("test", quotes(quote("EURUSD", bid, ask)), SECOND);

    assertThat(points.taken())
        .containsExactly(new Point(EURUSD, SECOND, Double.parseDouble(value)));
    assertThat(Double.toString(points.taken().get(0).value())).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "EURUSD, 1.2, 1.1, crossed",
    "EURUSD, 0, 1.1, not-positive",
    "EURUSD, -1.1, 1.1, not-positive",
    "ticker_00, 1, 0, crossed",
    "EURUSD, 1e999999999, 1e999999999, out-of-range",
    "EURUSD, 1e-999999999, 1, out-of-range",
  })
  void anUnusableQuoteIsTurnedAwayWithItsReason(
      String symbol, String bid, String ask, String reason) {
    Intake<Point> points = rules.points("test", quotes(quote(symbol, bid, ask)), SECOND);

    assertThat(points.taken()).isEmpty();
    assertThat(points.rejections()).extracting(Rejection::reason).containsExactly(reason);
    assertThat(rows(reason)).isOne();
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "-17"})
  void aTickerIsANumberAndMayBeZeroOrNegative(String value) {
    Intake<Point> points =
        rules.points("test", quotes(Quote.of("ticker_00", new BigDecimal(value))), SECOND);

    assertThat(points.taken())
        .containsExactly(new Point(TICKER, SECOND, Double.parseDouble(value)));
  }

  @Test
  void symbolsThatNobodyAskedForAreCountedAndNoError() {
    Intake<Point> points =
        rules.points("test", quotes(quote("USOil", "1", "2"), quote("US.ECOMM", "2", "1")), SECOND);

    assertThat(points).isEqualTo(Intake.of(List.of()));
    assertThat(rows("unlisted")).isEqualTo(2);
  }

  @Test
  void theLastUsableQuoteOfASymbolGivesItsOnePoint() {
    Intake<Point> points =
        rules.points(
            "test",
            quotes(
                quote("EURUSD", "1.1", "1.1"),
                quote("EURUSD", "1.2", "1.2"),
                quote("EURUSD", "1.4", "1.3")),
            SECOND);

    assertThat(points.taken()).containsExactly(new Point(EURUSD, SECOND, 1.2));
    assertThat(List.of(rows("point"), rows("superseded"), rows("crossed"))).containsOnly(1.0);
  }

  @Test
  void rowsThatTheSourceSpoiledAreKeptAndCounted() {
    Intake.Builder<Quote> page = new Intake.Builder<>();
    page.take(quote("EURUSD", "1.1", "1.1"));
    page.reject("not-a-number", "USDJPY NaN NaN");

    Intake<Point> points = rules.points("test", page.build(), SECOND);

    assertThat(points.taken()).hasSize(1);
    assertThat(points.rejections())
        .containsExactly(new Rejection("not-a-number", "USDJPY NaN NaN"));
    assertThat(rows("not-a-number")).isOne();
  }

  private double rows(String outcome) {
    return meters.counter("ratecast.feed.rows", "feed", "test", "outcome", outcome).count();
  }

  private static Quote quote(String symbol, String bid, String ask) {
    return new Quote(symbol, new BigDecimal(bid), new BigDecimal(ask));
  }

  private static Intake<Quote> quotes(Quote... quotes) {
    return Intake.of(List.of(quotes));
  }
}

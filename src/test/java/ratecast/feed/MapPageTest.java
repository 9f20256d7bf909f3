package ratecast.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ratecast.intake.Rejection;
import ratecast.market.CurrencyPair;

final class MapPageTest {
  static final String OPEN_EXCHANGE_RATES =
      "{\"disclaimer\":\"Usage subject to terms\",\"license\":\"...\",\"timestamp\":1686614400,"
          + "\"base\":\"USD\",\"rates\":{\"EUR\":0.924123,\"JPY\":139.825,\"BTC\":0.000038623581}}";
  static final String FIXER =
      "{\"success\":true,\"timestamp\":1519296206,\"base\":\"EUR\",\"date\":\"2018-02-22\","
          + "\"rates\":{\"AUD\":1.566015,\"USD\":1.23396,\"JPY\":132.360679}}";
  static final String FRANKFURTER =
      "{\"amount\":1.0,\"base\":\"EUR\",\"date\":\"2024-01-15\","
          + "\"rates\":{\"GBP\":0.8623,\"USD\":1.089}}";
  static final String REFUSED =
      "{\"success\":false,\"error\":{\"code\":101,\"type\":\"invalid_access_key\","
          + "\"info\":\"You have not supplied a valid API Access Key.\"}}";

  @ParameterizedTest
  @CsvSource({
    "EURUSD, 1.08211", // 1 / 0.924123 = 1.082107...
    "USDJPY, 139.825", // as the page says it
    "EURJPY, 151.306", // 139.825 / 0.924123 = 151.3056...
    "USDBTC, 0.000038623581",
  })
  void aPairIsCrossedFromTheBaseExactlyAndRoundedAtItsUsualDecimals(String pair, String price)
      throws PollException {
    assertThat(price(OPEN_EXCHANGE_RATES, pair)).isEqualTo(new BigDecimal(price));
  }

  @Test
  void whatLiesExactlyBetweenTwoGoesToTheEvenOne() throws PollException {
    String page = "{\"base\":\"EUR\",\"rates\":{\"USD\":2,\"AUD\":2.00001,\"CAD\":2.00003}}";

    assertThat(price(page, "USDAUD")).isEqualTo(new BigDecimal("1.00000")); // 1.000005
    assertThat(price(page, "USDCAD")).isEqualTo(new BigDecimal("1.00002")); // 1.000015
  }

  @Test
  void theThreeKindsOfSourcesAreRead() throws PollException {
    assertThat(MapPage.parse(OPEN_EXCHANGE_RATES).time()).contains(1_686_614_400L);
    assertThat(MapPage.parse(FIXER).time()).contains(1_519_296_206L);
    assertThat(MapPage.parse(FRANKFURTER).time())
        .contains(Instant.parse("2024-01-15T00:00:00Z").getEpochSecond());

    assertThat(price(FIXER, "AUDUSD")).isEqualTo(new BigDecimal("0.78796"));
    assertThat(price(FRANKFURTER, "EURUSD")).isEqualTo(new BigDecimal("1.089"));
    assertThat(price(FRANKFURTER, "GBPUSD")).isEqualTo(new BigDecimal("1.26290"));
  }

  @Test
  void ratesOfAnotherAmountAreOfThatAmount() throws PollException {
    String page = "{\"amount\":100,\"base\":\"JPY\",\"rates\":{\"USD\":0.715}}";

    assertThat(price(page, "USDJPY")).isEqualTo(new BigDecimal("139.860"));
  }

  @Test
  void aRateThatIsNoneCostsItsOwnCurrencyOnly() throws PollException {
    MapPage page =
        MapPage.parse(
            "{\"base\":\"USD\",\"rates\":{\"EUR\":\"soon\",\"GBP\":null,\"CHF\":{},\"CAD\":0,"
                + "\"AUD\":-1,\"SEK\":1e999999,\"JPY\":139.825}}");

    assertThat(page.rates()).containsOnlyKeys("JPY", "USD");
    assertThat(page.rejections())
        .extracting(Rejection::reason)
        .containsExactly(
            "not-a-number",
            "not-a-number",
            "not-a-number",
            "not-positive",
            "not-positive",
            "not-a-number");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | empty",
        "<html>Sorry</html> | not-a-rates-page",
        "[] | not-a-rates-page",
        "{\"rates\":{\"EUR\":1}} | not-a-rates-page",
        "{\"base\":\"USD\",\"amount\":0,\"rates\":{\"EUR\":1}} | not-a-rates-page",
        "{\"base\":\"USD\"} | no-rates",
        "{\"base\":\"USD\",\"rates\":{}} | no-rates",
        "{\"base\":\"USD\",\"rates\":[1,2]} | no-rates",
        "{\"base\":\"USD\",\"rates\":{\"EUR\":0.9 | truncated",
        "{\"success\":false} | refused",
        "{\"success\":false,\"error\":\"no\"} | refused",
      })
  void whatIsNoPageOfRatesIsAFailedPollWithItsReason(String text, String reason) {
    assertThatThrownBy(() -> MapPage.parse(text))
        .isInstanceOfSatisfying(PollException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void whatTheSourceSaysWhenItRefusesIsPassedOn() {
    assertThatThrownBy(() -> MapPage.parse(REFUSED))
        .hasMessage("the source refuses: You have not supplied a valid API Access Key.");
  }

  private static BigDecimal price(String page, String pair) throws PollException {
    return MapPage.parse(page).price(CurrencyPair.parse(pair).orElseThrow()).orElseThrow();
  }
}

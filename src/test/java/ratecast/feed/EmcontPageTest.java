package ratecast.feed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ratecast.support.RatesPage.NEW_FORM;
import static ratecast.support.RatesPage.OLD_FORM;

import java.math.BigDecimal;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ratecast.intake.Intake;
import ratecast.intake.Rejection;
import ratecast.market.Quote;

final class EmcontPageTest {
  @Test
  void theOlderFormIsReadThoughItIsNoJson() throws PollException {
    Intake<Quote> page = EmcontPage.parse(OLD_FORM);

    assertThat(page.taken())
        .containsExactly(
            quote("EURUSD", "1.09107", "1.0913"),
            quote("USOil", "109.14", "109.18"),
            quote("COIN.us", "160.15", "160.27"));
    assertThat(page.rejections()).isEmpty();
  }

  @Test
  void theNewerFormIsReadWithItsPricesFromTheText() throws PollException {
    Intake<Quote> page = EmcontPage.parse(NEW_FORM);

    assertThat(page.taken())
        .containsExactly(
            quote("EURUSD", "1.11035", "1.11061"), quote("USDJPY", "181.6417", "181.6447"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null({\"Rates\":[%s]});\n",
        "null({\"Rates\":[%s]}); ",
        "null({\"Rates\":[%s]});",
        "null({\"Rates\":[%s]})",
        "\uFEFFnull ( {\"Rates\" : [%s] , } ) ; \r\n",
        "jQuery1.call_9({\"Rates\":[%s]});",
        "{\"Rates\":[%s]}\n",
        "null({\"Version\":{\"a\":[1,{}]},\"Rates\":[%s],\"Time\":\"x\"});",
        "null({\"Rates\":[%s,]});",
        "null({\"Rates\":[%s,{\"Symbol\":\"EURUSD\",\"Bid\":1.1,\"Ask\":1.2,\"Spread\":NaN,},]});",
      })
  void theWrapperMayVary(String wrapper) throws PollException {
    String text = wrapper.replace("%s", "{\"Symbol\":\"EURUSD\",\"Bid\":1.1,\"Ask\":1.2}");

    assertThat(EmcontPage.parse(text).taken()).containsOnly(quote("EURUSD", "1.1", "1.2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"Symbol\":\"USDJPY\",\"Bid\":NaN,\"Ask\":150.1} | not-a-number",
        "{\"Symbol\":\"USDJPY\",\"Bid\":150.1,\"Ask\":NaN,} | not-a-number",
        "{\"Symbol\":\"USDJPY\",\"Bid\":\"NaN\",\"Ask\":\"150.1\"} | not-a-number",
        "{\"Symbol\":\"USDJPY\",\"Bid\":-Infinity,\"Ask\":Infinity} | not-a-number",
        "{\"Symbol\":\"USDJPY\",\"Bid\":null,\"Ask\":150.1} | not-a-number",
        "{\"Symbol\":\"USDJPY\",\"Bid\":\"1,09\",\"Ask\":\"1,10\"} | not-a-number",
        "{\"Symbol\":\"USDJPY\",\"Bid\":\"\",\"Ask\":\"150.1\"} | incomplete",
        "{\"Symbol\":\"USDJPY\",\"Bid\":150.1} | incomplete",
        "{\"Bid\":150.1,\"Ask\":150.1} | incomplete",
        "{\"Symbol\":\"USDJPY\",\"Bid\":[150.1],\"Ask\":{\"a\":1}} | incomplete",
        "{} | incomplete",
        "null | not-a-rate",
        "[1,{}] | not-a-rate",
        "\"USDJPY\" | not-a-rate",
      })
  void aSpoiledRowCostsThatRowOnly(String row, String reason) throws PollException {
    Intake<Quote> page =
        EmcontPage.parse(
            "null({\"Rates\":[{\"Symbol\":\"EURUSD\",\"Bid\":1.1,\"Ask\":1.2},"
                + row
                + ",{\"Symbol\":\"GBPUSD\",\"Bid\":1.3,\"Ask\":1.4}]});\n");

    assertThat(page.taken()).extracting(Quote::symbol).containsExactly("EURUSD", "GBPUSD");
    assertThat(page.rejections()).extracting(Rejection::reason).containsExactly(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | empty",
        "` \n ` | empty",
        "<html><body>null({})</body></html> | not-a-rates-page",
        "null | not-a-rates-page",
        "null( | not-a-rates-page",
        "null([1]); | not-a-rates-page",
        "Service Unavailable | not-a-rates-page",
        "null({\"Rates\":[{\"Symbol\" \"EURUSD\"}]}); | not-a-rates-page",
        "null({\"Rates\":[{\"Symbol\":\"EURUSD\",\"Bid\":1.1,\"Ask\":1.2}]} | truncated",
        "null({\"Rates\":[{\"Symbol\":\"EURUSD\",\"Bid\":1.1,\"Ask\":1.2}] | truncated",
        "null({\"Rates\":[{\"Symbol\":\"EURUSD\",\"Bid\":1.1,\"Ask\":1.2 | truncated",
        "null({\"Rates\":[{\"Symbol\":\"EURU | truncated",
        "null({\"Rates\":[]}); | no-rates",
        "null({\"Rates\":null}); | no-rates",
        "null({\"rates\":[{}]}); | no-rates",
        "null({}); | no-rates",
      })
  void whatIsNoRatesPageIsAFailedPoll(String text, String reason) {
    assertThatThrownBy(() -> EmcontPage.parse(text))
        .isInstanceOfSatisfying(PollException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void everyCutOfThePageIsAFailedPollAndNeverAPartOfIt() {
    int closing = OLD_FORM.lastIndexOf(')') + 1;
    for (int length = 0; length < closing; length++) {
      String cut = OLD_FORM.substring(0, length);
      assertThatThrownBy(() -> EmcontPage.parse(cut)).isInstanceOf(PollException.class);
    }
  }

  @Test
  @Timeout(value = 60, unit = SECONDS)
  void tenThousandMutatedPagesAreReadOrRefused() {
    SplittableRandom random = new SplittableRandom(20140508);
    Set<String> outcomes = new TreeSet<>();
    for (int i = 0; i < 10_000; i++) {
      String page = mutated(random.nextBoolean() ? OLD_FORM : NEW_FORM, random);
      try {
        EmcontPage.parse(page);
        outcomes.add("read");
      } catch (PollException refused) {
        outcomes.add(refused.reason());
      }
    }
    assertThat(outcomes).contains("read", "not-a-rates-page", "truncated", "no-rates");
  }

  private static String mutated(String page, SplittableRandom random) {
    StringBuilder text = new StringBuilder(page);
    for (int change = random.nextInt(1, 6); change > 0 && text.length() > 0; change--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(6)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(256));
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.delete(at, Math.min(text.length(), at + random.nextInt(80)));
        case 3 -> text.insert(at, text.substring(at, Math.min(text.length(), at + 40)));
        case 4 -> text.insert(at, "{[(,:\"NaN1e9)]}".substring(random.nextInt(15)));
        default -> text.setLength(at);
      }
    }
    return text.toString();
  }

  private static Quote quote(String symbol, String bid, String ask) {
    return new Quote(symbol, new BigDecimal(bid), new BigDecimal(ask));
  }
}

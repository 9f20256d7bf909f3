package ratecast.feed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ratecast.intake.Rejection;
import ratecast.market.Quote;
import ratecast.support.RatesPage;

@Timeout(value = 60, unit = SECONDS)
final class MapFeedTest {
  private final RatesPage page = new RatesPage();
  private final MapConfig config =
      new MapConfig(page.uri() + "&app_id=s3cret", Duration.ofHours(1));
  private final MapFeed feed =
      new MapFeed(
          config.page().orElseThrow(), config, List.of("EURUSD", "USDJPY", "USDCAD", "ticker_00"));
  private final List<String> tags = new ArrayList<>();

  @AfterEach
  void close() {
    feed.close();
    page.close();
  }

  @Test
  void thePairsOfTheListAreCrossedAndTheRestIsLeftToOthers() {
    page.answer(RatesPage.text(MapPageTest.OPEN_EXCHANGE_RATES));

    Answer answer = poll();

    assertThat(feed.symbols()).containsExactly("EURUSD", "USDJPY", "USDCAD");
    assertThat(answer.quotes().taken())
        .extracting(Quote::toString)
        .containsExactly(
            "Quote[symbol=EURUSD, bid=1.08211, ask=1.08211]",
            "Quote[symbol=USDJPY, bid=139.825, ask=139.825]");
    assertThat(answer.quotes().rejections()).containsExactly(new Rejection("no-rate", "USDCAD"));
  }

  @Test
  void aPageWithATagIsAskedWithItAndNotModifiedRepeatsTheRates() {
    page.answer(tagged("\"v1\"", MapPageTest.OPEN_EXCHANGE_RATES));

    Answer first = poll();
    Answer second = poll();
    page.answer(
        tagged("\"v2\"", MapPageTest.OPEN_EXCHANGE_RATES.replace("1686614400", "1686618000")));
    Answer third = poll();

    assertThat(tags).containsExactly("none", "\"v1\"", "\"v1\"");
    assertThat(second.quotes()).isEqualTo(first.quotes());
    assertThat(List.of(first.fresh(), second.fresh(), third.fresh()))
        .containsExactly(true, false, true);
  }

  @Test
  void whatIsUnchangedOrOlderIsNotFresh() {
    page.answer(RatesPage.text(MapPageTest.FIXER));
    assertThat(poll().fresh()).isTrue();
    assertThat(poll().fresh()).isFalse();

    page.answer(RatesPage.text(MapPageTest.FIXER.replace("1519296206", "1519292606")));
    assertThat(poll().fresh()).isFalse();

    page.answer(RatesPage.text(MapPageTest.FIXER.replace("1.23396", "1.23397")));
    assertThat(poll().fresh()).isTrue();
  }

  /** Two edges of its network, one of them an hour behind. */
  @Test
  void anOlderPageOfSomeCacheBringsNoRatesBackAndMakesNothingFresh() {
    String newer = MapPageTest.FIXER.replace("1.23396", "1.25");
    String older = MapPageTest.FIXER.replace("1519296206", "1519292606");
    page.answer(tagged("\"new\"", newer));
    Answer first = poll();
    page.answer(tagged("\"old\"", older));
    Answer second = poll();
    page.answer(tagged("\"new\"", newer));
    Answer third = poll();

    assertThat(List.of(second.quotes(), third.quotes())).containsOnly(first.quotes());
    assertThat(List.of(second.fresh(), third.fresh())).containsOnly(false);
    assertThat(tags).containsExactly("none", "\"new\"", "\"new\"");
  }

  @Test
  void aRefusalWithStatus200IsAFailedPollAndKeepsTheKeyToItself() {
    fails("refused", "You have not supplied a valid API Access Key", MapPageTest.REFUSED, 200);
    fails("http-status", "answered 401", "{\"error\":true}", 401);
    fails("http-status", "answered 304", "", 304);

    page.answer(RatesPage.text(MapPageTest.FRANKFURTER));
    assertThat(poll().fresh()).isTrue();
  }

  @Test
  void itIsAskedByItsOwnPeriodAndHasTimeToAnswer() {
    FeedConfig usual =
        new FeedConfig(
            "map", Duration.ofSeconds(1), Duration.ofMillis(800), Duration.ofSeconds(10));

    assertThat(feed.rhythm(usual))
        .isEqualTo(
            new FeedConfig(
                "map", Duration.ofHours(1), Duration.ofSeconds(10), Duration.ofSeconds(10)));
    assertThat(feed.rhythm(usual).patience()).isEqualTo(Duration.ofSeconds(7201));
    assertThat(new MapConfig("", Duration.ofSeconds(1)).timeout())
        .isEqualTo(Duration.ofMillis(800));
    assertThat(config.toString()).doesNotContain("s3cret");
  }

  /** As a server with a cache does: the body where the tag is another, else 304 without one. */
  private RatesPage.Reply tagged(String tag, String body) {
    return exchange -> {
      String asked = exchange.getRequestHeaders().getFirst("If-None-Match");
      tags.add(asked == null ? "none" : asked);
      exchange.getResponseHeaders().add("ETag", tag);
      RatesPage.status(tag.equals(asked) ? 304 : 200, tag.equals(asked) ? "" : body).to(exchange);
    };
  }

  private void fails(String reason, String text, String body, int status) {
    page.answer(RatesPage.status(status, body));
    assertThatThrownBy(this::poll)
        .cause()
        .isInstanceOfSatisfying(PollException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(text)
        .message()
        .doesNotContain("s3cret");
  }

  private Answer poll() {
    return feed.poll(0).toCompletableFuture().join();
  }
}

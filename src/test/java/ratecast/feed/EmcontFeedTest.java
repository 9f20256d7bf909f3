package ratecast.feed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ratecast.market.Quote;
import ratecast.support.RatesPage;

@Timeout(value = 60, unit = SECONDS)
final class EmcontFeedTest {
  /** A cold client on a busy machine may need more than a real feed grants. */
  private static final Duration PATIENT = Duration.ofSeconds(10);

  private final RatesPage page = new RatesPage();
  private final EmcontFeed feed = feed(page.uri(), PATIENT);

  @AfterEach
  void close() {
    feed.close();
    page.close();
  }

  @Test
  void bothGenerationsOfThePageAreRead() {
    page.answer(RatesPage.text(RatesPage.OLD_FORM));
    assertThat(poll().quotes().taken())
        .extracting(Quote::symbol)
        .containsExactly("EURUSD", "USOil", "COIN.us");

    page.answer(RatesPage.text(RatesPage.NEW_FORM));
    assertThat(poll().quotes().taken())
        .extracting(quote -> quote.mid().stripTrailingZeros().toString())
        .containsExactly("1.11048", "181.6432");
  }

  @Test
  void aPageThatStaysTheSameIsNotFreshAndOneChangedPriceIs() {
    assertThat(poll().fresh()).isTrue();
    assertThat(poll().fresh()).isFalse();

    page.answer(RatesPage.text(RatesPage.NEW_FORM.stripTrailing() + " "));
    assertThat(poll().fresh()).isFalse();

    page.answer(RatesPage.text(RatesPage.NEW_FORM.replace("181.6447", "181.6449")));
    assertThat(poll().fresh()).isTrue();
  }

  @Test
  void aPageThatIsBackAfterAFailureUnchangedIsStillNotFresh() {
    poll();
    page.answer(RatesPage.status(503, ""));
    assertThatThrownBy(this::poll).hasCauseInstanceOf(PollException.class);

    page.answer(RatesPage.text(RatesPage.NEW_FORM));
    assertThat(poll().fresh()).isFalse();
  }

  @Test
  void whatIsNoRatesPageIsAFailedPollWithItsReason() {
    fails("http-status", RatesPage.status(503, "busy"));
    fails("http-status", RatesPage.status(404, RatesPage.NEW_FORM));
    fails("http-status", RatesPage.status(301, "moved, nobody says where"));
    fails("empty", RatesPage.text(""));
    fails("empty", RatesPage.status(204, ""));
    fails("not-a-rates-page", RatesPage.text("<!DOCTYPE html><html>Sorry</html>"));
    fails("unreachable", RatesPage.half(RatesPage.NEW_FORM));
    fails("truncated", RatesPage.text(RatesPage.NEW_FORM.substring(0, 200)));
    fails("too-large", RatesPage.text(" ".repeat((1 << 20) + 1)));

    page.answer(RatesPage.text(RatesPage.NEW_FORM));
    assertThat(poll().quotes().taken()).hasSize(2);
  }

  @Test
  void aSilentPageAndOneThatDripsAreGivenUpAtTheTimeoutAndHungUpOn() {
    try (EmcontFeed hasty = feed(page.uri(), Duration.ofMillis(300))) {
      fails("timeout", page.drip(), hasty);
      fails("timeout", page.drip(), hasty);
      await().until(() -> page.underWay() == 0);
      fails("timeout", page.silence(), hasty);
    }

    page.answer(RatesPage.text(RatesPage.NEW_FORM));
    assertThat(poll().quotes().taken()).hasSize(2);
  }

  @Test
  void aSourceThatDoesNotListenIsAFailedPoll() {
    URI nobody = page.uri();
    page.close();
    try (EmcontFeed other = feed(nobody, PATIENT)) {
      assertThatThrownBy(() -> other.poll(0).toCompletableFuture().join())
          .cause()
          .isInstanceOfSatisfying(
              PollException.class, e -> assertThat(e.reason()).isEqualTo("unreachable"));
    }
  }

  @Test
  void oneQuestionIsOneRequestEvenWhereItFails() {
    page.answer(RatesPage.status(500, ""));

    assertThatThrownBy(this::poll).hasCauseInstanceOf(PollException.class);

    assertThat(page.requests()).isOne();
  }

  private void fails(String reason, RatesPage.Reply reply) {
    fails(reason, reply, feed);
  }

  private void fails(String reason, RatesPage.Reply reply, EmcontFeed asked) {
    page.answer(reply);
    assertThatThrownBy(() -> asked.poll(0).toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            PollException.class, e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
  }

  private Answer poll() {
    return feed.poll(0).toCompletableFuture().join();
  }

  private static EmcontFeed feed(URI page, Duration timeout) {
    return new EmcontFeed(page, List.of("EURUSD", "USDJPY"), timeout);
  }
}

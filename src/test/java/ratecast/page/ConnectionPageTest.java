package ratecast.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static ratecast.support.RunningServer.point;

import com.microsoft.playwright.Browser;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import ratecast.market.Asset;
import ratecast.market.FeedState;
import ratecast.market.FeedState.State;
import ratecast.market.FeedStateListener;
import ratecast.market.Point;
import ratecast.support.HttpCalls;
import ratecast.support.RunningServer;
import ratecast.support.Wire;

/** What the page does and says when the connection or the feed fails. */
@ExtendWith(ChromiumExtension.class)
class ConnectionPageTest {
  private final Browser browser;
  private RunningServer server;
  private Wire wire;
  private long start;

  ConnectionPageTest(Browser browser) {
    this.browser = browser;
  }

  @BeforeEach
  void start() {
    server = RunningServer.startInRealTime(Map.of("stream.drain-time", "30s"));
    wire = new Wire(server.port());
    start = Instant.now().getEpochSecond() - 100;
  }

  @AfterEach
  void stop() {
    wire.close();
    server.close();
  }

  private void bring(String name, long from, long to) {
    Asset asset = server.asset(name);
    server.bringAndWait(
        LongStream.rangeClosed(from, to)
            .mapToObj(time -> point(asset, time, 1 + time % 100 / 1000.0))
            .toArray(Point[]::new));
  }

  @Test
  void afterACutWireTheChartHasNoGapAndNoRepeat() {
    bring("EURUSD", start, start + 40);
    try (MarketPage page = MarketPage.open(browser, wire.port(), "").settled(5)) {
      wire.cut();
      assertThat(page.part("#connection-words")).hasText(Pattern.compile("^Reconnecting\\."));
      assertThat(page.part("#connection-detail")).hasText(Pattern.compile("^next try in \\d+ s$"));
      bring("EURUSD", start + 41, start + 60);

      wire.restore();
      assertThat(page.part("#connection-words")).hasText("Live");
      bring("EURUSD", start + 61, start + 62);
      // with the history that resumes or after it, as it comes
      page.page().waitForCondition(() -> page.shownTimes().contains(start + 62));

      assertThat(page.shownTimes())
          .isEqualTo(LongStream.rangeClosed(start, start + 62).boxed().toList());
    }
  }

  @Test
  void anAssetThatIsChosenWhileTheServerIsAwayHasItsWholeHistoryAfterIt() {
    bring("EURUSD", start, start + 40);
    bring("GBPUSD", start, start + 40);
    try (MarketPage page = MarketPage.open(browser, wire.port(), "").settled(5)) {
      wire.cut();
      assertThat(page.part("#connection-words")).hasText(Pattern.compile("^Reconnecting\\."));
      page.row("GBPUSD").click();

      wire.restore();

      assertThat(page.part("#connection-words")).hasText("Live");
      assertThat(page.part("#ticks-rows tr")).hasCount(41);
      assertThat(page.shownTimes())
          .isEqualTo(LongStream.rangeClosed(start, start + 40).boxed().toList());
    }
  }

  @Test
  void anAssetThatIsRetiredTakesItsComparisonWithItAndNothingElse() {
    bring("EURUSD", start, start + 40);
    bring("USDJPY", start, start + 40);
    HttpCalls http = HttpCalls.to(server);
    try (MarketPage page = MarketPage.open(browser, server.port(), "").settled(5)) {
      page.part("#compare").selectOption("USDJPY");

      http.post("/api/v1/assets", "{\"name\":\"XAUUSD\"}");
      assertThat(page.row("XAUUSD")).isVisible();
      assertThat(page.part("#compare")).hasValue("2");

      http.delete("/api/v1/assets/2");
      assertThat(page.row("USDJPY")).hasCount(0);
      bring("EURUSD", start + 41, start + 41);

      assertThat(page.part("#quote-time"))
          .hasText(Instant.ofEpochSecond(start + 41).toString().substring(11, 19));
      assertThat(page.part("#compare")).hasValue("");
      assertThat(page.complaints()).isEmpty();
    }
  }

  @Test
  void whereTheServerTakesNoMoreTheChosenAssetStillHasItsPlaceAfterACut() {
    server.close();
    wire.close();
    server = RunningServer.startInRealTime(Map.of("stream.max-subscriptions", 3));
    wire = new Wire(server.port());
    bring("EURUSD", start, start + 40);
    bring("USDCAD", start, start + 40);
    try (MarketPage page = MarketPage.open(browser, wire.port(), "")) {
      assertThat(page.part("#notices")).containsText("subscribed to 3 assets");
      page.row("USDCAD").click();
      assertThat(page.part("#ticks-rows tr")).hasCount(41);

      wire.cut();
      assertThat(page.part("#connection-words")).hasText(Pattern.compile("^Reconnecting\\."));
      wire.restore();
      assertThat(page.part("#connection-words")).hasText("Live");
      bring("USDCAD", start + 41, start + 41);

      page.page().waitForCondition(() -> page.shownTimes().contains(start + 41));
      assertThat(page.refusals()) // and maybe of a look for what lies before the first point
          .filteredOn(refusal -> !refusal.contains("\"code\":\"OUT_OF_RETENTION\""))
          .hasSize(1);
    }
  }

  @Test
  void manyNewAssetsAreAskedForTogetherAndNobodyLosesTheirPlaceInTheList() {
    HttpCalls http = HttpCalls.to(server);
    try (MarketPage page = MarketPage.open(browser, server.port(), "").settled(5)) {
      page.row("USDJPY").focus();

      long from = System.nanoTime();
      for (int i = 1; i <= 40; i++) {
        http.post("/api/v1/assets", "{\"name\":\"NEW" + i + "\"}");
      }

      assertThat(page.part("#watch-rows tbody tr")).hasCount(45);
      long quarters = (System.nanoTime() - from) / 250_000_000;
      assertThat(page.count("assets")).isLessThanOrEqualTo(3 + quarters);
      assertThat(page.row("USDJPY")).isFocused();
    }
  }

  @Test
  void aFeedThatIsStaleOrClosedIsToldInWordsUntilItIsLiveAgain() {
    FeedStateListener feed = server.bean(FeedStateListener.class);
    try (MarketPage page = MarketPage.open(browser, server.port(), "").settled(5)) {
      double place = page.row("EURUSD").locator(".value").boundingBox().x;

      feed.accept(state(State.STALE, "no new rates for 10 s"));
      assertThat(page.part("#connection-words")).hasText("Stale: no new rates for 10 s");
      assertThat(page.part("#connection-detail"))
          .hasText("since " + Instant.ofEpochSecond(start).toString().substring(11, 19));
      assertThat(page.row("EURUSD")).hasAttribute("data-feed", "stale");
      assertThat(page.row("EURUSD").locator(".value").boundingBox().x)
          .as("the mark of a stale feed moves no column")
          .isEqualTo(place);

      feed.accept(state(State.CLOSED, "the FX week is closed until Sunday 17:00 New York"));
      assertThat(page.part("#connection-words"))
          .hasText("Market closed: the FX week is closed until Sunday 17:00 New York");

      feed.accept(state(State.LIVE, "rates come in"));
      assertThat(page.part("#connection-words")).hasText("Live");
      assertThat(page.row("EURUSD")).hasAttribute("data-feed", "live");
    }
  }

  @Test
  void anAssetThatIsListedLaterIsMarkedAsItsFeedIs() {
    FeedState stale = new FeedState("emcont", State.STALE, start, List.of(1, 6), "no new rates");
    server.bean(FeedStateListener.class).accept(stale);
    try (MarketPage page = MarketPage.open(browser, server.port(), "").settled(5)) {
      assertThat(page.row("EURUSD")).hasAttribute("data-feed", "stale");

      HttpCalls.to(server).post("/api/v1/assets", "{\"name\":\"XAUUSD\"}");

      assertThat(page.row("XAUUSD")).hasAttribute("data-feed", "stale");
    }
  }

  @Test
  void afterARestartOnlyWhatTheNewServerSaysOfItsFeedCounts() {
    server.bean(FeedStateListener.class).accept(state(State.STALE, "no new rates for 10 s"));
    try (MarketPage page = MarketPage.open(browser, wire.port(), "").settled(5)) {
      assertThat(page.part("#connection-words")).hasText("Stale: no new rates for 10 s");

      restart();
      FeedState live = new FeedState("walk", State.LIVE, start, List.of(1), "rates come in");
      server.bean(FeedStateListener.class).accept(live);

      assertThat(page.part("#connection-words")).hasText("Live");
      assertThat(page.row("EURUSD")).hasAttribute("data-feed", "live");
      assertThat(page.row("USDJPY")).not().hasAttribute("data-feed", Pattern.compile(".*"));
    }
  }

  @Test
  void afterARestartWithoutAFeedAPointEndsWhatTheOneBeforeWasCalled() {
    server.bean(FeedStateListener.class).accept(state(State.STALE, "no new rates for 10 s"));
    try (MarketPage page = MarketPage.open(browser, wire.port(), "").settled(5)) {
      assertThat(page.row("EURUSD")).hasAttribute("data-feed", "stale");

      restart();
      page.page().waitForCondition(() -> server.sessions() == 1);
      bring("EURUSD", start, start);
      assertThat(page.part("#quote-time")).not().hasText(""); // with the history or behind it
      bring("EURUSD", start + 1, start + 1);

      assertThat(page.part("#connection-words")).hasText("Live");
      assertThat(page.row("EURUSD")).not().hasAttribute("data-feed", "stale");
    }
  }

  /** Another server at the same address: it knows nothing of what the first one said. */
  private void restart() {
    int port = server.port();
    wire.cut();
    server.close();
    server = RunningServer.startInRealTime(Map.of("micronaut.server.port", port));
    wire.restore();
  }

  private FeedState state(State state, String text) {
    return new FeedState("emcont", state, start, List.of(1, 2, 3, 4, 5), text);
  }

  @Test
  void aServerThatStopsIsComeBackToWhenItSaid() {
    try (MarketPage page = MarketPage.open(browser, wire.port(), "").settled(5)) {
      server.stop();

      assertThat(page.part("#connection-words")).hasText("Reconnecting. The server is restarting.");
    }
  }

  @Test
  void triesThatComeBeforeTheServerIsBackDoNotHideThatItRestarts() {
    server.close();
    server =
        RunningServer.startInRealTime(
            Map.of("stream.retry-spread", "1ms", "stream.drain-time", "30s"));
    try (Wire toIt = new Wire(server.port());
        MarketPage page = MarketPage.open(browser, toIt.port(), "").settled(5)) {
      server.stop();

      page.page().waitForCondition(() -> toIt.refused() > 2);
      assertThat(page.part("#connection-words")).hasText("Reconnecting. The server is restarting.");
    }
  }
}

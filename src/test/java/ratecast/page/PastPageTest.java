package ratecast.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.point;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.options.BoundingBox;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.support.RunningServer;

/**
 * Candles, the past and its replay: two hours of EURUSD, of which the window holds half an hour.
 */
@ExtendWith(ChromiumExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PastPageTest {
  private static final int HOURS_2 = 7200;

  private final Browser browser;
  private RunningServer server;
  private long oldest;
  private long newest;

  PastPageTest(Browser browser) {
    this.browser = browser;
  }

  @BeforeAll
  void start() {
    server = RunningServer.startInRealTime(Map.of());
    newest = (Instant.now().getEpochSecond() - 60) / 60 * 60 - 1; // the last second of a minute
    oldest = newest - HOURS_2 + 1;
    bring(oldest, newest);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private void bring(long from, long to) {
    Asset eurusd = server.asset("EURUSD");
    server.bringAndWait(
        LongStream.rangeClosed(from, to)
            .mapToObj(time -> point(eurusd, time, 1 + time % 60 / 1000.0))
            .toArray(Point[]::new));
  }

  private MarketPage open(String query) {
    return MarketPage.open(browser, server.port(), query).settled(5);
  }

  private static List<Long> seconds(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private static String input(long time) {
    return Instant.ofEpochSecond(time).toString().substring(0, 19);
  }

  @Test
  void candlesAreThoseOfTheServerAndTheRunningOneMoves() {
    try (MarketPage page = open("?range=30")) {
      page.part("[name=interval][value='1m']").check(force());
      assertThat(page.part("#range-output")).hasText("30 candles");
      page.page().waitForCondition(() -> page.count("candle_history") == 1);

      long minute = newest - 59;
      assertThat(page.saved().get(29))
          .isEqualTo(
              "EURUSD,%s,%d,1,1.059,1,1.059,60".formatted(Instant.ofEpochSecond(minute), minute));

      bring(newest + 1, newest + 3);
      page.page().waitForCondition(() -> page.count("candle") >= 1);
      newest += 3;
      page.page()
          .waitForCondition(() -> page.saved().get(29).matches("EURUSD,.*,1,1.002,1,1.002,3"));

      page.part("[name=interval][value='1s']").check(force());
      page.page().waitForCondition(() -> page.shownTimes().equals(seconds(newest - 29, newest)));
    }
  }

  /** The radio buttons are drawn by their labels. */
  private static Locator.CheckOptions force() {
    return new Locator.CheckOptions().setForce(true);
  }

  @Test
  void aMomentOfThePastIsShownAndLeftForLiveAgain() {
    long moment = newest - 5000;
    try (MarketPage page = open("?range=100")) {
      page.part("#jump-menu summary").click();
      page.part("#jump-time").fill(input(moment));
      page.part("#jump [type=submit]").click();

      assertThat(page.part("#where")).hasText(Pattern.compile("^Around .* UTC$"));
      page.page().waitForCondition(() -> page.count("history") >= 1); // nothing is shown before
      page.page().waitForCondition(() -> page.shownTimes().contains(moment));
      assertThat(page.shownTimes())
          .contains(moment, moment - 40, moment + 40)
          .hasSizeBetween(95, 105);
      assertThat(page.page().url()).contains("at=" + moment);

      page.part("#back").click();
      assertThat(page.part("#where")).hasText("");
      assertThat(page.part("#back")).isHidden();
      assertThat(page.shownTimes()).isEqualTo(seconds(newest - 99, newest));
      assertThat(page.page().url()).doesNotContain("at=");
    }
  }

  @Test
  void whatIsOlderThanWhatIsKeptIsSaidWithTheDateWhereTheAssetBegins() {
    String begins = "EURUSD begins at " + inWords(oldest) + " UTC.";
    try (MarketPage page = open("?at=1262304000")) {
      assertThat(page.part("#notices p span"))
          .hasText("The server keeps nothing as old as this. " + begins);

      page.part("#replay-menu summary").click();
      fillReplay(page, 1_420_070_401, "0"); // 2015; of whole minutes a browser drops the seconds
      assertThat(page.part("#notices p span"))
          .hasText("The server keeps nothing as old as this. " + begins);

      page.part("#back").click();
      assertThat(page.part("#notices p")).hasCount(0);
    }
  }

  @Test
  void theFirstMomentThatIsKeptIsShown() {
    try (RunningServer hour = RunningServer.startInRealTime(Map.of("store.retention", "1h"))) {
      long now = Instant.now().getEpochSecond();
      Asset eurusd = hour.asset("EURUSD");
      hour.bringAndWait(
          LongStream.rangeClosed(now - 3590, now)
              .mapToObj(time -> point(eurusd, time, 1))
              .toArray(Point[]::new));
      long moment = now - 3300;
      try (MarketPage page = MarketPage.open(browser, hour.port(), "?range=100&at=" + moment)) {
        page.settled(5).page().waitForCondition(() -> page.shownTimes().contains(moment));
      }
    }
  }

  @Test
  void candlesOfAMomentOfThePastAreReadFromTheStore() {
    long minute = newest - 5000 - (newest - 5000) % 60;
    try (MarketPage page = open("?interval=1m&range=30&at=" + minute)) {
      assertThat(page.part("#where")).hasText(Pattern.compile("^Around .* UTC$"));
      page.part("#chart").hover();
      assertThat(page.part("#legend")).containsText("open ");

      assertThat(page.saved())
          .contains(
              "EURUSD,%s,%d,1,1.059,1,1.059,60".formatted(Instant.ofEpochSecond(minute), minute));
    }
  }

  @Test
  void scrollingBackLoadsThePastPieceByPiece() {
    try (MarketPage page = open("?range=1800")) {
      BoundingBox chart = page.part("#chart").boundingBox();
      page.page().mouse().move(chart.x + 100, chart.y + 200);
      page.page().mouse().down();
      page.page().mouse().move(chart.x + 500, chart.y + 200, new Mouse.MoveOptions().setSteps(10));
      page.page().mouse().up();

      page.page().waitForCondition(() -> page.count("history") >= 1);
      page.page().waitForCondition(() -> page.shownTimes().get(0) < newest - 2400);
      List<Long> shown = page.shownTimes();
      assertThat(shown).isEqualTo(seconds(shown.get(0), shown.get(shown.size() - 1)));
      assertThat(page.part("#back")).isVisible();
    }
  }

  @Test
  void aReplayShowsItsStretchAndThenLiveAgain() {
    long from = newest - 4000;
    try (MarketPage page = open("?range=1000")) {
      replay(page, from);
      shows(page, seconds(from, from + 299));

      replay(page, from + 1000);
      shows(page, seconds(from + 1000, from + 1299));

      page.part("#back").click();
      assertThat(page.part("#where")).hasText("");
      assertThat(page.shownTimes()).endsWith(newest);
    }
  }

  @Test
  void aReplayAtItsOwnPaceIsOneAsItWas() {
    try (MarketPage page = open("")) {
      page.part("#replay-menu summary").click();
      fillReplay(page, newest - 4000, "1");
      assertThat(page.part("#where")).hasText(Pattern.compile("^Replay from .* UTC, as it was$"));
    }
  }

  /** The chart moves a frame after its last points came. */
  private static void shows(MarketPage page, List<Long> times) {
    await().untilAsserted(() -> assertThat(page.shownTimes()).isEqualTo(times));
  }

  private static void replay(MarketPage page, long from) {
    page.part("#replay-menu summary").click();
    fillReplay(page, from, "0");

    assertThat(page.part("#where"))
        .hasText(Pattern.compile("^Replay from " + inWords(from) + " .* played to its end$"));
  }

  private static void fillReplay(MarketPage page, long from, String speed) {
    page.part("#replay [name=from]").fill(input(from));
    page.part("#replay [name=to]").fill(input(from + 300));
    page.part("#replay [name=speed]").selectOption(speed);
    page.part("#replay [type=submit]").click();
  }

  private static String inWords(long time) {
    return input(time).replace('T', ' ');
  }
}

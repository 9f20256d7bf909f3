package ratecast.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static ratecast.support.RunningServer.point;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import java.math.BigDecimal;
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

/** The market on the screen: five assets, ten minutes of history, points that the test brings. */
@ExtendWith(ChromiumExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MarketPageTest {
  private static final int ASSETS = 5;
  private static final int HISTORY_SECONDS = 600;

  private final Browser browser;
  private RunningServer server;
  private MarketPage shared;
  private long newest;
  private long hole;

  MarketPageTest(Browser browser) {
    this.browser = browser;
  }

  @BeforeAll
  void start() {
    server = RunningServer.startInRealTime(Map.of());
    newest =
        Instant.now().getEpochSecond()
            - 60; // points of the test come after it, none later than now
    hole = newest - 300;
    for (String name : List.of("EURUSD", "USDJPY", "GBPUSD", "AUDUSD", "USDCAD")) {
      Asset asset = server.asset(name);
      server.bringAndWait(
          LongStream.rangeClosed(newest - HISTORY_SECONDS, newest)
              .filter(time -> time != hole)
              .mapToObj(time -> point(asset, time, value(asset, time)))
              .toArray(Point[]::new));
    }
    shared = open("").settled(ASSETS);
  }

  /** The page that tests share which ask nothing of how it was loaded, as it is at first. */
  private MarketPage atFirst() {
    shared.row("EURUSD").click();
    shared.part("#range-buttons button[value='400']").click();
    return shared;
  }

  @AfterAll
  void stop() {
    shared.close();
    server.close();
  }

  /** A value of six digits that says which second it is of. */
  private static double value(Asset asset, long time) {
    return asset.id() + (time % 1000) / 1_000_000.0;
  }

  private MarketPage open(String query) {
    return MarketPage.open(browser, server.port(), query);
  }

  /** One second for each asset. */
  private void tick() {
    newest++;
    server.bringAndWait(
        List.of("EURUSD", "USDJPY", "GBPUSD", "AUDUSD", "USDCAD").stream()
            .map(server::asset)
            .map(asset -> point(asset, newest, value(asset, newest)))
            .toArray(Point[]::new));
  }

  @Test
  void afterTheFirstLoadOnlyNewPointsTravel() {
    MarketPage page = atFirst().settled(ASSETS);
    long points = page.count("point");
    long sent = page.sentFrames();
    long received = page.receivedFrames();

    tick();
    tick();

    page.page().waitForCondition(() -> page.count("point") == points + 2 * ASSETS);
    assertThat(page.receivedFrames()).isEqualTo(received + 2 * ASSETS);
    assertThat(page.sentFrames()).isEqualTo(sent);
    assertThat(page.part("#quote-time")).hasText(clock(newest));
  }

  @Test
  void anAssetChosenAgainNeedsNoSecondHistory() {
    try (MarketPage page = open("").settled(ASSETS)) {
      long histories = page.count("asset_history");
      page.row("GBPUSD").click();
      page.page().waitForCondition(() -> page.count("asset_history") == histories + 1);
      page.row("EURUSD").click();
      page.row("GBPUSD").click();
      assertThat(page.part("#quote-name")).hasText("GBPUSD");

      tick();

      assertThat(page.part("#quote-time")).hasText(clock(newest));
      assertThat(page.count("asset_history")).isEqualTo(histories + 1);
    }
  }

  @Test
  void aBrowserThatTakesNoMoreAddressesShowsTheAssetAllTheSame() {
    try (MarketPage page = open("").settled(ASSETS)) {
      page.page()
          .evaluate(
              "() => { history.replaceState = () => { throw new DOMException('', 'SecurityError'); } }");

      page.row("GBPUSD").click();

      assertThat(page.row("GBPUSD")).hasAttribute("aria-selected", "true");
      assertThat(page.part("#quote-name")).hasText("GBPUSD");
      assertThat(page.complaints()).isEmpty();
    }
  }

  @Test
  void theListAndTheHistoryOfTheAssetInTheAddressAreAskedForOnce() {
    try (MarketPage page = open("?asset=USDCAD").settled(ASSETS)) {
      assertThat(page.part("#quote-name")).hasText("USDCAD");
      assertThat(page.shownTimes()).hasSize(399);
      assertThat(page.count("assets")).isEqualTo(1);
      assertThat(page.count("asset_history")).isEqualTo(ASSETS);
    }
  }

  @Test
  void aShortRangeForgetsNothingOfTheLongOne() {
    long oldest = Instant.now().getEpochSecond() - HISTORY_SECONDS;
    try (MarketPage page = open("?range=60").settled(ASSETS)) {
      tick();
      assertThat(page.part("#quote-time")).hasText(clock(newest));
      assertThat(page.shownTimes()).hasSize(60).endsWith(newest);

      page.part("#range-buttons button[value='1800']").click();
      assertThat(page.shownTimes()).contains(oldest, hole - 1, hole + 1, newest);
    }
  }

  @Test
  void theLastValuesEndWithTheNewestWhenNoMoreCome() {
    MarketPage page = atFirst();
    tick();
    assertThat(page.part("#ticks-rows tr").first()).containsText(clock(newest));
  }

  @Test
  void aHundredQuickSwitchesEndAtTheLastOne() {
    MarketPage page = atFirst();
    page.page()
        .evaluate(
            "() => { const rows = [...document.querySelectorAll('#watch-rows tbody tr')];"
                + " for (let i = 0; i < 100; i++) rows[i % 5].click(); rows[3].click(); }");

    assertThat(page.part("#quote-name")).hasText("AUDUSD");
    tick();
    assertThat(page.part("#quote-time")).hasText(clock(newest));
    assertThat(page.part("#ticks-rows tr")).hasCount(48); // its history has come
    assertThat(page.saved()).hasSize(399).allMatch(line -> line.startsWith("AUDUSD,"));
    assertThat(page.count("error")).isZero();
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void theChartShows400PointsAtFirstAndAsManyAsTheSliderSays() {
    MarketPage page = atFirst();
    assertThat(page.part("#range-output")).hasText("400 points");
    assertThat(page.shownTimes()).hasSize(399).doesNotContain(hole).contains(newest);

    page.part("#range-buttons button[value='120']").click();
    assertThat(page.shownTimes()).hasSize(120);

    page.part("#range").fill("60");
    assertThat(page.part("#range-output")).hasText("60 points");
    assertThat(page.shownTimes())
        .isEqualTo(LongStream.rangeClosed(newest - 59, newest).boxed().toList());
  }

  @Test
  void theCsvHasTheExactValues() {
    MarketPage page = atFirst();
    assertThat(page.saved())
        .endsWith(
            "EURUSD,%s,%d,%s"
                .formatted(
                    Instant.ofEpochSecond(newest),
                    newest,
                    plain(value(server.asset("EURUSD"), newest))));
  }

  @Test
  void whatCouldNotBeFetchedBehindTheFirstChartIsFetchedWhenItIsAskedForAgain() {
    try (MarketPage page = MarketPage.open(browser, server.port(), "")) {
      page.page().route("**/behind.js", Route::abort);
      page.page().reload();
      assertThat(page.part("#quote-time")).hasText(clock(newest));
      page.part("#save").click();
      assertThat(page.part("#notices")).containsText("This needs the server");

      page.page().unroute("**/behind.js");
      assertThat(page.saved()).isNotEmpty();
    }
  }

  @Test
  void theWatchListIsWorkedByKeyboard() {
    MarketPage page = atFirst();
    page.page().keyboard().press("/");
    assertThat(page.part("#search")).isFocused();
    page.page().keyboard().type("usd");
    assertThat(page.part("#watch-count")).hasText("5 of 5");
    page.page().keyboard().type("x");
    assertThat(page.part("#watch-count")).hasText("0 of 5");
    assertThat(page.part("#watch-empty")).containsText("Nothing is called");
    page.page().keyboard().press("Escape");

    page.page().keyboard().press("ArrowDown");
    page.page().keyboard().press("ArrowDown");
    page.page().keyboard().press("ArrowDown");
    assertThat(page.row("GBPUSD")).isFocused();
    page.page().keyboard().press("Enter");

    assertThat(page.part("#quote-name")).hasText("GBPUSD");
    assertThat(page.row("GBPUSD")).hasAttribute("aria-selected", "true");
    assertThat(page.row("EURUSD")).hasAttribute("aria-selected", "false");
  }

  @Test
  void tabReachesWhatWasFoundThoughTheChosenAssetIsNotAmongIt() {
    MarketPage page = atFirst();
    page.part("#search").fill("gbp");
    page.page().keyboard().press("Tab");
    assertThat(page.row("GBPUSD")).isFocused();

    page.part("#search").fill("");
    page.page().keyboard().press("Tab");
    assertThat(page.row("EURUSD")).isFocused();
  }

  @Test
  void aSharedLinkShowsTheSameToAnotherPerson() {
    String shared;
    try (MarketPage page = open("").settled(ASSETS)) {
      page.row("USDCAD").click();
      page.part("#range-buttons button[value='120']").click();
      page.part("#compare").selectOption("USDJPY");
      page.part("#share").click();
      assertThat(page.part("#notices")).containsText("The link is copied");
      shared = (String) page.page().evaluate("() => navigator.clipboard.readText()");
    }

    try (MarketPage page = open(shared.substring(shared.indexOf('?'))).settled(ASSETS)) {
      assertThat(page.part("#quote-name")).hasText("USDCAD");
      assertThat(page.part("#range-output")).hasText("120 points");
      assertThat(page.part("#compare")).hasValue("2");
      assertThat(page.shownTimes()).hasSize(120);
    }
  }

  @Test
  void aPageOpenedInATabThatNobodySeesShowsItsRangeUpToTheNewestWhenSomebodyDoes() {
    String link = "?asset=USDCAD&range=120&compare=USDJPY";
    try (MarketPage page = MarketPage.openWithoutFrames(browser, server.port(), link)) {
      page.page().waitForCondition(() -> page.count("asset_history") >= 2);
      assertThat(page.part("#compare")).hasValue("2");
      long points = page.count("point");
      for (int second = 0; second < 8; second++) { // more than there are empty places at its end
        tick();
      }
      page.page().waitForCondition(() -> page.count("point") >= points + 2 * 8);

      page.page().evaluate("() => letDraw()");

      assertThat(page.settled(ASSETS).shownTimes()).hasSize(120).endsWith(newest);
    }
  }

  @Test
  void whatComesWhileAFrameIsDueIsDrawnInIt() {
    try (MarketPage page = MarketPage.openWithoutFrames(browser, server.port(), "")) {
      page.page().evaluate("() => letDraw()");
      page.settled(ASSETS).page().evaluate("() => holdFrames()");
      for (int second = 0; second < 3; second++) {
        long points = page.count("point");
        tick();
        page.page().waitForCondition(() -> page.count("point") == points + ASSETS);
      }

      page.page().evaluate("() => letDraw()");

      assertThat(page.part("#quote-time")).hasText(clock(newest));
      assertThat(page.shownTimes()).endsWith(newest);
    }
  }

  @Test
  void theCrosshairTellsTheExactValuesOfBothAssets() {
    MarketPage page = atFirst();
    page.part("#compare").selectOption("USDJPY");
    page.part("#chart").hover();
    BoundingBox scale = page.part("#chart td").first().boundingBox();
    assertThat(page.part("#legend").boundingBox().x)
        .as("beside the compared asset's scale")
        .isGreaterThan(scale.x + scale.width);

    assertThat(page.part("#legend"))
        .hasText(Pattern.compile("^[\\d-]+ [\\d:]+ UTC\\s+1\\.000\\d{3}\\s+USDJPY 2\\.000\\d{3}$"));
    page.part("#compare").selectOption("");
  }

  @Test
  void anAddressThatAsksForTooMuchIsAnsweredInWords() {
    try (MarketPage page = open("?asset=NOPE&interval=7s&range=99999")) {
      assertThat(page.part("#notices")).containsText("There is no asset NOPE.");
      assertThat(page.part("#quote-name")).hasText("EURUSD");
      assertThat(page.part("#range-output")).hasText("1800 points");
    }
  }

  private static String clock(long time) {
    return Instant.ofEpochSecond(time).toString().substring(11, 19);
  }

  private static String plain(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}

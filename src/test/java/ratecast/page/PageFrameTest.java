package ratecast.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import ratecast.support.RunningServer;

/** What holds for the page whatever it shows: no outside request, contrast, names, widths. */
@ExtendWith(ChromiumExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageFrameTest {
  /** WCAG 2.2, 1.4.3: text of this size. */
  private static final double CONTRAST = 4.5;

  private static final String CONTRASTS =
      """
      () => {
        const style = getComputedStyle(document.documentElement);
        const light = (name) => {
          const probe = document.createElement("p");
          probe.style.color = style.getPropertyValue("--" + name);
          document.body.append(probe);
          const [r, g, b] = getComputedStyle(probe).color.match(/\\d+/g).map(Number).map((c) => c / 255)
            .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
          probe.remove();
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
        const found = {};
        for (const ink of ["ink", "quiet", "accent", "compare", "up", "down", "even", "wait"]) {
          for (const ground of ["panel", "raised"]) {
            found[ink + " on " + ground] = ratio(ink, ground);
          }
        }
        for (const ink of ["ink", "accent", "up", "down"]) {
          found[ink + " on chosen"] = ratio(ink, "chosen");
        }
        return found;
      }
      """;

  private static final String NAMELESS =
      """
      () => [...document.querySelectorAll("button, input, select, summary, [tabindex='0']")]
        .filter((e) => !(e.textContent.trim() || e.getAttribute("aria-label") || e.getAttribute("aria-labelledby") || e.labels?.length))
        .map((e) => e.outerHTML)
      """;

  private static final String WIDTH = "() => document.scrollingElement.scrollWidth";

  private static final String OUT_OF_THE_STUDY =
      """
      () => {
        const { left, right } = document.querySelector(".study").getBoundingClientRect();
        return [...document.querySelectorAll("#range-buttons button, #range, #range-output")]
          .filter((e) => e.getBoundingClientRect().right > right || e.getBoundingClientRect().left < left || e.scrollWidth > e.clientWidth)
          .map((e) => e.outerHTML);
      }
      """;

  /** Controls in front of which one of four notices stands, when they are brought into view. */
  private static final String COVERED =
      """
      async () => {
        const { notice } = await import("/notice.js");
        ["no points", "no link", "no asset", "no file"].forEach((what) => notice(`There is ${what} here: ${"why. ".repeat(20)}`));
        return [...document.querySelectorAll("button, input:not([type=radio]), select, summary, #watch-rows tbody tr")]
          .filter((e) => e.checkVisibility() && !e.closest("#notices"))
          .filter((e) => {
            e.scrollIntoView({ block: "center", behavior: "instant" });
            const { left, top, width, height } = e.getBoundingClientRect();
            return document.elementFromPoint(left + width / 2, top + height / 2)?.closest("#notices");
          })
          .map((e) => e.outerHTML);
      }
      """;

  private final Browser browser;
  private RunningServer server;
  private MarketPage page;

  PageFrameTest(Browser browser) {
    this.browser = browser;
  }

  @BeforeAll
  void start() {
    server =
        RunningServer.startInRealTime(
            Map.of("feed.kind", "walk", "feed.walk.tickers", 100, "feed.walk.seed", 7));
    page = MarketPage.open(browser, server.port(), "").settled(105);
  }

  @AfterAll
  void stop() {
    page.close();
    server.close();
  }

  @Test
  void theCallsOverHttpAreShownAtDocsAndNothingOfItIsForbidden() {
    try (MarketPage docs = MarketPage.open(browser, server.port(), "docs")) {
      docs.part(".opblock-summary-path").first().waitFor();
      assertThat(docs.complaints()).isEmpty();
    }
  }

  @Test
  void nothingIsAskedOfAnotherHostAndNothingIsComplainedOf() {
    assertThat(page.requests())
        .isNotEmpty()
        .allMatch(url -> url.matches("(http|ws)://localhost:" + server.port() + "/.*"));
    assertThat(page.complaints()).isEmpty();
  }

  /**
   * The hash is that of the style element the vendored chart makes for its logo. The browser keeps
   * an answer that a test has touched from connecting to this machine, which is not the policy's
   * doing.
   */
  @Test
  void aStrictContentSecurityPolicyRefusesNothing() {
    String policy =
        "default-src 'self'; style-src 'self' 'sha256-3pRED1tOXas1FXFoPb9TGCjmYe9XQsmO9OV23khV2nY='";
    try (MarketPage strict = MarketPage.open(browser, server.port(), "")) {
      strict
          .page()
          .route(
              url -> url.endsWith("/?strict"),
              route -> {
                var answer = route.fetch();
                Map<String, String> headers = new HashMap<>(answer.headers());
                headers.put("content-security-policy", policy);
                route.fulfill(new Route.FulfillOptions().setResponse(answer).setHeaders(headers));
              });
      strict.complaints().clear();
      strict.page().navigate("http://localhost:" + server.port() + "/?strict");

      assertThat(strict.part("#tv-attr-logo")).hasCSS("position", "absolute");
      assertThat(strict.part("#chart canvas").first()).isVisible();
      assertThat(strict.complaints())
          .allMatch(text -> text.contains("ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS"));
    }
  }

  @Test
  void everyColourOfTextHasItsContrastInBothSchemes() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      @SuppressWarnings("unchecked")
      Map<String, Number> ratios = (Map<String, Number>) page.page().evaluate(CONTRASTS);
      assertThat(ratios)
          .hasSizeGreaterThan(10)
          .allSatisfy(
              (pair, ratio) ->
                  assertThat(ratio.doubleValue())
                      .as("%s, %s", pair, scheme)
                      .isGreaterThan(CONTRAST));
    }
  }

  @Test
  void everythingThatCanBeReachedHasAName() {
    assertThat(page.page().evaluate(NAMELESS)).isEqualTo(List.of());
    assertThat(page.part("[aria-live], [role=status], [role=alert]"))
        .hasCount(2); // the connection's state and the notices: nothing that ticks
  }

  @Test
  void aChartThatReplaysIsNotCalledLive() {
    try (MarketPage replaying = MarketPage.open(browser, server.port(), "")) {
      assertThat(replaying.part("#connection-words")).hasText("Live");
      replaying.part("#replay-menu summary").click();
      replaying.part("#replay [name=speed]").selectOption("1");
      assertThat(replaying.part("#replay [name=from]")).not().hasValue(""); // proposed
      replaying.part("#replay [type=submit]").click();

      assertThat(replaying.part("#connection-words")).hasText("Replay");
      assertThat(replaying.part("#legend")).containsText("EURUSD, replay");

      replaying.part("#back").click();
      assertThat(replaying.part("#connection-words")).hasText("Live");
    }
  }

  @Test
  void nothingStandsOutOfAnyScreen() {
    assertThat(page.part("#connection-words")).hasText("Live");
    for (int width : new int[] {320, 360, 400, 760, 1280, 2560}) {
      page.page().setViewportSize(width, 900);
      assertThat(page.page().evaluate("() => document.scrollingElement.scrollWidth"))
          .isEqualTo(width);
      if (width > 760) { // below, the list follows the chart
        assertThat(page.page().evaluate("() => document.scrollingElement.scrollHeight"))
            .isEqualTo(900);
      }
      assertThat(page.part("#chart canvas").first()).isVisible();
    }
  }

  @Test
  void nothingStandsOutOfTheNarrowestScreenWhateverIsOpenOrSaid() {
    try (MarketPage narrow = MarketPage.open(browser, server.port(), "?asset=NOPE")) {
      narrow.page().setViewportSize(320, 640);
      for (String menu : List.of("#jump-menu summary", "#replay-menu summary")) {
        narrow.part(menu).click();
        assertThat(narrow.page().evaluate(WIDTH)).as(menu).isEqualTo(320);
      }
      assertThat(narrow.part("#notices p")).isVisible();
      narrow.part("[data-view=pitch]").click();
      assertThat(narrow.page().evaluate(WIDTH)).as("PITCH").isEqualTo(320);
    }
  }

  @Test
  void whatTheRangeIsStandsWholeBesideIt() {
    assertThat(page.part("#range-output")).hasText("400 points");
    for (int width : new int[] {320, 400, 761, 800, 840, 1279, 1280}) {
      page.page().setViewportSize(width, 900);
      assertThat(page.page().evaluate(OUT_OF_THE_STUDY)).as("%d px", width).isEqualTo(List.of());
    }
  }

  @Test
  void noNoticeIsInTheWayOfAControl() {
    try (MarketPage told = MarketPage.open(browser, server.port(), "?at=1262304000")) {
      assertThat(told.part("#back")).isVisible();
      for (int width : new int[] {1440, 800, 400, 320}) {
        told.page().setViewportSize(width, 900);
        assertThat(told.page().evaluate(COVERED)).as("%d px", width).isEqualTo(List.of());
      }
    }
  }

  @Test
  void aPhoneOpensAtTheChartWhateverAssetIsChosen() {
    try (MarketPage phone = MarketPage.open(browser, server.port(), "?asset=ticker_60")) {
      assertThat(phone.row("ticker_60")).isInViewport(); // of a laptop, where the list scrolls

      phone.page().setViewportSize(390, 844);
      phone.page().reload();
      assertThat(phone.part("#quote-name")).hasText("ticker_60");
      assertThat(phone.row("ticker_60")).hasAttribute("aria-selected", "true");

      assertThat(phone.part("#quote-name")).isInViewport();
      assertThat(phone.page().evaluate("() => scrollY")).isEqualTo(0);
    }
  }

  @Test
  void theWallShowsEveryAssetWithoutScrolling() {
    page.page().setViewportSize(2560, 1440);
    assertThat(page.row("ticker_99")).isInViewport();
    assertThat(page.row("EURUSD")).isInViewport();
    assertThat(
            (Boolean)
                page.page()
                    .evaluate(
                        "() => [...document.querySelectorAll('.name')].every((e) => e.scrollWidth <= e.clientWidth)"))
        .isTrue();
  }

  @Test
  void theHundredAndFiveAssetsTickEachSecond() {
    long before = page.count("point");
    page.page()
        .waitForCondition(
            () -> page.count("point") >= before + 210,
            new Page.WaitForConditionOptions().setTimeout(15_000));
  }
}

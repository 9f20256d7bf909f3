package ratecast.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import ratecast.pitch.store.ImportStore;
import ratecast.support.RunningServer;

/** PITCH on the page: nothing at first, then a file on its way, then its messages. */
@ExtendWith(ChromiumExtension.class)
class PitchPageTest {
  private static final Path SAMPLE = Path.of("src/test/resources/pitch/pitch_example_data.txt");

  private final Browser browser;

  PitchPageTest(Browser browser) {
    this.browser = browser;
  }

  @Test
  void aFileSentFromThePageIsImportedAndItsMessagesAreFilteredAndPaged(@TempDir Path folder) {
    try (RunningServer server = serving(folder);
        MarketPage page = MarketPage.open(browser, server.port(), "?view=pitch")) {
      assertThat(page.part("#imports-empty")).isVisible();
      assertThat(page.part("#imports-empty")).containsText("No PITCH files yet");
      assertThat(page.part("#messages-section")).isHidden();

      page.part("#pitch-file").setInputFiles(SAMPLE);
      assertThat(page.part("#imports tr")).containsText("pitch_example_data.txt");
      assertThat(page.part("#imports [data-state]")).hasText("Done");
      assertThat(page.part("#imports tr")).containsText("20\u202f000");

      assertThat(page.part("#messages-about")).hasText("1 to 100 of 20\u202f000");
      assertThat(page.part("#messages tr")).hasCount(100);
      assertThat(page.part("#messages tr").first()).containsText("08:00:00.011");
      page.part("#messages-later").click();
      assertThat(page.part("#messages-about")).hasText("101 to 200 of 20\u202f000");
      page.part("#messages-earlier").click();
      assertThat(page.part("#messages-about")).hasText("1 to 100 of 20\u202f000");

      page.part("#messages-types button").filter(starting("E ")).click();
      assertThat(page.part("#messages-about")).hasText("1 to 20 of 20");
      page.part("#messages-filter [type=reset]").click();
      page.part("[name=symbol]").fill("NOPE");
      page.part("#messages-filter [type=submit]").click();
      assertThat(page.part("#messages-about")).hasText("No messages to show.");
      page.part("[name=orderId]").fill("?");
      page.part("#messages-filter [type=submit]").click();
      assertThat(page.part("#notices")).containsText("An order id has 12 characters");
    }
  }

  @Test
  void aServerWithATokenIsSentItOnceItWasAskedFor(@TempDir Path folder) {
    try (RunningServer server =
            RunningServer.startInRealTime(
                Map.of(
                    "pitch.inbox",
                    folder.resolve("inbox").toString(),
                    "rest.api-token",
                    "s3cret-Token"));
        MarketPage page = MarketPage.open(browser, server.port(), "?view=pitch")) {
      assertThat(page.part("#pitch-token")).isHidden();
      page.part("#pitch-file").setInputFiles(SAMPLE);
      assertThat(page.part("#pitch-token input")).isFocused();

      page.page().keyboard().type("s3cret");
      page.page().keyboard().press("Enter");
      assertThat(page.part("#notices")).containsText("This is not the server's token");
      assertThat(page.part("#pitch-token input")).hasValue("");

      page.part("#pitch-token input").fill("s3cret-Token");
      page.part("#pitch-token [type=submit]").click();
      assertThat(page.part("#imports [data-state]")).hasText("Done");
      assertThat(page.part("#pitch-token")).isHidden();

      page.part("#pitch-date").fill("2001-01-01");
      page.part("#pitch-file").setInputFiles(SAMPLE);
      assertThat(page.part("#notices")).containsText("pitch_example_data.txt was not taken");
      assertThat(page.part("#pitch-token")).isHidden();
      assertThat(page.requests()).noneMatch(url -> url.contains("s3cret"));
      assertThat(page.page().evaluate("() => localStorage.length + sessionStorage.length"))
          .isEqualTo(0);
    }
  }

  @Test
  void aServerThatTakesFilesFromItsOwnMachineOnlySaysWhoCanChangeThat(@TempDir Path folder) {
    try (RunningServer server = serving(folder);
        MarketPage page = MarketPage.open(browser, server.port(), "?view=pitch")) {
      page.page().setExtraHTTPHeaders(Map.of("X-Forwarded-For", "10.1.2.3")); // as by a proxy
      page.part("#pitch-file").setInputFiles(SAMPLE);

      assertThat(page.part("#notices"))
          .containsText("Whoever runs it can set API_TOKEN, which this page then asks for");
    }
  }

  @Test
  void aFileThatWasChosenWhileThePageWasStillOnItsWayIsSent(@TempDir Path folder) {
    try (RunningServer server = serving(folder);
        MarketPage page = MarketPage.open(browser, server.port(), "?view=pitch")) {
      List<Route> held = new ArrayList<>();
      page.page().route("**/behind.js*", held::add);
      page.page().reload();
      page.part("#pitch-file").setInputFiles(SAMPLE);
      page.page().waitForCondition(() -> !held.isEmpty());

      held.forEach(Route::resume);

      assertThat(page.part("#imports tr")).containsText("pitch_example_data.txt");
    }
  }

  /** A server lists the oldest first, 200 to a page. */
  @Test
  void ofHundredsOfImportsTheNewestAreShown(@TempDir Path folder) {
    try (RunningServer server = serving(folder)) {
      ImportStore imports = server.bean(ImportStore.class);
      for (int i = 1; i <= 420; i++) {
        add(imports, i);
      }
      try (MarketPage page = MarketPage.open(browser, server.port(), "?view=pitch")) {
        assertThat(page.part("#imports tr").first()).containsText("day-420.txt");
        assertThat(page.part("#imports tr")).hasCount(220);

        add(imports, 421);
        assertThat(page.part("#imports tr").first()).containsText("day-421.txt");
        assertThat(page.part("#imports tr")).hasCount(221);
      }
    }
  }

  private static RunningServer serving(Path folder) {
    return RunningServer.startInRealTime(Map.of("pitch.inbox", folder.resolve("inbox").toString()));
  }

  private static void add(ImportStore imports, int day) {
    imports.add("day-" + day + ".txt", "sha" + day, Path.of("none"), Optional.empty()).block();
  }

  private static Locator.FilterOptions starting(String text) {
    return new Locator.FilterOptions().setHasText(Pattern.compile("^" + text));
  }
}

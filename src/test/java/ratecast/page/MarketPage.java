package ratecast.page;

import static ratecast.support.Patience.PATIENCE;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import ratecast.support.Json;

/**
 * The page in a browser of its own memory: what it shows, which frames travelled, what it asked
 * for, and what it complained of. For the thread of the test.
 */
final class MarketPage implements AutoCloseable {
  private static final int BATCH = 50;

  private final BrowserContext context;
  private final Page page;
  private final Map<String, Long> received = new HashMap<>(); // frames by their action
  private final List<String> refusals = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  private MarketPage(BrowserContext context) {
    this.context = context;
    page = context.newPage();
    page.setDefaultTimeout((double) PATIENCE.toMillis());
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.onRequest(request -> requests.add(request.url()));
    page.onWebSocket(
        socket -> {
          requests.add(socket.url());
          socket.onFrameReceived(frame -> heard(frame.text()));
          socket.onFrameSent(frame -> sent.add(frame.text()));
        });
  }

  private void heard(String text) {
    String action = Json.action(text);
    received.merge(action, 1L, Long::sum);
    if (action.equals("error")) {
      refusals.add(text);
    }
  }

  static MarketPage open(Browser browser, int port, String query) {
    return open(browser, port, query, false, "");
  }

  /** Draws nothing until it is let: as on a machine that is too busy, or in a hidden tab. */
  static MarketPage openWithoutFrames(Browser browser, int port, String query) {
    return open(
        browser,
        port,
        query,
        false,
        """
        const draw = window.requestAnimationFrame.bind(window), waiting = [];
        window.holdFrames = () => (window.requestAnimationFrame = (frame) => waiting.push(frame));
        window.letDraw = () => {
          window.requestAnimationFrame = draw;
          waiting.splice(0).forEach((frame) => draw(frame));
        };
        holdFrames();
        """);
  }

  /** Without the server's policy, which lets scripts of a test neither be made nor go elsewhere. */
  static MarketPage openWithoutPolicy(Browser browser, int port, String path) {
    return open(browser, port, path, true, "");
  }

  private static MarketPage open(
      Browser browser, int port, String query, boolean withoutPolicy, String script) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setBypassCSP(withoutPolicy)
                .setViewportSize(1440, 900)
                .setColorScheme(ColorScheme.LIGHT)
                .setPermissions(List.of("clipboard-read", "clipboard-write")));
    context.addInitScript(script);
    MarketPage made = new MarketPage(context);
    made.page.navigate("http://localhost:" + port + "/" + query);
    return made;
  }

  Page page() {
    return page;
  }

  Locator part(String selector) {
    return page.locator(selector);
  }

  Locator row(String asset) {
    return part("#watch-rows tbody tr").filter(new Locator.FilterOptions().setHasText(asset));
  }

  /** Waits until every row of the watch list ticks each second, so that nothing is on its way. */
  MarketPage settled(int assets) {
    int batches = (assets + BATCH - 2) / BATCH; // of all but the chosen one
    page.waitForCondition(() -> count("asset_history") >= assets && paced() == batches);
    page.waitForCondition(() -> count("subscribed") == subscribes());
    return this;
  }

  private long subscribes() {
    return sent.stream().filter(frame -> Json.action(frame).equals("subscribe")).count();
  }

  /** Batches that were set to every second once their histories had come. */
  private long paced() {
    return sent.stream()
        .filter(frame -> frame.contains("\"everySeconds\":1}") && !frame.contains("historySeconds"))
        .count();
  }

  long count(String action) {
    return received.getOrDefault(action, 0L);
  }

  /** What the server said no to, in its words. */
  List<String> refusals() {
    return refusals;
  }

  long sentFrames() {
    return sent.size();
  }

  long receivedFrames() {
    return received.values().stream().mapToLong(Long::longValue).sum();
  }

  List<String> requests() {
    return requests;
  }

  List<String> complaints() {
    return complaints;
  }

  /** The lines of the CSV that the page saves of what its chart shows, without the head. */
  List<String> saved() {
    Download download = page.waitForDownload(() -> part("#save").click());
    try {
      List<String> lines = Files.readAllLines(download.path());
      Assertions.assertThat(lines.get(0)).startsWith("asset,utc,time,");
      return lines.subList(1, lines.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The times of what the chart shows. */
  List<Long> shownTimes() {
    return saved().stream()
        .map(line -> Long.valueOf(line.replaceAll("^[^,]*,[^,]*,(\\d+),.*", "$1")))
        .toList();
  }

  @Override
  public void close() {
    context.close();
  }
}

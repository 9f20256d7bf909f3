package ratecast.page;

import static org.assertj.core.api.Assertions.assertThat;
import static ratecast.support.RunningServer.point;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.JSHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import ratecast.market.Point;
import ratecast.support.HttpCalls;
import ratecast.support.RunningServer;
import ratecast.support.Wire;

/** The client alone, as somebody else's page uses it: over a wire that can be cut. */
@ExtendWith(ChromiumExtension.class)
class RatecastClientTest {
  private static final String WITHOUT_HISTORY =
      "rates.subscribe([1], { historySeconds: 0 });"
          + "rates.request('ping', {}).then((p) => rates.pong = p.time)";

  private final Browser browser;
  private RunningServer server;
  private Wire wire;
  private MarketPage page;
  private long start;

  RatecastClientTest(Browser browser) {
    this.browser = browser;
  }

  @BeforeEach
  void start() {
    server = RunningServer.startInRealTime(Map.of());
    wire = new Wire(server.port());
    page =
        MarketPage.openWithoutPolicy(
            browser,
            server.port(),
            "icon.svg"); // of the same origin, without the page's own client
    start = Instant.now().getEpochSecond() - 100;
  }

  @AfterEach
  void stop() {
    page.close();
    wire.close();
    server.close();
  }

  /** A client that notes what it hands over: states, times and whether a history was resumed. */
  private JSHandle client(String then) {
    return page.page()
        .evaluateHandle(
            """
            async ([port, then]) => {
              const { Ratecast } = await import("/ratecast.js");
              const rates = new Ratecast(`ws://localhost:${port}/`);
              const noted = { rates, states: [], times: [], resumed: [], histories: [], candles: 0, pasts: 0 };
              rates.on("candles", (past) => Object.assign(noted, { past, pasts: noted.pasts + 1 }));
              rates.on("candle", () => noted.candles++);
              rates.on("state", (state) => {
                noted.states.push(state.name);
                if (state.name === "waiting") {
                  noted.wait ??= state.retryAt - Date.now();
                }
                if (state.name === "open" && noted.resumed.length === 0) {
                  new Function("rates", then)(rates);
                }
              });
              rates.on("history", (history) => {
                const { points, resumed } = history;
                noted.histories.push(history);
                noted.resumed.push(resumed);
                noted.times.push(...points.map(({ time }) => time));
              });
              rates.on("point", ({ time }) => noted.times.push(time));
              return noted;
            }""",
            List.of(wire.port(), then));
  }

  private void bring(long from, long to) {
    Asset eurusd = server.asset("EURUSD");
    server.bringAndWait(
        LongStream.rangeClosed(from, to)
            .mapToObj(time -> point(eurusd, time, 1.5))
            .toArray(Point[]::new));
  }

  private void waitFor(JSHandle client, String condition) {
    page.page()
        .waitForCondition(
            () -> Boolean.TRUE.equals(client.evaluate("(noted) => Boolean(" + condition + ")")));
  }

  private void loseWhile(JSHandle client, Runnable meanwhile) {
    wire.cut();
    waitFor(client, "noted.states.at(-1) === 'waiting'");
    meanwhile.run();
    wire.restore();
    waitFor(client, "noted.states.at(-1) === 'open'");
  }

  /** A client over a socket of the test's, at a time that stands: the test says what it hears. */
  private JSHandle speaking(String then) {
    page.page().clock().install();
    page.page().clock().pauseAt(System.currentTimeMillis() + 1_000);
    return page.page()
        .evaluateHandle(
            """
            async (then) => {
              const noted = { asked: [], left: [], ids: {}, resumed: [], errors: 0 };
              let socket;
              globalThis.WebSocket = class {
                constructor() { socket = this; }
                close() {}
                send(text) {
                  const { action, id, message } = JSON.parse(text);
                  if (action === "subscribe") {
                    noted.asked.push(message);
                    noted.ids[message.assetIds?.join("+") ?? message.channel] = id;
                  } else if (action === "unsubscribe") {
                    noted.left.push(message.assetIds.join("+"));
                    noted.ids["-" + noted.left.at(-1)] = id;
                  }
                }
              };
              const { Ratecast } = await import("/ratecast.js");
              const rates = (noted.rates = new Ratecast("ws://nowhere/"));
              rates.on("history", ({ resumed }) => noted.resumed.push(resumed));
              rates.on("error", () => noted.errors++);
              noted.open = () => socket.onopen();
              noted.lose = () => socket.onclose({ code: 1006, reason: "" });
              noted.heard = (action, message, id) => socket.onmessage({ data: JSON.stringify({ action, id, message }) });
              noted.grant = (who) => noted.heard("subscribed", {}, noted.ids[who]);
              noted.refuse = (who, retryAfterMs) => noted.heard("error", { code: "RATE_LIMITED", text: "", retryAfterMs }, noted.ids[who]);
              noted.history = (assetId, start, values) =>
                noted.heard("asset_history", { assetId, from: start, start, step: 1, values, to: start + values.length, complete: true });
              noted.open();
              new Function("rates", then)(rates);
              return noted;
            }""",
            then);
  }

  @Test
  void afterALossItHandsOverWhatWasMissedOnce() {
    bring(start, start + 10);
    JSHandle client = client("rates.subscribe([1], { historySeconds: 600 })");
    waitFor(client, "noted.times.length === 11");

    wire.cut();
    waitFor(client, "noted.states.at(-1) === 'waiting'");
    assertThat(((Number) client.evaluate("(noted) => noted.wait")).doubleValue())
        .isBetween(0.0, 2000.0);
    bring(start + 11, start + 20);
    wire.restore();
    waitFor(client, "noted.times.length >= 21");
    bring(start + 21, start + 21);
    waitFor(client, "noted.times.length >= 22");

    assertThat(client.evaluate("(noted) => noted.times"))
        .isEqualTo(
            LongStream.rangeClosed(start, start + 21).boxed().map(Math::toIntExact).toList());
    assertThat(client.evaluate("(noted) => noted.resumed")).isEqualTo(List.of(false, true));
  }

  @Test
  void theAbsenceDecidesAndNotTheAgeOfTheLastPoint() {
    long old = start - 2400; // as of an asset that has a point an hour
    bring(old, old);
    JSHandle client = client("rates.subscribe([1], { historySeconds: 4000 })");
    waitFor(client, "noted.times.length === 1");

    loseWhile(client, () -> bring(old + 1, old + 1));

    waitFor(client, "noted.times.length >= 2");
    assertThat(client.evaluate("(noted) => noted.times"))
        .isEqualTo(List.of((int) old, (int) old + 1));
    assertThat(client.evaluate("(noted) => noted.resumed")).isEqualTo(List.of(false, true));
  }

  @Test
  void aRarePointThatCameDuringALossIsAskedForWhereNoHistoryIsWanted() {
    JSHandle spoken = speaking("rates.subscribe([1], { historySeconds: 0 })");
    spoken.evaluate(
        """
        (noted) => {
          noted.last = Math.floor(Date.now() / 1000) - 2400;
          noted.heard("point", { assetId: 1, time: noted.last, value: 1 });
          noted.lose();
        }""");
    page.page().clock().fastForward(1_000);
    spoken.evaluate("(noted) => noted.open()");
    spoken.evaluate("(noted) => noted.history(1, noted.last + 1, [1])");

    assertThat(spoken.evaluate("({ asked, last }) => asked[1].since === last")).isEqualTo(true);
    assertThat(spoken.evaluate("({ resumed }) => resumed")).isEqualTo(List.of(true));
  }

  @Test
  void theFirstPointOfAnAssetIsNotMissedWhereItCameDuringALoss() {
    bring(start, start);
    JSHandle client = client(WITHOUT_HISTORY);
    waitFor(client, "noted.rates.pong > 0");

    long now = Instant.now().getEpochSecond();
    loseWhile(client, () -> bring(now, now));

    waitFor(client, "noted.times.length >= 1");
    assertThat(client.evaluate("(noted) => noted.times")).isEqualTo(List.of((int) now));
    assertThat(client.evaluate("(noted) => noted.resumed")).isEqualTo(List.of(true));
  }

  @Test
  void afterALongAbsenceAFreshHistoryTakesThePlaceOfWhatIsDrawn() {
    JSHandle spoken = speaking("rates.subscribe([1], { historySeconds: 600 })");
    spoken.evaluate("(noted) => noted.history(1, 1000, [1])");
    spoken.evaluate("(noted) => noted.lose()");
    page.page().clock().fastForward(1_801_000);
    spoken.evaluate("(noted) => noted.open()"); // and is lost again before anything came
    spoken.evaluate("(noted) => noted.lose()");
    page.page().clock().fastForward(40_000);
    spoken.evaluate("(noted) => noted.open()");
    spoken.evaluate("(noted) => noted.history(1, 1001, [1])");

    assertThat(spoken.evaluate("({asked}) => asked.map(({ historySeconds }) => historySeconds)"))
        .isEqualTo(List.of(600, 600, 600));
    assertThat(spoken.evaluate("({resumed}) => resumed")).isEqualTo(List.of(false, false));
  }

  @Test
  void assetsWithLastTimesOfTheirOwnResumeInFewRequests() {
    JSHandle spoken = speaking("rates.subscribe([...Array(1500).keys()], { historySeconds: 600 })");
    spoken.evaluate(
        """
        (noted) => {
          const now = Math.floor(Date.now() / 1000);
          for (let id = 0; id < 1500; id++) {
            noted.history(id, now - 60 * id, [id]);
          }
          noted.lose();
        }""");
    page.page().clock().fastForward(1_000);
    spoken.evaluate("(noted) => { noted.asked.length = 0; noted.open(); }");

    assertThat(((Number) spoken.evaluate("({asked}) => asked.length")).intValue()).isBetween(1, 25);
    assertThat(
            spoken.evaluate(
                """
                ({ asked }) => asked.flatMap(({ assetIds, since }) =>
                  assetIds.filter((id) => since > Math.floor(Date.now() / 1000) - 60 * id)).length"""))
        .isEqualTo(0);
  }

  @Test
  void assetsThatResumeTogetherAreEachGivenOnlyWhatTheyMissed() {
    Asset usdjpy = server.asset("USDJPY");
    bring(start, start + 2);
    server.bringAndWait(point(usdjpy, start + 9, 1.5));
    JSHandle client = client("rates.subscribe([1, 2])");
    waitFor(client, "noted.times.length === 4");

    loseWhile(
        client,
        () -> {
          bring(start + 10, start + 10);
          server.bringAndWait(point(usdjpy, start + 11, 1.5));
        });

    waitFor(client, "noted.resumed.length === 4");
    assertThat(
            client.evaluate(
                "({ histories }) => histories.slice(2).map((h) => [h.assetId, h.from, ...h.points.map((p) => p.time)])"))
        .isEqualTo(
            List.of(
                List.of(1, (int) start + 3, (int) start + 10),
                List.of(2, (int) start + 10, (int) start + 11)));
  }

  @Test
  void whatIsRefusedForAWhileIsAskedForAgainTogetherAndOneAfterTheOther() {
    JSHandle spoken =
        speaking(
            """
            rates.subscribe([1], { historySeconds: 0 });
            rates.subscribe([2], { historySeconds: 0 });
            rates.subscribe([3], { historySeconds: 0 });
            rates.subscribe([4], { historySeconds: 600 });
            rates.unsubscribe([3]);
            rates.watchStatus();""");
    spoken.evaluate(
        "(noted) => { for (const who of ['1', '2', '3', '4', 'status']) noted.refuse(who, 1000); }");
    spoken.evaluate("(noted) => { noted.asked.length = 0; }");

    page.page().clock().fastForward(900);
    assertThat(spoken.evaluate("({asked}) => asked.length")).isEqualTo(0);
    page.page().clock().fastForward(200);
    assertThat(asked(spoken)).isEqualTo("1+2 status");
    spoken.evaluate("(noted) => noted.refuse('1+2', 5000)"); // once more
    page.page().clock().fastForward(4_000);
    assertThat(asked(spoken)).isEqualTo("1+2 status");
    page.page().clock().fastForward(1_100);
    assertThat(asked(spoken)).isEqualTo("1+2 status 4");
    spoken.evaluate("(noted) => noted.grant('4')");
    page.page().clock().fastForward(1);
    assertThat(asked(spoken)).isEqualTo("1+2 status 4 1+2");
    assertThat(spoken.evaluate("({errors}) => errors")).isEqualTo(0);
  }

  @Test
  void whatCouldNotBeLeftForAWhileIsLeftTogetherLaterWhereItIsStillUnwanted() {
    JSHandle spoken =
        speaking(
            """
            rates.subscribe([1, 2, 3, 4], { historySeconds: 0 });
            rates.unsubscribe([1]);
            rates.unsubscribe([2, 3, 4]);""");
    spoken.evaluate("(noted) => { for (const who of ['-1', '-2+3+4']) noted.refuse(who, 1000); }");
    spoken.evaluate(
        """
        ({ rates }) => {
          rates.subscribe([3], { interval: "1m" });
          rates.subscribe([4]);
        }""");
    assertThat(left(spoken)).as("no points beside the candles").isEqualTo("1 2+3+4 3 4");

    page.page().clock().fastForward(900);
    assertThat(left(spoken)).isEqualTo("1 2+3+4 3 4");
    page.page().clock().fastForward(200);
    assertThat(left(spoken)).isEqualTo("1 2+3+4 3 4 1+2");
    spoken.evaluate("(noted) => noted.refuse('-1+2', 1000)");
    spoken.evaluate("(noted) => noted.lose()");
    page.page().clock().fastForward(1_000);
    spoken.evaluate("(noted) => noted.open()"); // to a server that knows nothing of them
    page.page().clock().fastForward(1_000);

    assertThat(left(spoken)).isEqualTo("1 2+3+4 3 4 1+2");
    assertThat(spoken.evaluate("({errors}) => errors")).isEqualTo(0);
  }

  @Test
  void whatIsWantedAgainAtOnceTakesThePlaceOfWhatCouldNotBeLeftForAWhile() {
    JSHandle spoken =
        speaking(
            """
            rates.subscribe([1, 2], { historySeconds: 0 });
            rates.unsubscribe([1, 2]);
            rates.subscribe([1], { interval: "1m" });
            rates.subscribe([2]);""");
    spoken.evaluate(
        "(noted) => { for (const who of ['-1+2', '-1', '-2']) noted.refuse(who, 1000); }");
    assertThat(asked(spoken)).as("nothing beside what the server still has").isEqualTo("1+2");

    page.page().clock().fastForward(1_000);
    spoken.evaluate("(noted) => noted.grant('-1')");
    spoken.evaluate("(noted) => noted.grant('1')");
    page.page().clock().fastForward(1);
    spoken.evaluate("(noted) => noted.grant('-2')");
    spoken.evaluate("(noted) => noted.grant('2')");
    page.page().clock().fastForward(10_000);

    assertThat(left(spoken)).isEqualTo("1+2 1 2 1 2");
    assertThat(asked(spoken)).isEqualTo("1+2 1 2");
    assertThat(spoken.evaluate("({errors}) => errors")).isEqualTo(0);
  }

  private static String left(JSHandle spoken) {
    return (String) spoken.evaluate("({ left }) => left.join(' ')");
  }

  @Test
  void candlesThatClosedDuringALossAreAskedForWhereNoHistoryIsWanted() {
    JSHandle spoken = speaking("rates.subscribe([1, 2], { interval: '1m', historySeconds: 0 })");
    spoken.evaluate(
        """
        (noted) => {
          noted.heard("candle", { assetId: 1, interval: "1m", time: 120, closed: false });
          noted.lose();
          noted.asked.length = 0;
        }""");
    page.page().clock().fastForward(1_000);
    spoken.evaluate("(noted) => noted.open()");

    assertThat(spoken.evaluate("({ asked }) => JSON.stringify(asked)"))
        .isEqualTo(
            "[{\"assetIds\":[1],\"interval\":\"1m\",\"since\":120},"
                + "{\"assetIds\":[2],\"interval\":\"1m\",\"historySeconds\":80}]");
  }

  @Test
  void aLongCandleThatClosedDuringALossIsAskedForAsFarBackAsTheServerGivesCandles() {
    JSHandle spoken =
        speaking(
            """
            const long = new rates.constructor("ws://nowhere/", { maxResumeSeconds: 100_000 });
            long.subscribe([1], { interval: "4h", historySeconds: 0 });
            long.subscribe([2], { interval: "1d", historySeconds: 0 });
            long.subscribe([3], { interval: "5s", historySeconds: 0 });
            long.subscribe([4], { historySeconds: 0 });""");
    spoken.evaluate("(noted) => { noted.open(); noted.lose(); noted.asked.length = 0; }");
    page.page().clock().fastForward(20_000);
    spoken.evaluate("(noted) => noted.open()");
    assertThat(spans(spoken)).isEqualTo("14430 86430 35 30");

    spoken.evaluate("(noted) => { noted.lose(); noted.asked.length = 0; }");
    page.page().clock().fastForward(90_000_000);
    spoken.evaluate("(noted) => noted.open()");
    assertThat(spans(spoken)).isEqualTo("104430 176430 18000 14400");
  }

  private static String spans(JSHandle spoken) {
    return (String)
        spoken.evaluate("({ asked }) => asked.map((one) => one.historySeconds).join(' ')");
  }

  @Test
  void noCandleIsMissingAfterALossWhereNoHistoryIsWanted() {
    long first = start - start % 5;
    bring(first - 5, first - 5);
    JSHandle client =
        client(
            "rates.subscribe([1], { interval: '5s', historySeconds: 0 });"
                + "rates.request('ping', {}).then((p) => rates.pong = p.time)");
    waitFor(client, "noted.rates.pong > 0");
    bring(first, first + 1);
    waitFor(client, "noted.candles > 0");

    loseWhile(client, () -> bring(first + 5, first + 11));

    waitFor(client, "noted.pasts === 1");
    assertThat(client.evaluate("({ past }) => [past.resumed, ...past.candles.map((c) => c.time)]"))
        .isEqualTo(List.of(true, (int) first, (int) first + 5, (int) first + 10));
  }

  @Test
  void whatWasRefusedIsNotAskedForTwiceWhereTheConnectionIsLostMeanwhile() {
    JSHandle spoken = speaking("rates.subscribe([1], { historySeconds: 0 })");
    spoken.evaluate("(noted) => { noted.refuse('1', 30_000); noted.lose(); }");
    page.page().clock().fastForward(1_000);
    spoken.evaluate("(noted) => noted.open()");
    page.page().clock().fastForward(14_000);
    page.page().clock().fastForward(16_000);

    assertThat(asked(spoken)).isEqualTo("1 1");
  }

  /** The assets of each request to subscribe, in the order they were sent. */
  private static String asked(JSHandle spoken) {
    return (String)
        spoken.evaluate(
            "({ asked }) => asked.map(({ assetIds, channel }) => assetIds?.join('+') ?? channel).join(' ')");
  }

  @Test
  void anotherIntervalTakesThePlaceOfTheOneBeforeNowAndAfterALoss() {
    bring(start, start);
    JSHandle client =
        client(
            """
            rates.subscribe([1]);
            rates.subscribe([1], { interval: "5s" });
            rates.subscribe([1], { interval: "1m", historySeconds: 60 });""");
    waitFor(client, "noted.pasts > 0");
    assertThat(subscriptions(client)).isEqualTo("1:1m");

    bring(start + 1, start + 1);
    loseWhile(client, () -> {});
    waitFor(client, "noted.pasts > 1");
    assertThat(subscriptions(client)).isEqualTo("1:1m");
    assertThat(page.refusals()).isEmpty();

    client.evaluate("({ rates }) => rates.subscribe([1])");
    waitFor(client, "noted.times.includes(" + (start + 1) + ")");
    assertThat(subscriptions(client)).isEqualTo("1:points");
  }

  @Test
  void thePaceOfEarlierOptionsDoesNotOutliveThem() {
    bring(start, start);
    JSHandle client =
        client("rates.subscribe([1], { everySeconds: 10 }); rates.subscribe([1], {});");
    waitFor(client, "noted.resumed.length === 1");

    assertThat(
            client.evaluate(
                """
                async ({ rates }) =>
                  (await rates.request("subscriptions", {})).subscriptions.map(({ everySeconds }) => everySeconds)"""))
        .isEqualTo(List.of(1));
  }

  @Test
  void candlesDoNotResumeFromAPoint() {
    JSHandle spoken = speaking("rates.subscribe([1], { historySeconds: 0 })");
    spoken.evaluate(
        """
        (noted) => {
          const now = Math.floor(Date.now() / 1000);
          noted.history(1, now, [1]);
          noted.rates.subscribe([1], { interval: "1m", historySeconds: 600 });
          noted.history(1, now + 1, [1]); // was on its way
          noted.heard("point", { assetId: 1, time: now + 2, value: 1 });
          noted.lose();
          noted.asked.length = 0;
        }""");
    page.page().clock().fastForward(1_000);
    spoken.evaluate("(noted) => noted.open()");

    assertThat(spoken.evaluate("({ asked }) => JSON.stringify(asked)"))
        .isEqualTo("[{\"assetIds\":[1],\"interval\":\"1m\",\"historySeconds\":600}]");
  }

  private static String subscriptions(JSHandle client) {
    return (String)
        client.evaluate(
            """
            async ({ rates }) => (await rates.request("subscriptions", {})).subscriptions
              .map(({ assetId, interval, channel }) => `${assetId}:${interval ?? channel}`).join()""");
  }

  @Test
  void anAssetThatIsGoneCostsTheOthersOfItsRequestNothing() {
    for (String name : List.of("EURUSD", "USDJPY", "GBPUSD")) { // which resume in one request
      server.bringAndWait(point(server.asset(name), start, 1.5));
    }
    JSHandle client =
        client("rates.subscribe([1, 2, 3]); rates.on('error', (e) => rates.said = e)");
    waitFor(client, "noted.times.length === 3");

    wire.cut();
    waitFor(client, "noted.states.at(-1) === 'waiting'");
    HttpCalls.to(server).delete("/api/v1/assets/2");
    bring(start + 1, start + 2);
    wire.restore();

    waitFor(client, "noted.times.length === 5");
    waitFor(client, "noted.rates.said");
    assertThat(client.evaluate("({rates}) => rates.said.code")).isEqualTo("ASSET_NOT_FOUND");
    bring(start + 3, start + 3);
    waitFor(client, "noted.times.length === 6");
  }

  @Test
  void anAssetThatIsGoneCostsTheOthersNothingOnAConnectionThatStands() {
    bring(start, start);
    HttpCalls.to(server).delete("/api/v1/assets/2");

    JSHandle client = client("rates.subscribe([1, 2, 3])");

    waitFor(client, "noted.resumed.length === 2");
    assertThat(client.evaluate("(noted) => noted.times"))
        .isEqualTo(List.of(Math.toIntExact(start)));
  }

  @Test
  void whatIsWantedOtherwiseByNowIsNotAskedForAgainWithTheOldOptions() {
    bring(start, start);
    HttpCalls.to(server).delete("/api/v1/assets/2");

    JSHandle client =
        client("rates.subscribe([1, 2, 3], { everySeconds: 10 }); rates.subscribe([1, 3]);");

    waitFor(client, "noted.resumed.length === 2");
    assertThat(
            client.evaluate(
                """
                async ({ rates }) => {
                  const { subscriptions } = await rates.request("subscriptions", {});
                  return subscriptions.map(({ everySeconds }) => everySeconds);
                }"""))
        .isEqualTo(List.of(1, 1));
  }

  @Test
  void afterAMinuteWithoutTimersItAsksBeforeItLeaves() {
    page.page().clock().install();
    JSHandle client = client("");
    waitFor(client, "noted.states.at(-1) === 'open'");

    for (int minute = 1; minute <= 3; minute++) {
      page.page().clock().fastForward(60_000);
      long pongs = minute;
      page.page().waitForCondition(() -> page.count("pong") == pongs);
    }
    assertThat(client.evaluate("(noted) => noted.states.at(-1)")).isEqualTo("open");

    wire.silence();
    page.page().clock().fastForward(60_000);
    page.page().clock().fastForward(9_000);
    assertThat(client.evaluate("(noted) => noted.states.at(-1)")).isEqualTo("open");
    page.page().clock().fastForward(60_000);
    assertThat(client.evaluate("(noted) => noted.states.at(-1)")).isEqualTo("waiting");
  }

  /** Parts come as fast as the client reads, and one request after the other. */
  @Test
  void aLongAnswerMayTakeItsTimeWhileItsPartsCome() {
    page.page().clock().install();
    JSHandle answers =
        page.page()
            .evaluateHandle(
                """
                async () => {
                  globalThis.WebSocket = class { constructor() { noted.socket = this; } send() {} close() {} };
                  const noted = {}, { Ratecast } = await import("/ratecast.js");
                  const rates = new Ratecast("ws://nowhere/");
                  noted.socket.onopen();
                  const note = (name) => [(points) => (noted[name] = points.length), ({ code }) => (noted[name] = code)];
                  rates.history(1, 0, 30).then(...note("first"));
                  rates.history(1, 0, 30).then(...note("second"));
                  rates.request("assets", {}).then(...note("other"));
                  noted.part = (id, time, last) => noted.socket.onmessage({
                    data: JSON.stringify({ action: "history", id, message: { last, points: [{ time, value: 1 }] } }),
                  });
                  return noted;
                }""");
    for (int part = 1; part <= 3; part++) {
      page.page().clock().fastForward(10_000);
      answers.evaluate("(noted, part) => noted.part(1, part, part === 3)", part);
    }
    page.page().clock().fastForward(10_000);
    answers.evaluate("(noted) => noted.part(2, 1, true)");

    page.page().waitForCondition(() -> answers.evaluate("({second}) => second") != null);
    assertThat(answers.evaluate("({first, second, other}) => [first, second, other]"))
        .isEqualTo(List.of(3, 1, "NO_REPLY"));
  }

  @Test
  void theExampleOfTheDocumentDrawsOnceAndAppendsWhatWasMissed() throws IOException {
    bring(start, start + 10);
    String example =
        Pattern.compile("```js\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs", "CLIENT.md")))
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);
    JSHandle drawn =
        page.page()
            .evaluateHandle(
                """
                async (example) => {
                  const drawn = { assets: 0, times: [] };
                  const take = (points) => drawn.times.push(...points.map(({ time }) => time));
                  const draw = (id, points) => { drawn.assets++; take(points); };
                  const { Ratecast } = await import("/ratecast.js");
                  new Function("Ratecast", "draw", "append", example)(Ratecast, draw, (id, points) => take(points));
                  return drawn;
                }""",
                example
                    .replaceFirst("import .*\n", "")
                    .replace("wss://rates.example/", "ws://localhost:" + wire.port() + "/"));
    waitFor(drawn, "noted.times.length === 11");

    wire.cut();
    page.page().waitForCondition(() -> wire.refused() > 0);
    bring(start + 11, start + 20);
    wire.restore();
    waitFor(drawn, "noted.times.length >= 21");
    bring(start + 21, start + 21);
    waitFor(drawn, "noted.times.length >= 22");

    assertThat(drawn.evaluate("({assets, times}) => [assets, times.length]"))
        .isEqualTo(List.of(5, 22));
  }

  @Test
  void aCandleIsASignOfLifeAsAPointIs() {
    bring(start, start + 3);
    JSHandle client = client("rates.subscribe([1], { interval: '5s' })");
    for (long times = 1; times <= 3; times++) {
      waitFor(client, "noted.pasts === " + times);
      bring(start + 10 * times, start + 10 * times + 1);
      waitFor(client, "noted.candles >= " + times);
      wire.cut();
      waitFor(client, "noted.states.at(-1) === 'waiting'");
      assertThat(client.evaluate("({rates}) => rates.state.attempt")).isEqualTo(1);
      wire.restore();
      waitFor(client, "noted.states.at(-1) === 'open'");
    }
  }

  @Test
  void whatAListenerSubscribesAtTheOpeningIsSentOnce() {
    bring(start, start + 3);
    JSHandle client =
        client("rates.subscribe([1]); rates.request('ping', {}).then((p) => rates.pong = p.time)");

    waitFor(client, "noted.rates.pong > 0");
    assertThat(client.evaluate("(noted) => noted.resumed")).isEqualTo(List.of(false));
    assertThat(page.count("asset_history")).isEqualTo(1);
  }

  @Test
  void aRefusalRejectsWithTheProtocolsCodeAndALostConnectionWithItsOwn() {
    JSHandle client =
        client("rates.request('subscribe', { assetId: 99 }).catch((e) => rates.said = e)");
    waitFor(client, "noted.rates.said");
    assertThat(client.evaluate("({rates}) => [rates.said.name, rates.said.code, rates.said.field]"))
        .isEqualTo(List.of("RatecastError", "ASSET_NOT_FOUND", "assetId"));

    wire.silence();
    client.evaluate(
        "({rates}) => { rates.request('ping', {}).catch((e) => rates.lost = e.code); }");
    wire.cut();
    waitFor(client, "noted.rates.lost");
    assertThat(client.evaluate("({rates}) => rates.lost")).isEqualTo("CONNECTION_LOST");
  }

  @Test
  void oneThatIsClosedStaysClosed() {
    JSHandle client = client("rates.close()");

    waitFor(client, "noted.states.at(-1) === 'ended'");
    page.page().waitForCondition(() -> server.sessions() == 0);
    assertThat(client.evaluate("({states}) => states.join()").toString()).endsWith("open,ended");
  }
}

package ratecast.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Mouse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import ratecast.support.RunningServer;

/** The page's modules alone, as the browser runs them. */
@ExtendWith(ChromiumExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageModulesTest {
  private final Browser browser;
  private RunningServer server;
  private MarketPage page;

  PageModulesTest(Browser browser) {
    this.browser = browser;
  }

  @BeforeAll
  void start() {
    server = RunningServer.start();
    page = MarketPage.open(browser, server.port(), "");
  }

  @AfterAll
  void stop() {
    page.close();
    server.close();
  }

  private Object run(String module, String expression) {
    return page.page()
        .evaluate(
            "async () => { const m = await import('/"
                + module
                + "'); return "
                + expression
                + "; }");
  }

  @Test
  void aHoleKeepsItsPlacesAndALongOneABoundedNumber() {
    assertThat(run("holes.js", "m.places({time: 10}, {time: 14}, 1).map((p) => p.time)"))
        .isEqualTo(List.of(11, 12, 13));
    assertThat(run("holes.js", "m.places({time: 0}, {time: 86400}, 1).length <= 300"))
        .isEqualTo(true);
    assertThat(run("holes.js", "m.isHole({time: 10}, {time: 11}, 1)")).isEqualTo(false);
    assertThat(run("holes.js", "m.isHole({time: 10}, {time: 12}, 1)")).isEqualTo(true);
  }

  @Test
  void theUsualStepIsThatOfMostRows() {
    assertThat(run("holes.js", "m.usualStep([1, 2, 3, 60, 61].map((time) => ({time})))"))
        .isEqualTo(1);
    assertThat(run("holes.js", "m.usualStep([5, 10, 15, 60].map((time) => ({time})))"))
        .isEqualTo(5);
    assertThat(run("holes.js", "m.usualStep([])")).isEqualTo(1);
  }

  @Test
  void aRateIsReadAsADealerReadsIt() {
    assertThat(run("numbers.js", "m.dealt('EURUSD', 1.08023, 6)"))
        .isEqualTo(Map.of("head", "1.08", "pips", "02", "tail", "30"));
    assertThat(run("numbers.js", "m.dealt('USDJPY', 149.9515, 4)"))
        .isEqualTo(Map.of("head", "149.", "pips", "95", "tail", "15"));
    assertThat(run("numbers.js", "m.dealt('ticker_07', -40, 0)"))
        .isEqualTo(Map.of("head", "−40", "pips", "", "tail", ""));
  }

  @Test
  void aChangeHasItsSignAndIsInPercentOnlyWhereThatMeansSomething() {
    assertThat(run("numbers.js", "m.relative(0.0011, 1.1, 6)")).isEqualTo("+0.10 %");
    assertThat(run("numbers.js", "m.relative(-12, 4, 0)")).isEqualTo("−12");
    assertThat(run("numbers.js", "m.signed(-0.00000001, 4)")).isEqualTo("0.0000");
  }

  @Test
  void aTapeForgetsWhatIsOlderThanTheWindow() {
    Object rows =
        run(
            "tape.js",
            "(() => { const tape = new m.Tape({id: 1, name: 'X'}); tape.load({points: [], step: 1, resumed: false});"
                + " for (let time = 1; time <= 10000; time++) tape.append({time, value: time});"
                + " return [tape.rows.length <= 2100, tape.coarse.length <= 210, tape.rows.at(-1).time, tape.base >= 8200]; })()");

    assertThat(rows).isEqualTo(List.of(true, true, 10000, true));
  }

  @Test
  void aCoarseHistoryNeverGetsIntoTheLineOfSeconds() {
    Object times =
        run(
            "tape.js",
            "(() => { const tape = new m.Tape({id: 1, name: 'X'});"
                + " tape.load({points: [1, 2, 3].map((time) => ({time, value: 1})), step: 1, resumed: false});"
                + " tape.load({points: [{time: 0, value: 1}], step: 10, resumed: false});"
                + " tape.load({points: [{time: 3, value: 1}, {time: 5, value: 1}], step: 1, resumed: true});"
                + " return tape.rows.map((row) => row.time); })()");

    assertThat(times).isEqualTo(List.of(1, 2, 3, 5));
  }

  /** As over a weekend: whoever connects then is sent none of what the window no longer has. */
  @Test
  void anEmptyHistoryLeavesAnAssetThatHasBeenSilentWhatIsKnownOfIt() {
    Object known =
        run(
            "watchrow.js",
            """
            await (async () => {
              const { Tape } = await import('/tape.js');
              const tape = new Tape({ id: 1, name: 'A' });
              const points = Array.from({ length: 100 }, (_, i) => ({ time: 1 + i, value: 1 + i }));
              tape.load({ points, step: 1, resumed: false });
              tape.load({ points: [], step: 1, resumed: false });
              const coarse = new Tape({ id: 2, name: 'B' });
              coarse.load({ points, step: 10, resumed: false });
              coarse.load({ points: [], step: 1, resumed: false });
              [tape, coarse].forEach((silent) => new m.WatchRow(silent).draw());
              return [tape, coarse].flatMap((silent) => [silent.extremes().high, silent.rows.length]);
            })()
            """);

    assertThat(known).isEqualTo(List.of(100, 100, 100, 0));
  }

  /** As the first values do, which widen the price scale while they are drawn. */
  @Test
  void aRangeAskedForWhileAnotherIsDrawnHoldsForTheRowsThatComeBeforeItsOwnFrame() {
    Object shown =
        shownAfter(
            """
            await frames();
            chart.append(row(61)); // drawn in the next frame, and then:
            requestAnimationFrame(() => chart.span(20));
            chart.span(30);
            requestAnimationFrame(() => appendFrom(62));
            """);

    assertThat(shown).isEqualTo(List.of(20, 100));
  }

  @Test
  void rowsThatComeBeforeTheChartsFirstFrameAreInTheRangeItShowsThen() {
    assertThat(shownAfter("appendFrom(61);")).isEqualTo(List.of(20, 100));
  }

  @Test
  void aChartThatBeginsWithOneRowLearnsHowFarRowsAreApart() {
    Object shown =
        shownAfter(
            """
            for (const kind of ['line', 'candles']) {
              chart.show(kind, [row(300)], { digits: 0 });
              for (let time = 600; time <= 9000; time += 300) {
                chart.append({ ...row(time), open: 1, high: 1, low: 1, close: 1 });
              }
              await frames();
              if (chart.visibleRows().length !== 20) break;
            }
            """);

    assertThat(shown).isEqualTo(List.of(20, 9000));
  }

  @Test
  void highAndLowAreOfTheWindowHoweverFarRowsAreApart() {
    assertThat(
            run(
                "tape.js",
                """
                (() => {
                  const tape = new m.Tape({ id: 1, name: 'A' });
                  tape.load({ step: 1, resumed: false, points: [{ time: 0, value: 100 }] });
                  for (let time = 5; time <= 8500; time += 5) tape.append({ time, value: 1 });
                  return tape.extremes().high;
                })()
                """))
        .isEqualTo(1);
  }

  @Test
  void aFeedOfTheHourIsNotCalledSilentWhileItsServerCallsItLive() {
    String after =
        """
        (() => {
          const sign = new m.ConnectionSign(), now = Date.now;
          sign.socket({ name: 'open' });
          sign.asset({ asset: { id: 1 }, rows: %s });
          %s
          Date.now = () => now() + 20_000;
          sign.show();
          Date.now = now;
          return document.body.dataset.connection;
        })()
        """;
    String live = "sign.feed({ feed: 'map', state: 'live', assetIds: [1] });";
    assertThat(run("connection.js", after.formatted("[{ time: 1 }]", live))).isEqualTo("live");
    assertThat(run("connection.js", after.formatted("[{ time: 1 }, { time: 11 }]", live)))
        .isEqualTo("live");
    assertThat(run("connection.js", after.formatted("[{ time: 1 }, { time: 2 }]", live)))
        .isEqualTo("silent");
    assertThat(run("connection.js", after.formatted("[]", ""))).isEqualTo("silent");
  }

  @Test
  void theComparedLineHasAHoleWhereNothingCameAsTheOtherHas() {
    page.page()
        .evaluate(
            """
            async () => {
              const { RateChart } = await import('/chart.js');
              const element = document.body.appendChild(document.createElement('div'));
              element.style.cssText = 'position: fixed; inset: 0; width: 800px; height: 400px; z-index: 99';
              const chart = new RateChart(element), rows = [];
              for (let time = 60; time <= 600; time += 60) rows.push({ time, value: 1 });
              chart.span(20);
              chart.show('line', rows, { digits: 0 });
              chart.compare(rows.slice(0, 5), { digits: 0, title: 'B' });
              chart.appendCompared({ time: 300, value: 2 });
              chart.appendCompared({ time: 480, value: 2 });
              chart.appendCompared({ time: 540, value: 2 });
              window.compared = { element, colours: {} };
              chart.on('cross', (at) => at?.other && (window.compared.colours[at.time] = at.other.color ?? ''));
            }
            """);

    page.page().mouse().move(0, 200);
    page.page().mouse().move(800, 200, new Mouse.MoveOptions().setSteps(200));

    assertThat(
            page.page().evaluate("() => { compared.element.remove(); return compared.colours; }"))
        .isEqualTo(
            Map.of(
                "60",
                "",
                "120",
                "",
                "180",
                "",
                "240",
                "", //
                "300",
                "rgba(0, 0, 0, 0)",
                "480",
                "",
                "540",
                ""));
  }

  @Test
  void thePastIsFoundBehindAHoleOfDaysAndUpToWhatIsKept() {
    String before =
        """
        (() => {
          const history = async (id, from, to) => {
            if (from < 1_000_000) throw Object.assign(new Error('too old'), { code: 'OUT_OF_RETENTION' });
            return from <= %1$d && %1$d < to ? [{ time: %1$d, value: 1 }] : [];
          };
          return new m.Past({ history }, 1, '1s').before(2_000_000);
        })()
        """;
    assertThat(run("past.js", "(await " + before.formatted(1_500_000) + ").length")).isEqualTo(1);
    assertThat(run("past.js", "(await " + before.formatted(1_000_500) + ").length")).isEqualTo(1);
    assertThat(run("past.js", "(await " + before.formatted(1) + ").length")).isEqualTo(0);
  }

  @Test
  void thePastIsReadAgainAWhileAfterAReadThatFailed() {
    Object reads =
        market(
            """
            const reads = [];
            let away = false;
            rates.history = async (id, from, to) => {
              reads.push(from);
              if (away) throw new Error('away');
              return [{ time: to - 1, value: 1 }];
            };
            const older = async () => {
              listeners.older();
              await settled();
              return reads.length;
            };
            market.at = 5000;
            market.choose(1);
            await settled();
            away = true;
            const failed = await older(), atOnce = await older();
            away = false;
            const now = Date.now;
            Date.now = () => now() + 5000;
            const later = await older();
            Date.now = now;
            return [failed, atOnce - failed, later - failed];
            """);

    assertThat(reads).isEqualTo(List.of(2, 0, 1));
  }

  @Test
  void whatIsShownOfOneAssetNeverStandsUnderTheNameOfAnother() {
    Object shown =
        market(
            """
            rates.history = async (id, from, to) => {
              if (id === 2) throw new Error('away');
              return [{ time: to - 1, value: 1 }];
            };
            market.at = 5000;
            market.choose(1);
            await settled();
            const before = shown.at(-1);
            market.choose(2);
            const atOnce = shown.at(-1);
            await settled();
            return [before, atOnce, shown.at(-1)];
            """);

    assertThat(shown).isEqualTo(List.of(1, 0, 0));
  }

  @Test
  void candlesThatComeAgainKeepWhatIsOlderUnlessSomeAreMissingBetween() {
    Object shown =
        market(
            """
            const day = (n) => ({ time: n * 86400, open: 1, high: 1, low: 1, close: 1 });
            market.interval = '1d';
            market.choose(1);
            const numbers = [[1, 2, 3, 4, 5], [4, 5, 6], [], [8, 9]].map((days) => {
              live.history(days.map(day));
              return shown.at(-1);
            });
            return numbers;
            """);

    assertThat(shown).isEqualTo(List.of(5, 6, 6, 2));
  }

  @Test
  void aComparisonGoesOnBesideLiveCandles() {
    Object compared =
        market(
            """
            market.interval = '1m';
            market.choose(1);
            live.history([{ time: 60, open: 1, high: 1, low: 1, close: 1 }]);
            const drawn = new Promise((done) => (chart.compare = done));
            market.compare(2);
            await drawn;
            const come = (time, value) => {
              tapes.get(2).append({ time, value });
              market.paint();
              market.paint();
            };
            come(30, 4); // of a minute that is not shown
            come(61, 5);
            come(125, 6);
            return compared.map(({ time, value }) => [time, value]);
            """);

    assertThat(compared).isEqualTo(List.of(List.of(60, 5), List.of(120, 6)));
  }

  @Test
  void aReplayOfDaysThatComesAtOnceIsShown() {
    Object shown =
        market(
            """
            market.choose(1);
            const take = market.lend(() => {});
            take(Array.from({ length: 172_800 }, (_, time) => ({ time, value: 1 })));
            return shown.at(-1);
            """);

    assertThat(shown).isEqualTo(1800);
  }

  /**
   * What is done with a market of two assets over a server, candles and a chart that are the test's
   * own: {@code shown} has the number of rows each time they are drawn afresh.
   */
  private Object market(String done) {
    return run(
        "market.js",
        """
        await (async () => {
          const { Tape } = await import('/tape.js');
          const settled = () => new Promise((done) => setTimeout(done)), nothing = () => {};
          const listeners = {}, shown = [], compared = [];
          const chart = {
            on: (name, act) => (listeners[name] = act),
            show: (kind, rows) => shown.push(rows.length), replace: (rows) => shown.push(rows.length),
            append: nothing, compare: nothing, appendCompared: (row) => compared.push(row),
            centre: nothing, span: nothing, spanned: 400, atEnd: true,
          };
          let live;
          const candles = { stop: nothing, start: (id, interval, take) => (live = take) };
          const tapes = new Map([1, 2].map((id) => [id, new Tape({ id, name: 'A' + id })]));
          const rates = { subscribe: nothing, history: async () => [] };
          const market = new m.Market({ rates, tapes, candles, chart, changed: nothing });
          %s
        })()
        """
            .formatted(done));
  }

  @Test
  void anAssetThatIsGoneHoldsUpNoneOfTheOthersThatWaitWithIt() {
    assertThat(
            asked(
                """
                await refresh(all.filter((id) => id !== 7));
                all.slice(0, 50).filter((id) => id !== 7).forEach((id) => assets.loaded(id));
                """))
        .as("gone before the others' histories came")
        .isEqualTo(List.of("50 each 10 s", "1 no more", "49 each 1 s", "10 each 10 s"));
    assertThat(
            asked(
                """
                all.slice(0, 50).filter((id) => id !== 7).forEach((id) => assets.loaded(id));
                await refresh(all.filter((id) => id !== 7));
                """))
        .as("gone after them")
        .isEqualTo(List.of("50 each 10 s", "1 no more", "49 each 1 s", "10 each 10 s"));
  }

  @Test
  void fromAServerThatTakesNoMoreNoMoreIsAskedUntilAnAssetIsGone() {
    assertThat(
            asked(
                """
                tapes.get(3).asked = true; // by itself: it was chosen
                assets.full();
                await refresh([...all, 61]);
                asked.push('and then');
                await refresh(all.filter((id) => id !== 7));
                """))
        .isEqualTo(List.of("50 each 10 s", "49 no more", "and then", "2 no more", "50 each 10 s"));
    assertThat(
            asked(
                """
                all.slice(0, 30).forEach((id) => assets.loaded(id));
                assets.full();
                """))
        .as("what is here by then goes on each second")
        .isEqualTo(List.of("50 each 10 s", "20 no more", "30 each 1 s"));
  }

  /** What is asked of the server for a list of sixty assets with which this is done. */
  private Object asked(String done) {
    return run(
        "assets.js",
        """
        await (async () => {
          const asked = [], all = Array.from({ length: 60 }, (_, i) => 1 + i);
          let listed = all;
          const rates = {
            assets: async () => listed.map((id) => ({ id, name: 'A' + id })),
            subscribe: (ids, { everySeconds }) => ids.length > 0 && asked.push(`${ids.length} each ${everySeconds} s`),
            unsubscribe: (ids) => ids.length > 0 && asked.push(`${ids.length} no more`),
          };
          const assets = new m.Assets(rates, () => {}), { tapes } = assets;
          const refresh = (ids) => {
            listed = ids;
            return assets.refresh();
          };
          await refresh(all);
          assets.begin();
          %s
          return asked;
        })()
        """
            .formatted(done));
  }

  /**
   * How many rows a chart shows and the last of them, once it was asked for 20, has had 60 and then
   * what is done.
   */
  private Object shownAfter(String done) {
    return run(
        "chart.js",
        """
        await (async () => {
          const element = document.body.appendChild(document.createElement('div'));
          element.style.cssText = 'position: fixed; inset: 0; width: 800px; height: 400px';
          const chart = new m.RateChart(element), row = (time) => ({ time, value: time });
          const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
          const frames = async () => { await frame(); await frame(); };
          const appendFrom = (time) => { for (; time <= 100; time++) chart.append(row(time)); };
          chart.span(20);
          chart.show('line', Array.from({ length: 60 }, (_, i) => row(1 + i)), { digits: 0 });
          %s
          await frames();
          const times = chart.visibleRows().map(({ time }) => time);
          element.remove();
          return [times.length, times.at(-1)];
        })()
        """
            .formatted(done));
  }
}

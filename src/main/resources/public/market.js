import { notice } from "./notice.js";
import { Past, whyNot } from "./past.js";
import { WINDOW_SECONDS } from "./tape.js";

const MOST_ROWS = 50_000; // a session of scrolling back; past it the page goes back to the window
const MOST_SINGLE = 50; // rows at once that are appended one by one; more are drawn afresh
const TRIM_AT = WINDOW_SECONDS + 300;
const MOST_EMPTY = 200; // pieces after one another that are looked through at once
const FAILED_MS = 2000; // until the past is asked again

/**
 * What the chart shows: the chosen asset at an interval, live or at a moment of the past. Each change makes a new view;
 * what still arrives for an old one is let go.
 */
export class Market {
  #rates;
  #tapes;
  #candles;
  #chart;
  #changed;
  #view;
  #compared;

  asset;
  interval = "1s";
  at;

  /** @param {{rates: typeof import("./relay.js").rates, tapes: Map<number, import("./tape.js").Tape>, candles: object, chart: import("./chart.js").RateChart, changed: () => void}} parts */
  constructor({ rates, tapes, candles, chart, changed }) {
    this.#rates = rates;
    this.#tapes = tapes;
    this.#candles = candles;
    this.#chart = chart;
    this.#changed = changed;
    chart.on("older", () => this.#extend("older"));
    chart.on("newer", () => this.#extend("newer"));
  }

  /** @param {number} assetId */
  choose(assetId) {
    if (this.asset === assetId) {
      return;
    }
    this.asset = assetId;
    if (this.#compared === assetId) {
      this.#compared = undefined;
    }
    this.#restart();
  }

  setInterval(interval) {
    if (this.interval !== interval) {
      this.interval = interval;
      this.#restart();
    }
  }

  /** @param {number | undefined} assetId none ends the comparing */
  compare(assetId) {
    this.#compared = assetId === this.asset ? undefined : assetId;
    this.#wholeTape(this.#compared);
    this.#showCompared();
    this.#changed();
  }

  /** The asset, with its name. */
  get chosen() {
    return this.#tapes.get(this.asset).asset;
  }

  get compared() {
    return this.#compared;
  }

  get isLive() {
    return this.#view?.live === true;
  }

  /** Whether what is shown is fed from elsewhere. */
  get isLent() {
    return this.#view?.onEnd !== undefined;
  }

  /** @param {number} time */
  goTo(time) {
    this.at = time;
    this.#restart();
  }

  live() {
    if (this.isLive) {
      this.#chart.span(this.#chart.spanned);
    } else {
      this.at = undefined;
      this.#restart();
    }
  }

  /**
   * A view that is fed from elsewhere, as a replay is.
   * @param {() => void} onEnd another view has taken its place
   * @returns {(rows: object[]) => void} takes its rows
   */
  lend(onEnd) {
    this.at = undefined;
    this.#candles.stop();
    this.interval = "1s";
    const view = this.#open("line", { live: false, onEnd });
    this.#show(view, []);
    this.#changed();
    return (rows) => {
      if (view === this.#view) {
        const fresh = newer(rows, view.rows.at(-1)?.time);
        view.rows = view.rows.concat(fresh);
        if (fresh.length > MOST_SINGLE || view.rows.length === fresh.length) {
          this.#show(view, view.rows);
        } else {
          fresh.forEach((row) => this.#chart.append(row));
        }
        this.#bound(view);
      }
    };
  }

  /** A history was loaded onto a tape. */
  loaded(assetId) {
    const view = this.#view;
    if (assetId === this.asset && view?.live && view.kind === "line") {
      this.#show(view, this.#tapes.get(assetId).rows);
      view.exhausted = false;
    } else if (assetId === this.#compared) {
      this.#showCompared();
    }
  }

  /** Brings what is new on the tapes to the chart. */
  paint() {
    const view = this.#view;
    if (!view?.live) {
      return;
    }
    if (view.kind === "line") {
      const { rows } = this.#tapes.get(this.asset);
      const fresh = newer(rows, view.rows.at(-1)?.time);
      if (fresh.length > MOST_SINGLE) {
        this.#catchUp(view, rows, fresh);
        return;
      }
      for (const row of fresh) {
        view.rows.push(row);
        this.#chart.append(row);
      }
      this.#bound(view);
    }
    if (this.#compared !== undefined) {
      this.#paintCompared(view, this.#tapes.get(this.#compared));
    }
  }

  #paintCompared(view, { rows, last }) {
    if (view.kind === "line") {
      newer(rows, view.comparedTo).forEach((row) => {
        view.comparedTo = row.time;
        this.#chart.appendCompared(row);
      });
    } else if (last !== undefined && last !== view.comparedLast) {
      const time = Math.floor(last.time / view.past.step) * view.past.step;
      if (time >= view.comparedTo) {
        view.comparedLast = last;
        this.#chart.appendCompared({ time, value: last.value });
      }
    }
  }

  /** After a long absence, of the connection or of the eye. What the tape has forgotten meanwhile is no hole. */
  #catchUp(view, rows, fresh) {
    if (fresh.length === rows.length) {
      this.#show(view, rows);
      return;
    }
    this.#continue(view, view.rows.concat(fresh));
  }

  /** More of the same line or candles: who looks at the newest still does, who has scrolled back stays there. */
  #continue(view, rows) {
    const { atEnd, spanned } = this.#chart;
    view.rows = rows;
    this.#chart.replace(rows);
    if (atEnd) {
      this.#chart.span(spanned);
    }
  }

  #wholeTape(assetId) {
    const tape = this.#tapes.get(assetId);
    if (tape && !tape.asked) {
      tape.asked = true;
      this.#rates.subscribe([assetId], { historySeconds: WINDOW_SECONDS, everySeconds: 1 });
    }
  }

  #restart() {
    this.#wholeTape(this.asset);
    const past = new Past(this.#rates, this.asset, this.interval);
    const view = this.#open(past.kind, { live: this.at === undefined, past });
    this.#candles.stop();
    this.#changed();
    if (!view.live) {
      this.#show(view, []); // or the one before stands there until this is read, and for good where it cannot be
      this.#showPast(view, this.at);
    } else if (view.kind === "line") {
      this.#show(view, this.#tapes.get(this.asset).rows);
    } else {
      this.#show(view, []);
      this.#candles.start(this.asset, this.interval, {
        history: (rows) => view === this.#view && this.#takeCandles(view, rows),
        candle: (row) => view === this.#view && this.#takeCandle(view, row),
      });
    }
  }

  #open(kind, { live, past, onEnd }) {
    this.#view?.onEnd?.();
    this.#view?.told.forEach((away) => away()); // another view is another moment
    this.#view = { kind, live, past, onEnd, rows: [], exhausted: false, reachedNow: live, readTo: 0, busy: false, restsUntil: 0, told: [], comparedTo: -1, comparedLast: undefined };
    return this.#view;
  }

  /** They come with the subscription and again after each loss, when the view may already show older ones too. */
  #takeCandles(view, rows) {
    if (rows.length === 0) {
      return;
    }
    const older = view.rows.filter(({ time }) => time < rows[0].time);
    if (older.length < view.rows.length) {
      this.#continue(view, [...older, ...rows]);
      this.#showCompared();
    } else { // some may be missing between: what is older is read when someone scrolls there
      this.#show(view, rows);
      view.exhausted = false;
    }
  }

  #takeCandle(view, row) {
    const last = view.rows.at(-1)?.time;
    if (row.time < last) {
      return; // the closing word on a candle that a newer one has followed
    }
    if (row.time === last) {
      view.rows.pop();
    }
    view.rows.push(row);
    this.#chart.append(row);
    this.#bound(view);
  }

  async #showPast(view, time) {
    const half = Math.max(view.past.pieceSeconds / 2, (this.#chart.spanned / 2) * view.past.step);
    await this.#during(view, async () => {
      const rows = await view.past.around(time, half);
      if (view === this.#view) {
        this.#show(view, rows);
        if (rows.length === 0) {
          this.#tell(view, "There are no points at this moment. Choose another one, or go back to live.");
        } else {
          this.#chart.centre(time);
        }
      }
    });
  }

  #show(view, rows) {
    view.rows = [...rows];
    const { digits } = this.#tapes.get(this.asset);
    this.#chart.show(view.kind, view.rows, { digits, ends: view.live ? "live" : "past" });
    this.#showCompared();
  }

  /** Loads the piece before the first row, or after the last. */
  async #extend(side) {
    const view = this.#view;
    const done = side === "older" ? view?.exhausted : view?.reachedNow;
    if (!view?.past || view.busy || done || Date.now() < view.restsUntil || view.rows.length === 0 || view.rows.length > MOST_ROWS) {
      return;
    }
    await this.#during(view, () => (side === "older" ? this.#older(view) : this.#newer(view)));
  }

  async #older(view) {
    const rows = await view.past.before(view.rows[0].time);
    if (view !== this.#view) {
      return;
    }
    view.exhausted = rows.length === 0;
    if (rows.length > 0) {
      view.rows = [...rows.filter(({ time }) => time < view.rows[0].time), ...view.rows];
      this.#chart.replace(view.rows);
      await this.#showCompared();
    }
  }

  /** Scrolling to the present joins the live line: the last piece and the tape overlap. */
  async #newer(view) {
    let rows = [];
    for (let pieces = 0; rows.length === 0 && !view.reachedNow && pieces < MOST_EMPTY; pieces++) {
      const from = Math.max(view.readTo, view.rows.at(-1).time + view.past.step);
      rows = await view.past.read(from, from + view.past.pieceSeconds);
      if (view !== this.#view) {
        return;
      }
      view.readTo = from + view.past.pieceSeconds;
      view.reachedNow = view.readTo > Date.now() / 1000;
    }
    view.rows = [...view.rows, ...newer(rows, view.rows.at(-1).time)];
    this.#chart.replace(view.rows);
    await this.#showCompared();
    if (view.reachedNow && view.kind === "line") {
      view.live = true;
      this.at = undefined;
      this.#changed();
    }
  }

  async #showCompared() {
    const view = this.#view;
    const tape = this.#tapes.get(this.#compared);
    if (!tape || view.rows.length === 0) {
      this.#chart.compare([]);
      return;
    }
    const [first, last] = [view.rows[0].time, view.rows.at(-1).time];
    let rows = tape.rows;
    view.comparedTo = Infinity; // nothing is appended to what is not there yet
    if (view.kind === "candles" || !view.live || first < (rows[0]?.time ?? 0)) {
      rows = await new Past(this.#rates, this.#compared, this.interval).read(first, last + 1).catch((error) => this.#say(view, error)) ?? [];
    }
    if (view === this.#view && tape === this.#tapes.get(this.#compared)) {
      const shown = rows.filter(({ time }) => time >= first);
      view.comparedTo = shown.at(-1)?.time ?? last;
      this.#chart.compare(shown, { digits: tape.digits, title: tape.asset.name });
    }
  }

  #bound(view) {
    const tape = this.#tapes.get(this.asset);
    const scrolled = view.kind === "line" && view.rows[0]?.time < (tape.rows[0]?.time ?? 0) - TRIM_AT;
    if (view.rows.length > MOST_ROWS + TRIM_AT || (view.rows.length > TRIM_AT && !scrolled && this.#chart.atEnd)) {
      view.rows = view.rows.slice(-WINDOW_SECONDS);
      view.exhausted = false;
      this.#chart.replace(view.rows);
    }
  }

  async #during(view, act) {
    view.busy = true;
    try {
      await act();
    } catch (error) {
      view.restsUntil = Date.now() + FAILED_MS;
      await this.#say(view, error);
    } finally {
      view.busy = false;
    }
  }

  async #say(view, error) {
    this.#tell(view, await whyNot("The past could not be read", error, this.chosen));
  }

  #tell(view, text) {
    if (view === this.#view) {
      view.told.push(notice(text));
    }
  }
}

/** Rows after a time, from the end: there are seldom more than one. */
function newer(rows, time = -Infinity) {
  let at = rows.length;
  while (at > 0 && rows[at - 1].time > time) {
    at--;
  }
  return rows.slice(at);
}

import { CandlestickSeries, LineSeries, createChart } from "./vendor/lightweight-charts-5.2.1.js";
import { isHole, places, usualStep } from "./holes.js";
import { clock, dateTime, plain } from "./numbers.js";
import { colours, onThemeChange } from "./theme.js";

const CLEAR = "rgba(0, 0, 0, 0)";
const wall = matchMedia("(min-width: 2200px)"); // as in page.css: read from three metres
const AHEAD = 4; // empty places at the right edge, so that the newest point is not on the frame
const NEAR = 40; // places from the left edge at which older rows are asked for
const SPARE = 60; // rows that the drawing has beside those to be seen, at most twice as many
const FEW = 20; // rows up to which the usual step is looked at with each
const HANDLED_MS = 1000; // a wheel or a finger moves the chart for so long; what else moves it is layout

/**
 * The chart of one asset, and of a second one to compare it with. Rows are `{time, value}` or candles; holes between
 * them stay holes. Lines of seconds and candles are never in it together: `show` starts afresh.
 *
 * Every new row makes the library go through all it has, so a live line is given to it as far as it can be seen; the rest
 * of the rows follow when someone scrolls there.
 */
export class RateChart {
  #element;
  #chart;
  #main;
  #other;
  #otherRow; // its newest
  #otherStep = 1;
  #rows = [];
  #held = 0; // so many of the oldest rows the drawing does not have
  #live = true;
  #step = 1;
  #kind = "line";
  #span = 400;
  #listeners = { cross: () => {}, older: () => {}, newer: () => {}, moved: () => {} };
  #asked; // the range that the drawing takes up with its next frame, which in a hidden tab comes much later
  #quiet = false;
  #atEnd = true;
  #handledAt = -HANDLED_MS;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.#element = element;
    this.#chart = createChart(element, {
      autoSize: true,
      crosshair: { mode: 0 },
      handleScroll: { vertTouchDrag: false }, // a finger that goes up or down scrolls the page
      localization: { timeFormatter: dateTime },
      rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.12, bottom: 0.08 } },
      leftPriceScale: { borderVisible: false, scaleMargins: { top: 0.12, bottom: 0.08 } },
      timeScale: {
        borderVisible: false, timeVisible: true, secondsVisible: true, rightOffset: AHEAD, minBarSpacing: 0.05,
        tickMarkFormatter: (time, type) => (type < 3 ? dateTime(time).slice(type === 2 ? 5 : 0, 10) : clock(time).slice(0, type === 3 ? 5 : 8)),
      },
    });
    this.#chart.subscribeCrosshairMove((at) => this.#listeners.cross(this.#rowsAt(at)));
    for (const name of ["wheel", "pointerdown", "pointermove", "touchmove"]) {
      element.addEventListener(name, ({ buttons = 1, type }) => (buttons > 0 || type === "wheel") && (this.#handledAt = performance.now()), { passive: true });
    }
    this.#chart.timeScale().subscribeSizeChange(() => this.#atEnd && this.span(this.#span));
    this.#chart.timeScale().subscribeVisibleLogicalRangeChange((range) => range && this.#moved(range));
    this.#paint();
    onThemeChange(() => this.#paint());
  }

  /** @param {"cross"|"older"|"newer"|"moved"} name */
  on(name, listener) {
    this.#listeners[name] = listener;
  }

  /** @param {"line"|"candles"} kind */
  show(kind, rows, { digits, ends = "live" }) {
    this.#clear();
    this.#kind = kind;
    this.#live = ends === "live";
    this.#atEnd = true;
    const { accent, up, down } = colours();
    this.#main = kind === "line"
      ? this.#chart.addSeries(LineSeries, { lineWidth: lineWidth(), priceLineStyle: 1, lastPriceAnimation: 0 })
      : this.#chart.addSeries(CandlestickSeries, { upColor: up, downColor: down, borderVisible: false, wickUpColor: up, wickDownColor: down });
    this.#main.applyOptions({ priceFormat: format(digits), priceLineColor: accent, lastValueVisible: ends === "live", priceLineVisible: ends === "live" });
    this.#chart.timeScale().applyOptions({ secondsVisible: kind === "line" });
    this.#paint();
    this.#set(rows, this.#unseen(rows));
    this.span(this.#span);
  }

  /** The same chart with more rows in it, or fewer old ones: what is seen stays where it is. The last row stays in it. */
  replace(rows) {
    this.#redraw(rows, this.#unseen(rows));
  }

  #redraw(rows, held) {
    const scale = this.#chart.timeScale();
    const anchor = this.#rows.at(-1)?.time;
    const seen = this.#range();
    const before = anchor === undefined ? null : scale.timeToIndex(anchor, true);
    this.#set(rows, held);
    if (seen && before !== null) {
      const moved = (scale.timeToIndex(anchor, true) ?? before) - before;
      this.#see({ from: seen.from + moved, to: seen.to + moved });
    }
  }

  /** A row after the last, or the last one again with what has changed of it. */
  append(row) {
    const before = this.#rows.at(-1);
    if (before && row.time > before.time) {
      this.#rows.push(row);
      if (this.#rows.length <= FEW && usualStep(this.#rows) !== this.#step) {
        this.#redraw(this.#rows, this.#held);
      } else if (isHole(before, row, this.#step)) {
        leap(this.#main, before, row, this.#step, (last, ends) => this.#item(last, ends));
      }
    } else if (before) {
      this.#rows[this.#rows.length - 1] = row;
    } else {
      this.#rows.push(row);
    }
    this.#main.update(this.#item(row, false));
    if (this.#unseen(this.#rows) - this.#held > SPARE) {
      this.replace(this.#rows);
    }
    if (this.#asked && this.#atEnd) {
      this.span(this.#span);
    }
  }

  /** A second asset on a scale of its own; no rows end the comparing. */
  compare(rows, { digits = 0, title = "" } = {}) {
    if (this.#other) {
      this.#chart.removeSeries(this.#other);
      this.#other = undefined;
    }
    this.#leftScale(rows.length > 0);
    if (rows.length > 0) {
      this.#reveal();
      this.#other = this.#chart.addSeries(LineSeries, { priceScaleId: "left", lineWidth: lineWidth(), priceLineVisible: false, title });
      this.#other.applyOptions({ priceFormat: format(digits), color: colours().compare });
      this.#otherRow = rows.at(-1);
      this.#otherStep = rows.length > 1 ? usualStep(rows) : this.#step;
      this.#other.setData(spaced(rows, this.#otherStep, comparedItem));
    }
  }

  /** A row after the last of the second asset, or the last one again; without a second asset nothing. */
  appendCompared(row) {
    if (!this.#other) {
      return;
    }
    if (isHole(this.#otherRow, row, this.#otherStep)) {
      leap(this.#other, this.#otherRow, row, this.#otherStep, comparedItem);
    }
    this.#other.update(comparedItem(row, false));
    this.#otherRow = row;
  }

  /** Shows so many places up to the newest. */
  span(count) {
    this.#span = count;
    this.#atEnd = true;
    if (this.#rows.length - this.#held < count + NEAR) {
      this.#reveal();
    }
    if (this.#rows.length > 0) {
      const end = this.#end();
      this.#see({ from: end + 1 - count, to: end + AHEAD });
    }
  }

  /** Brings a moment to the middle. */
  centre(time) {
    const middle = this.#chart.timeScale().timeToIndex(time, true) ?? 0;
    this.#atEnd = false;
    this.#see({ from: middle - this.#span / 2, to: middle + this.#span / 2 });
  }

  /** Those of its rows that can be seen. */
  visibleRows() {
    const scale = this.#chart.timeScale();
    const seen = this.#range();
    const place = ({ time }) => scale.timeToIndex(time, true);
    return seen ? this.#rows.slice(this.#held).filter((row) => place(row) >= seen.from - 0.01 && place(row) <= seen.to) : [];
  }

  /** How many places `span` last asked for. */
  get spanned() {
    return this.#span;
  }

  /** Whether the newest row can be seen. */
  get atEnd() {
    return this.#atEnd;
  }

  get kind() {
    return this.#kind;
  }

  #range() {
    return this.#asked ?? this.#chart.timeScale().getVisibleLogicalRange();
  }

  #see(range) {
    this.#asked = range;
    requestAnimationFrame(() => range === this.#asked && (this.#asked = undefined)); // not what a frame asks for the next one
    this.#chart.timeScale().setVisibleLogicalRange(range);
  }

  #clear() {
    [this.#main, this.#other].filter(Boolean).forEach((series) => this.#chart.removeSeries(series));
    this.#main = this.#other = undefined;
    this.#leftScale(false);
  }

  /** The legend beside the chart makes room for it. */
  #leftScale(visible) {
    this.#chart.applyOptions({ leftPriceScale: { visible } });
    this.#element.toggleAttribute("data-compared", visible);
  }

  #set(rows, held) {
    this.#rows = [...rows];
    this.#step = usualStep(rows);
    this.#held = held;
    this.#quiet = true;
    this.#main.setData(spaced(rows.slice(held), this.#step, (row, ends) => this.#item(row, ends)));
    this.#quiet = false;
  }

  /** So many of the oldest rows the drawing can do without. */
  #unseen(rows) {
    const followed = this.#live && this.#kind === "line" && this.#atEnd && !this.#other;
    return followed ? Math.max(0, rows.length - this.#span - SPARE) : 0;
  }

  /** Gives the drawing all rows. */
  #reveal() {
    if (this.#held > 0) {
      this.#redraw(this.#rows, 0);
    }
  }

  /** A line's piece takes its colour from the point it starts at: clear, and it is a hole. */
  #item(row, endsBeforeHole) {
    const { time, value, open, high, low, close } = row;
    if (this.#kind === "candles") {
      return { time, open, high, low, close };
    }
    return endsBeforeHole ? { time, value, color: CLEAR } : { time, value };
  }

  #rowsAt({ time, seriesData }) {
    return time === undefined ? undefined : { time, main: seriesData.get(this.#main), other: seriesData.get(this.#other) };
  }

  /** The place of the newest row. */
  #end() {
    return this.#chart.timeScale().timeToIndex(this.#rows.at(-1).time, true) ?? 0;
  }

  #moved({ from, to }) {
    if (this.#quiet || this.#rows.length === 0) {
      return;
    }
    const end = this.#end();
    if (performance.now() - this.#handledAt < HANDLED_MS) {
      this.#atEnd = to >= end - 1;
      this.#span = Math.round(Math.min(to, end) - from) + 1;
      this.#listeners.moved({ places: this.#span, atEnd: this.#atEnd });
    }
    if (from < NEAR && this.#held > 0) {
      queueMicrotask(() => this.#reveal());
    } else if (from < NEAR) {
      this.#listeners.older();
    }
    if (Math.min(to, this.#asked?.to ?? to) > end) { // a frame passes through every range that was asked for before it
      this.#listeners.newer();
    }
  }

  #paint() {
    const { rule, quiet, accent, up, down, compare, ink } = colours();
    this.#chart.applyOptions({
      layout: {
        background: { color: CLEAR }, textColor: quiet, // it lies on the panel: to fill it is half a millisecond a frame
        fontFamily: getComputedStyle(document.body).fontFamily,
        fontSize: Math.round(parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.75),
        attributionLogo: true,
      },
      grid: { vertLines: { color: rule }, horzLines: { color: rule } },
      crosshair: { vertLine: { color: quiet, labelBackgroundColor: ink }, horzLine: { color: quiet, labelBackgroundColor: ink } },
    });
    if (this.#kind === "line") {
      this.#main?.applyOptions({ color: accent, priceLineColor: accent });
    } else {
      this.#main?.applyOptions({ upColor: up, downColor: down, wickUpColor: up, wickDownColor: down });
    }
    this.#other?.applyOptions({ color: compare });
  }
}

function lineWidth() {
  return wall.matches ? 2 : 1;
}

function format(digits) {
  return { type: "custom", minMove: 10 ** -digits, formatter: (value) => plain(value, digits) };
}

function comparedItem({ time, value, close }, endsBeforeHole) {
  return { time, value: value ?? close, ...(endsBeforeHole ? { color: CLEAR } : {}) };
}

/** Takes a series from its last row over a hole to the place before the next. */
function leap(series, last, next, step, item) {
  series.update(item(last, true));
  places(last, next, step).forEach((place) => series.update(place));
}

/** The rows with empty places where there is a hole. */
function spaced(rows, step, item) {
  const items = [];
  rows.forEach((row, i) => {
    const next = rows[i + 1];
    const ends = next !== undefined && isHole(row, next, step);
    items.push(item(row, ends));
    if (ends) {
      items.push(...places(row, next, step));
    }
  });
  return items;
}

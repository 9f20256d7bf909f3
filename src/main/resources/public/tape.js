import { digitsOf } from "./numbers.js";

/** Seconds of the past that a tape keeps: the server's default window. */
export const WINDOW_SECONDS = 1800;

/** A sparkline has so many seconds a step: 180 steps are more than it has pixels. */
export const COARSE_SECONDS = 10;

const SLACK = 300; // trimmed in bulk: once in five minutes, not once a second

/**
 * The running line of one asset, as the page knows it: coarse for the sparkline from the start, every second once the
 * asset was chosen.
 */
export class Tape {
  coarse = [];
  rows = [];
  whole = false;
  asked = false;
  digits = 0;
  last = undefined;
  previous = undefined;

  constructor(asset) {
    this.asset = asset;
  }

  /**
   * An empty history takes nothing away: it is that of an asset which has been silent for longer than the window.
   * @param {import("./ratecast.js").History} history
   */
  load({ points, step, resumed }) {
    points.forEach(({ value }) => this.#learn(value));
    if (step === 1 && !resumed) {
      this.rows = points.length > 0 ? [] : this.rows;
      this.whole = true;
    }
    if (points.length > 0 && !resumed) {
      this.coarse = [];
    }
    for (const point of points) {
      if (step === 1) {
        this.#lengthen(point);
      }
      this.#thin(point);
    }
    this.#remember(points.at(-1));
    this.#trim();
  }

  /** @param {{time: number, value: number}} point which becomes the tape's own */
  append(point) {
    this.#learn(point.value);
    this.#lengthen(point);
    this.#thin(point);
    this.#remember(point);
    this.#trim();
  }

  /** Where the change is counted from: the oldest value of the window. */
  get base() {
    return this.coarse.find(({ time }) => time >= this.last.time - WINDOW_SECONDS)?.value ?? this.last?.value;
  }

  get change() {
    return this.last === undefined ? 0 : this.last.value - this.base;
  }

  /** @returns {{high: number, low: number}} of the window; a trimmed tape can have more */
  extremes() {
    const rows = this.rows.length > 0 ? this.rows : this.coarse;
    let [high, low] = [-Infinity, Infinity];
    for (let i = rows.length - 1; i >= 0 && rows[i].time >= this.last.time - WINDOW_SECONDS; i--) {
      const { value } = rows[i];
      high = value > high ? value : high; // Math.max makes an object of each result, 1800 a second
      low = value < low ? value : low;
    }
    return { high, low };
  }

  #lengthen(row) {
    if (this.whole && !(row.time <= this.rows.at(-1)?.time)) {
      this.rows.push(row);
    }
  }

  /** Almost always the digits known are enough, and to see that is cheaper than to write the number out. */
  #learn(value) {
    if (!Number.isInteger(value * 10 ** this.digits)) {
      this.digits = Math.max(this.digits, digitsOf(value));
    }
  }

  /** The first of each step stands for it, so that the oldest is where the window starts. */
  #thin({ time, value }) {
    const step = Math.floor(time / COARSE_SECONDS);
    const newest = this.coarse.at(-1);
    if (!newest || newest.step < step) {
      this.coarse.push({ step, time, value });
    }
  }

  #remember(point) {
    if (point && (!this.last || point.time > this.last.time)) {
      this.previous = this.last ?? point;
      this.last = point;
    }
  }

  #trim() {
    if (this.rows.length > WINDOW_SECONDS + SLACK) {
      this.rows.splice(0, this.rows.length - WINDOW_SECONDS);
    }
    if (this.coarse.length > (WINDOW_SECONDS + SLACK) / COARSE_SECONDS) {
      this.coarse.splice(0, this.coarse.length - WINDOW_SECONDS / COARSE_SECONDS);
    }
  }
}

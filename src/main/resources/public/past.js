import { ask } from "./api.js";
import { INTERVALS } from "./link.js";
import { dateTime } from "./numbers.js";

const SECONDS = { s: 1, m: 60, h: 3600, d: 86400 };
const PIECE_PLACES = { line: 3600, candles: 500 };
const DAY = 86400;
const MOST_READS = 60; // for one piece: a hole of two months, or the end of what is kept

/** The server folds candles from points: 172,800 of them are a second or two. */
export const MOST_PIECE_SECONDS = 2 * DAY;

/** Seconds of an interval such as "15m". */
export function intervalSeconds(interval) {
  return parseInt(interval, 10) * SECONDS[interval.at(-1)];
}

/** The past of one asset at one interval, read from the server's store a bounded piece at a time. */
export class Past {
  #read;

  /** @param {typeof import("./relay.js").rates} rates */
  constructor(rates, assetId, interval) {
    this.kind = interval === INTERVALS[0] ? "line" : "candles";
    this.step = intervalSeconds(interval);
    this.pieceSeconds = Math.min(PIECE_PLACES[this.kind] * this.step, MOST_PIECE_SECONDS);
    this.#read = this.kind === "line"
      ? (from, to) => rates.history(assetId, from, to)
      : (from, to) => readCandles(assetId, interval, from, to);
  }

  /** Rows from `from` up to before `to`. */
  async read(from, to) {
    return this.#read(Math.floor(from / this.step) * this.step, to);
  }

  /** Rows on both sides of `time`, or from it on where what lies before it is no longer kept. */
  async around(time, seconds) {
    const rows = await this.read(Math.floor(time - seconds), Math.ceil(time + seconds)).catch(noneIfForgotten);
    return rows ?? this.read(time, Math.ceil(time + seconds));
  }

  /**
   * The rows next before `time`. Where the nearest piece is empty it looks further back, a day at a time; where that
   * reaches behind what is kept, less far. Empty: there are no more.
   */
  async before(time) {
    let to = time;
    let reach = this.pieceSeconds;
    let furthest = Math.max(DAY, reach);
    for (let reads = 0; reads < MOST_READS && to > 0 && reach >= 1; reads++) {
      const from = Math.max(0, to - reach);
      const rows = await this.read(from, to).catch(noneIfForgotten);
      if (rows?.length > 0) {
        return rows.slice(-PIECE_PLACES[this.kind]);
      }
      if (rows) {
        to = from;
        reach = furthest;
      } else {
        reach = furthest = Math.floor(reach / 8);
      }
    }
    return [];
  }
}

/** What is older than the retention is not there: that is no error for who looks for its end. */
function noneIfForgotten(error) {
  if (error.code === "OUT_OF_RETENTION") {
    return undefined;
  }
  throw error;
}

/**
 * Why the past of an asset could not be had.
 * @param {string} what could not be done, in words
 */
export async function whyNot(what, error, { id, name }) {
  if (error.code !== "OUT_OF_RETENTION") {
    return `${what}: ${error.message}`;
  }
  const begins = await ask(`assets/${id}`).then(({ body }) => body.firstTime, () => null);
  return `The server keeps nothing as old as this.${begins === null ? "" : ` ${name} begins at ${dateTime(begins)} UTC.`}`;
}

async function readCandles(assetId, interval, from, to) {
  const query = new URLSearchParams({ interval, from, to });
  return (await ask(`assets/${assetId}/candles?${query}`)).body.candles;
}

import { Ratecast } from "./ratecast.js";
import { MOST_PIECE_SECONDS, intervalSeconds } from "./past.js";

const HISTORY_CANDLES = 400;

/**
 * Candles of one asset at a time, over a connection of their own: on the page's first connection the asset's points go
 * on for the watch list.
 */
export class CandleStream {
  #rates;
  #asset;
  #stops = [];

  /** @param {{history: (rows: object[]) => void, candle: (row: object) => void}} take */
  start(assetId, interval, { history, candle }) {
    this.stop();
    this.#rates ??= new Ratecast();
    this.#asset = assetId;
    const ours = (act) => (message) => message.assetId === assetId && message.interval === interval && act(message);
    this.#stops = [
      this.#rates.on("candles", ours((message) => history(message.candles))),
      this.#rates.on("candle", ours(candle)),
    ];
    const wanted = HISTORY_CANDLES * intervalSeconds(interval);
    this.#rates.subscribe([assetId], { interval, historySeconds: Math.min(wanted, MOST_PIECE_SECONDS) });
  }

  stop() {
    this.#stops.forEach((stop) => stop());
    this.#stops = [];
    if (this.#asset !== undefined) {
      this.#rates.unsubscribe([this.#asset]);
      this.#asset = undefined;
    }
  }
}

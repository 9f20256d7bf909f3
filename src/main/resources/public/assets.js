import { COARSE_SECONDS, Tape, WINDOW_SECONDS } from "./tape.js";

const BATCH = 50;

/**
 * Which assets there are, and their tapes. The chosen one's every second is asked for first; then the others' coarse
 * history, a tenth of the bytes, in batches; and once that is here, every second of theirs too.
 */
export class Assets {
  /** @type {Map<number, Tape>} */
  tapes = new Map();
  #rates;
  #batch = [];
  #waiting = new Set();
  #fresh = [];
  #begun = false;
  #full = false;
  #listed;

  /**
   * @param {typeof import("./relay.js").rates} rates
   * @param {(tapes: Tape[]) => void} listed takes the list, and asks for the whole tapes that it shows
   */
  constructor(rates, listed) {
    this.#rates = rates;
    this.#listed = listed;
  }

  /** Asks for the list; assets that are new to the page are subscribed. */
  async refresh() {
    const assets = await this.#rates.assets();
    const fresh = assets.filter(({ id }) => !this.tapes.has(id));
    const gone = [...this.tapes.keys()].filter((id) => !assets.some((asset) => asset.id === id));
    fresh.forEach((asset) => this.tapes.set(asset.id, new Tape(asset)));
    gone.forEach((id) => this.tapes.delete(id));
    this.#rates.unsubscribe(gone);
    this.#full &&= gone.length === 0;
    this.#batch = this.#batch.filter((id) => this.tapes.has(id));
    gone.forEach((id) => this.loaded(id)); // or the batch would wait for it for ever
    if (fresh.length > 0 || gone.length > 0) {
      this.#listed([...this.tapes.values()]);
      this.#fresh.push(...fresh.map(({ id }) => id));
      this.#nextBatch();
    }
  }

  /** From now on the others are asked for too: what they bring is in the way of the first chart. */
  begin() {
    if (!this.#begun) {
      this.#begun = true;
      this.#nextBatch();
    }
  }

  /** A history came: the batch's last one lets its assets tick each second. */
  loaded(assetId) {
    if (this.#waiting.delete(assetId) && this.#waiting.size === 0) {
      this.#rates.subscribe(this.#batch, { everySeconds: 1 });
      this.#nextBatch();
    }
  }

  /** The server has no room for a batch: what there is, is for assets that are chosen. An asset that goes makes some. */
  full() {
    const refused = [...this.#waiting].filter((id) => !this.tapes.get(id).asked);
    this.#rates.unsubscribe(refused); // or each reconnection asks for them again
    this.#fresh.unshift(...refused);
    if (this.#waiting.size > 0) { // and what is here already waits for it no more
      const here = this.#batch.filter((id) => !this.#waiting.has(id));
      this.#rates.subscribe(here, { everySeconds: 1 });
    }
    this.#waiting.clear();
    this.#full = true;
  }

  #nextBatch() {
    if (this.#waiting.size > 0 || !this.#begun || this.#full) {
      return;
    }
    this.#fresh = this.#fresh.filter((id) => this.tapes.get(id)?.asked === false);
    this.#batch = this.#fresh.splice(0, BATCH);
    this.#waiting = new Set(this.#batch);
    this.#rates.subscribe(this.#batch, { historySeconds: WINDOW_SECONDS, everySeconds: COARSE_SECONDS });
  }
}

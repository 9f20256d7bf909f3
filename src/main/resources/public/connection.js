import { usualStep } from "./holes.js";
import { clock } from "./numbers.js";

const SILENT_AFTER_SECONDS = 10;
const SILENT_AFTER_STEPS = 3;
const WORDS = { live: "Live", stale: "Stale", closed: "Market closed" };

/**
 * Says at all times whether what is on the screen is current, and if not, why. The words are a live region, so they
 * change with the state only; what counts down stands beside it.
 */
export class ConnectionSign {
  #sign = document.getElementById("connection");
  #words = document.getElementById("connection-words");
  #detail = document.getElementById("connection-detail");
  #socket = { name: "connecting", text: "Connecting" };
  #feeds = new Map(); // by name
  #tape;
  #lastPointAt = Date.now();
  #shown = "";
  #detailShown = "";
  #replays = false;

  constructor() {
    this.show();
  }

  /** @param {import("./ratecast.js").ConnectionState} state */
  socket(state) {
    this.#socket = state;
    this.#lastPointAt = Date.now();
    this.show();
  }

  feed(state) {
    this.#feeds.set(state.feed, state);
    this.show();
  }

  forgetFeeds() {
    this.#feeds.clear();
  }

  /**
   * Whose feed counts.
   * @param {import("./tape.js").Tape} tape
   */
  asset(tape) {
    this.#tape = tape;
    this.show();
  }

  /** Whether the chart shows a replay: then it is not live, whatever the rest of the screen is. */
  replay(replays) {
    this.#replays = replays;
    this.show();
  }

  /** A point came. */
  heard() {
    this.#lastPointAt = Date.now();
  }

  /** Once a second: some of it counts down. */
  show() {
    const { state, words, detail = "" } = this.#now();
    if (this.#shown !== state + words) {
      this.#shown = state + words;
      this.#sign.dataset.state = state;
      document.body.dataset.connection = state;
      this.#words.textContent = words;
    }
    if (this.#detailShown !== detail) {
      this.#detailShown = detail;
      this.#detail.textContent = detail;
    }
  }

  #now() {
    const { name, text, retryAt } = this.#socket;
    if (name === "ended") {
      return { state: "ended", words: `Not connected. ${text} Reload the page to try again.` };
    }
    if (name === "waiting") {
      const seconds = Math.max(0, Math.ceil((retryAt - Date.now()) / 1000));
      return { state: "waiting", words: `Reconnecting. ${text}`, detail: `next try in ${seconds} s` };
    }
    if (name === "connecting") {
      return { state: "connecting", words: "Connecting" };
    }
    const feed = [...this.#feeds.values()].find(({ assetIds }) => assetIds.includes(this.#tape?.asset.id));
    if (feed && feed.state !== "live") {
      return { state: feed.state, words: `${WORDS[feed.state] ?? feed.state}: ${feed.text}`, detail: `since ${clock(feed.since)}` };
    }
    const silent = Math.floor((Date.now() - this.#lastPointAt) / 1000);
    if (silent >= SILENT_AFTER_SECONDS && silent >= this.#patience(feed)) {
      return { state: "silent", words: "No new points", detail: `for ${silent} s` };
    }
    if (this.#replays) {
      return { state: "replay", words: "Replay", detail: "the list and the last value are live" };
    }
    return { state: "live", words: "Live", detail: feed ? feed.feed : "" };
  }

  /** Seconds without a point that say something: not of a feed of the hour that its server calls live. */
  #patience(feed) {
    const rows = this.#tape?.rows ?? [];
    return feed && rows.length < 2 ? Infinity : SILENT_AFTER_STEPS * usualStep(rows);
  }
}

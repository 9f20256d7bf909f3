import { notice } from "./notice.js";
import { dateTime, fromInput, toInput } from "./numbers.js";
import { whyNot } from "./past.js";
import { Ratecast } from "./ratecast.js";

const USUAL_SECONDS = 600;

/**
 * Plays a stretch of the past as if it were live. It has a connection of its own: on the page's first one the live
 * points of the same asset go on.
 */
export class Replay {
  #form = document.getElementById("replay");
  #menu = document.getElementById("replay-menu");
  #market;
  #about;
  #rates;
  #putAway;

  /**
   * @param {import("./market.js").Market} market
   * @param {(text: string) => void} about takes what is played, in words
   */
  constructor(market, about) {
    this.#market = market;
    this.#about = about;
  }

  /** Fills what nobody has filled yet: the last ten minutes. */
  propose() {
    const { from, to } = this.#form.elements;
    if (!from.value) {
      const now = Math.floor(Date.now() / 60_000) * 60;
      from.value = toInput(now - USUAL_SECONDS);
      to.value = toInput(now);
    }
  }

  /** Plays what the form says. */
  start() {
    const wish = new FormData(this.#form);
    const [from, to, speed] = [fromInput(wish.get("from")), fromInput(wish.get("to")), Number(wish.get("speed"))];
    if (from === undefined || to === undefined || to <= from) {
      notice("The end of a replay lies after its start.");
      return;
    }
    this.#menu.open = false;
    const take = this.#market.lend(() => this.#stop()); // which ends a replay before this one
    const rates = new Ratecast();
    this.#rates = rates;
    const words = `Replay from ${dateTime(from)} to ${dateTime(to)} UTC, ${pace(speed)}`;
    this.#about(words);
    this.#collect(rates, take);
    const stop = rates.on("state", ({ name }) => {
      if (name === "open") {
        stop();
        rates.replay({ assetIds: [this.#market.asset], from, to, speed })
          .then(() => requestAnimationFrame(() => rates === this.#rates && this.#about(`${words}: played to its end`)))
          .catch((error) => this.#failed(rates, error))
          .finally(() => rates.close());
      }
    });
  }

  /** At high speed many points come between two frames; they are drawn together, and the end is told behind the last. */
  #collect(rates, take) {
    let rows = [];
    rates.on("point", ({ time, value }) => {
      rows.push({ time, value });
      if (rows.length === 1) {
        requestAnimationFrame(() => {
          const taken = rows;
          rows = [];
          take(taken);
        });
      }
    });
  }

  async #failed(rates, error) {
    const text = await whyNot("The replay ended", error, this.#market.chosen);
    if (rates === this.#rates) {
      this.#putAway = notice(text);
    }
  }

  #stop() {
    this.#putAway?.();
    this.#rates?.close();
    this.#rates = undefined;
    this.#about("");
  }
}

function pace(speed) {
  return { 0: "as fast as it can be read", 1: "as it was" }[speed] ?? `${speed} times as fast`;
}

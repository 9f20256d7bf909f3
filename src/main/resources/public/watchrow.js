import { direction, plain, relative } from "./numbers.js";
import { sparkline } from "./sparkline.js";
import { WINDOW_SECONDS } from "./tape.js";

const REDRAW_SECONDS = 30; // 1800 s on 64 pixels: a new pixel each 28 s

/** One asset of the watch list. Touches the document only where a text has changed. */
export class WatchRow {
  #cells;
  #shown = {};
  #drawnAt = 0;

  /** @param {import("./tape.js").Tape} tape */
  constructor(tape) {
    this.tape = tape;
    this.element = document.getElementById("watch-row").content.firstElementChild.cloneNode(true);
    this.element.dataset.id = tape.asset.id;
    const part = (name) => this.element.querySelector(`.${name}`);
    this.#cells = { name: part("name"), spark: part("spark"), value: part("value"), change: part("change") };
    this.#cells.name.textContent = tape.asset.name;
  }

  /** @param {{state: string, text: string}} feed */
  feed({ state, text }) {
    this.element.dataset.feed = state;
    this.#cells.name.title = state === "live" ? "" : text;
  }

  forgetFeed() {
    delete this.element.dataset.feed;
    this.#cells.name.title = "";
  }

  paint() {
    const { last, base, digits } = this.tape;
    if (last === undefined) {
      return;
    }
    const change = last.value - base;
    this.#write("value", plain(last.value, digits));
    this.#write("change", relative(change, base, digits));
    this.#turn(direction(change));
    if (Math.abs(last.time - this.#drawnAt) >= REDRAW_SECONDS) {
      this.draw();
    }
  }

  draw() {
    const { last, coarse } = this.tape;
    if (last === undefined) {
      return;
    }
    // spread over the seconds, or all of them are drawn in the same one
    this.#drawnAt = this.#drawnAt === 0 ? last.time - (this.tape.asset.id % REDRAW_SECONDS) : last.time;
    const from = Math.max(last.time - WINDOW_SECONDS, coarse[0].time);
    this.#cells.spark.setAttribute("d", sparkline([...coarse, last], from, last.time));
  }

  /** The row says which way: the change and the line take its colour. */
  #turn(way) {
    if (this.#shown.way !== way) {
      this.#shown.way = way;
      this.element.className = way;
    }
  }

  #write(name, text) {
    if (this.#shown[name] !== text) {
      this.#shown[name] = text;
      this.#cells[name].firstChild.data = text;
    }
  }
}

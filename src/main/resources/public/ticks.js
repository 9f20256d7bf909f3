import { clock, direction, plain, signed } from "./numbers.js";

const ROWS = 48;
const EVERY_SECONDS = 5; // each new row moves all others: what a frame pays for that, it pays for five as for one
const shown = matchMedia("(min-width: 1280px), (max-width: 760px)"); // as in study.css; to ask the element would lay out the page

/** The last values of the chosen asset as a table: what the chart shows, in numbers. */
export class Ticks {
  #body = document.getElementById("ticks-rows");
  #tape;
  #newest = -1;

  constructor() {
    shown.addEventListener("change", () => this.#tape && this.show(this.#tape));
  }

  /** @param {import("./tape.js").Tape} tape */
  show(tape) {
    this.#tape = tape;
    this.#newest = -1;
    this.paint();
  }

  /** @param {boolean} [quiet] nothing more is coming for now: what is left is written */
  paint(quiet = false) {
    if (!this.#tape || !shown.matches || (this.#newest !== -1 && !this.#due(quiet))) {
      return;
    }
    const rows = this.#tape.rows.slice(-ROWS - 1);
    const fresh = rows.filter(({ time }) => time > this.#newest);
    const made = fresh.map((row) => this.#row(row, rows[rows.indexOf(row) - 1]));
    if (this.#newest === -1) {
      this.#body.replaceChildren(...made.reverse());
    } else {
      this.#body.prepend(...made.reverse());
    }
    while (this.#body.children.length > ROWS) {
      this.#body.lastElementChild.remove();
    }
    this.#newest = rows.at(-1)?.time ?? -1;
  }

  /** Together at each fifth second of the clock, and when one was left out. */
  #due(quiet) {
    const step = (time) => (quiet ? time : Math.floor(time / EVERY_SECONDS));
    const newest = this.#tape.rows.at(-1)?.time ?? -1;
    return step(newest) > step(this.#newest);
  }

  #row({ time, value }, before) {
    const change = before === undefined ? 0 : value - before.value;
    const row = document.createElement("tr");
    row.setAttribute("role", "row");
    const cells = [clock(time), plain(value, this.#tape.digits), before ? signed(change, this.#tape.digits) : ""];
    cells.forEach((text, i) => {
      const cell = row.insertCell();
      cell.setAttribute("role", "cell");
      cell.textContent = text;
      cell.className = i === 2 ? "number " + direction(change) : i === 1 ? "number" : "";
    });
    return row;
  }
}

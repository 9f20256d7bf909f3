import { clock, dealt, direction, duration, plain, relative, signed } from "./numbers.js";

/** The chosen asset in large: its value as a dealer reads it, the change, and the window's high and low. */
export class Quote {
  #parts = Object.fromEntries(
    ["name", "head", "pips", "tail", "change", "percent", "high", "low", "time", "reach"].map((name) => [name, document.getElementById(`quote-${name}`)]),
  );
  #texts = Object.fromEntries(Object.entries(this.#parts).map(([name, part]) => [name, part.firstChild ?? part.appendChild(new Text())]));
  #value = document.getElementById("quote-value");
  #shown = {};

  /** @param {import("./tape.js").Tape} tape */
  paint(tape) {
    const { asset, last, previous, base, change, digits } = tape;
    this.#write("name", asset.name);
    if (last === undefined) {
      ["head", "pips", "tail", "change", "percent", "high", "low", "time"].forEach((name) => this.#write(name, name === "head" ? "–" : ""));
      return;
    }
    const value = dealt(asset.name, last.value, digits);
    const { high, low } = tape.extremes();
    if (last.value !== previous.value) {
      this.#value.className = direction(last.value - previous.value); // a repeat keeps the colour of the last move
    }
    this.#write("head", value.head);
    this.#write("pips", value.pips);
    this.#write("tail", value.tail);
    this.#write("change", signed(change, digits), direction(change));
    this.#write("percent", relative(change, base, digits), direction(change));
    this.#write("high", plain(high, digits));
    this.#write("low", plain(low, digits));
    this.#write("time", clock(last.time));
    const seconds = last.time - (tape.coarse[0]?.time ?? last.time);
    this.#write("reach", duration(Math.max(1, Math.min(30, Math.round(seconds / 60))) * 60));
  }

  #write(name, text, className) {
    if (this.#shown[name] !== text) {
      this.#shown[name] = text;
      this.#texts[name].data = text; // a new node would cost a style and a place in the layout
    }
    if (className !== undefined && this.#parts[name].className !== className) {
      this.#parts[name].className = className;
    }
  }
}

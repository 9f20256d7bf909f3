import { RANGES } from "./link.js";
import { duration } from "./numbers.js";

/** How much of the past is shown: a slider for any number of places, buttons for the usual ones. */
export class RangeControl {
  #slider = document.getElementById("range");
  #output = document.getElementById("range-output");
  #buttons = [...document.querySelectorAll("#range-buttons button")];
  #seconds = 1;
  value;

  /** @param {(places: number) => void} onChange */
  constructor(value, onChange) {
    this.#slider.min = RANGES.min;
    this.#slider.max = RANGES.max;
    this.#slider.addEventListener("input", () => this.#choose(Number(this.#slider.value), onChange));
    this.#buttons.forEach((button) => button.addEventListener("click", () => this.#choose(Number(button.value), onChange)));
    this.show(value);
  }

  /** @param {number} seconds a place stands for */
  step(seconds) {
    this.#seconds = seconds;
    this.show(this.value);
  }

  show(value) {
    this.value = Math.min(RANGES.max, Math.max(RANGES.min, value));
    this.#slider.value = this.value;
    const noun = this.#seconds === 1 ? "points" : "candles";
    const text = `${this.value} ${noun}`;
    this.#output.textContent = text;
    this.#slider.setAttribute("aria-valuetext", `${text}, ${duration(this.value * this.#seconds)}`);
    this.#output.title = duration(this.value * this.#seconds);
    this.#buttons.forEach((button) => button.setAttribute("aria-pressed", String(Number(button.value) === this.value)));
  }

  #choose(value, onChange) {
    this.show(value);
    onChange(this.value);
  }
}

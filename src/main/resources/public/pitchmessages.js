import { ask } from "./api.js";
import { notice } from "./notice.js";

const PAGE = 100;
const COLUMNS = ["symbol", "orderId", "side", "shares", "price"];
const HEAD = new Set([...COLUMNS, "importId", "line", "time", "type", "name"]);

/** The decoded messages in the order of their file: filtered, counted by type, a page at a time. */
export class PitchMessages {
  #form = document.getElementById("messages-filter");
  #body = document.getElementById("messages");
  #about = document.getElementById("messages-about");
  #types = document.getElementById("messages-types");
  #section = document.getElementById("messages-section");
  #table = document.getElementById("messages-table");
  #earlier = document.getElementById("messages-earlier");
  #later = document.getElementById("messages-later");
  #pages = []; // addresses of the pages up to the one shown
  #next;
  #asked = 0;

  constructor() {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.load();
    });
    this.#form.addEventListener("reset", () => setTimeout(() => this.load()));
    this.#later.addEventListener("click", () => this.#open([...this.#pages, this.#next]));
    this.#earlier.addEventListener("click", () => this.#open(this.#pages.slice(0, -1)));
  }

  load() {
    return this.#open(["pitch/messages?" + this.#query()]);
  }

  #query() {
    const query = new URLSearchParams({ limit: PAGE });
    for (const [name, value] of new FormData(this.#form)) {
      if (value) {
        query.set(name, name === "from" || name === "to" ? String(milliseconds(value)) : value.trim());
      }
    }
    return query;
  }

  async #open(pages) {
    const asked = ++this.#asked;
    try {
      const { body, next } = await ask(pages.at(-1));
      if (asked === this.#asked) {
        this.#pages = pages;
        this.#next = next;
        this.#paint(body);
      }
    } catch (error) {
      if (asked === this.#asked) {
        this.#next = undefined;
        this.#paint({ messages: [], total: 0, countsByType: {} });
        if (error.status !== 404) {
          notice(`The messages could not be read: ${error.message}`);
        }
      }
    }
  }

  #paint({ messages, total, countsByType }) {
    const first = (this.#pages.length - 1) * PAGE;
    this.#section.hidden = total === 0 && this.#query().size === 1; // nothing there, rather than nothing found
    this.#about.textContent = messages.length === 0
      ? "No messages to show."
      : `${first + 1} to ${first + messages.length} of ${total}`;
    this.#table.hidden = messages.length === 0;
    this.#earlier.disabled = this.#pages.length < 2;
    this.#later.disabled = this.#next === undefined;
    this.#body.replaceChildren(...messages.map(row));
    this.#types.replaceChildren(...Object.entries(countsByType ?? {}).map(([type, count]) => this.#chip(type, count)));
  }

  #chip(type, count) {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.textContent = `${type} ${count}`;
    const chosen = this.#form.elements.type.value === type;
    chip.setAttribute("aria-pressed", String(chosen));
    chip.setAttribute("aria-label", `Messages of type ${type}: ${count}`);
    chip.addEventListener("click", () => {
      this.#form.elements.type.value = chosen ? "" : type;
      this.load();
    });
    return chip;
  }
}

function row(message) {
  const tr = document.createElement("tr");
  const rest = Object.entries(message).filter(([name]) => !HEAD.has(name)).map(([name, value]) => `${name} ${value}`).join("   ");
  const texts = [timeOfDay(message.time), message.type, message.name, ...COLUMNS.map((name) => message[name] ?? ""), rest];
  const names = ["time", "", "", "", "", "", "number", "number", "rest"];
  texts.forEach((text, i) => {
    const cell = tr.insertCell();
    cell.textContent = text;
    cell.className = names[i];
  });
  return tr;
}

/** Milliseconds past midnight of "09:30:00". */
function milliseconds(text) {
  const [h, m, s = 0] = text.split(":").map(Number);
  return Math.round((h * 3600 + m * 60 + s) * 1000);
}

function timeOfDay(time) {
  return new Date(time).toISOString().slice(11, 23);
}

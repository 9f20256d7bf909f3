import { ask } from "./api.js";
import { notice } from "./notice.js";
import { plain } from "./numbers.js";
import { PitchMessages } from "./pitchmessages.js";

const LOOK_MS = 2000;
const STATES = { queued: "Waiting", running: "Running", done: "Done", refused: "Refused" };

/** PITCH files: every import with how far it is, and below them the decoded messages. Asks only while it can be seen. */
export class Pitch {
  #section = document.getElementById("pitch");
  #body = document.getElementById("imports");
  #empty = document.getElementById("imports-empty");
  #table = document.getElementById("imports-table");
  #messages = new PitchMessages();
  #timer = 0;
  #shown = "";

  constructor() {
    const file = document.getElementById("pitch-file");
    file.addEventListener("change", () => this.#send(file));
    document.addEventListener("visibilitychange", () => this.#look());
  }

  show() {
    this.#section.hidden = false;
    this.#look();
    this.#messages.load();
  }

  hide() {
    this.#section.hidden = true;
    clearTimeout(this.#timer);
  }

  async #look() {
    clearTimeout(this.#timer);
    if (this.#section.hidden || document.hidden) {
      return;
    }
    try {
      const { body } = await ask("pitch/imports?limit=50");
      this.#paint(body.imports ?? []);
    } catch (error) {
      this.#paint([]);
      if (error.status !== 404) {
        notice(`The imports could not be read: ${error.message}`);
      }
    }
    this.#timer = setTimeout(() => this.#look(), LOOK_MS);
  }

  #paint(imports) {
    const text = JSON.stringify(imports);
    if (text === this.#shown) {
      return;
    }
    const finished = this.#shown !== "" && imports.some(({ state }) => state === "done");
    this.#shown = text;
    this.#empty.hidden = imports.length > 0;
    this.#table.hidden = imports.length === 0;
    this.#body.replaceChildren(...imports.map(row));
    if (finished) {
      this.#messages.load();
    }
  }

  async #send(input) {
    const [file] = input.files;
    if (!file) {
      return;
    }
    try {
      await ask(`pitch/files?${new URLSearchParams({ name: file.name })}`, {
        method: "POST", body: file, headers: { "Content-Type": "application/octet-stream" },
      });
      notice(`${file.name} is on its way in.`);
    } catch (error) {
      notice(`${file.name} was not taken: ${error.message}`);
    }
    input.value = "";
    this.#look();
  }
}

const whole = (number) => (number ?? 0).toLocaleString("en").replaceAll(",", "\u202f");

function row(item) {
  const tr = document.createElement("tr");
  const name = document.createElement("th");
  name.scope = "row";
  name.textContent = item.name;
  const state = cell(STATES[item.state] ?? item.state);
  state.dataset.state = item.state;
  const progress = document.createElement("progress");
  Object.assign(progress, { max: 100, value: item.percent ?? (item.state === "done" ? 100 : 0) });
  progress.setAttribute("aria-label", `${item.name} read`);
  const done = cell(plain(progress.value, 0) + " %", "number");
  const bar = cell("");
  bar.append(progress);
  const why = (item.rejections ?? []).map(({ reason, count }) => `${reason} (${whole(count)})`).join(", ");
  tr.append(
    name, state, bar, done, cell(whole(item.lines), "number"), cell(whole(item.decoded), "number"),
    cell(whole(item.rejectedLines), item.rejectedLines ? "number down" : "number"),
    cell(item.linesPerSecond ? whole(Math.round(item.linesPerSecond)) : "–", "number"), cell(why || "–", "why"),
  );
  return tr;
}

function cell(text, className = "") {
  const made = document.createElement("td");
  made.textContent = text;
  made.className = className;
  return made;
}

import { ask } from "./api.js";
import { notice } from "./notice.js";
import { whole } from "./numbers.js";
import { PitchMessages } from "./pitchmessages.js";

const LOOK_MS = 2000;
const FIRST_PAGE = "pitch/imports?limit=200"; // the oldest
const OWN_MACHINE_ONLY = "this server takes files from its own machine only, at localhost. Whoever runs it can set API_TOKEN, " +
  "which this page then asks for, or put the file into its folder inbox.";
const STATES = { queued: "Waiting", running: "Running", done: "Done", refused: "Refused" };

/** PITCH files: every import with how far it is, and below them the decoded messages. Asks only while it can be seen. */
export class Pitch {
  #section = document.getElementById("pitch");
  #body = document.getElementById("imports");
  #empty = document.getElementById("imports-empty");
  #table = document.getElementById("imports-table");
  #messages = new PitchMessages();
  #date = document.getElementById("pitch-date");
  #tokenForm = document.getElementById("pitch-token");
  #token; // here alone: what is kept in a browser is there for whoever comes next
  #waiting;
  #timer = 0;
  #shown = "";
  #done = 0;
  #from = FIRST_PAGE;

  constructor() {
    const file = document.getElementById("pitch-file");
    file.addEventListener("change", () => this.#take(file));
    this.#take(file); // chosen while the page was still on its way
    this.#tokenForm.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#token = this.#tokenForm.querySelector("input").value.trim();
      this.#send(this.#waiting);
    });
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
      this.#paint(await this.#newest());
    } catch (error) {
      if (this.#shown === "") {
        this.#paint([]);
      }
      if (error.status !== 404) {
        notice(`The imports could not be read: ${error.message}`);
      }
    }
    this.#timer = setTimeout(() => this.#look(), LOOK_MS);
  }

  /** The newest first. Of a long list the last two pages are read again each time, and shown. */
  async #newest() {
    const pages = [];
    for (let path = this.#from; path; ) {
      const { body, next } = await ask(path);
      pages.push({ path, imports: body.imports });
      path = next;
    }
    const last = pages.slice(-2);
    const imports = last.flatMap((page) => page.imports).reverse();
    this.#from = imports.length > 0 ? last[0].path : FIRST_PAGE; // none: this is another store
    return imports;
  }

  #paint(imports) {
    const text = JSON.stringify(imports);
    if (text === this.#shown) {
      return;
    }
    const done = imports.filter(({ state }) => state === "done").length;
    this.#shown = text;
    this.#empty.hidden = imports.length > 0;
    this.#table.hidden = imports.length === 0;
    this.#body.replaceChildren(...imports.map(row));
    if (done > this.#done) {
      this.#messages.load();
    }
    this.#done = done;
  }

  #take(input) {
    const [chosen] = input.files;
    input.value = ""; // or the same one could not be chosen again
    if (chosen) {
      this.#send(chosen);
    }
  }

  async #send(file) {
    this.#waiting = undefined;
    this.#tokenForm.hidden = true;
    try {
      const query = new URLSearchParams({ name: file.name, ...(this.#date.value ? { date: this.#date.value } : {}) });
      await ask(`pitch/files?${query}`, {
        method: "POST", body: file,
        headers: { "Content-Type": "application/octet-stream", ...(this.#token && { Authorization: `Bearer ${this.#token}` }) },
      });
      notice(`${file.name} is on its way in.`);
    } catch (error) {
      if (error.status === 401) {
        this.#askToken(file);
      } else {
        notice(`${file.name} was not taken: ${error.status === 403 ? OWN_MACHINE_ONLY : error.message}`);
      }
    }
    this.#look();
  }

  #askToken(file) {
    const field = this.#tokenForm.querySelector("input");
    notice(this.#token ? `This is not the server's token; ${file.name} was not taken.` : `The server takes ${file.name} with its token only.`);
    this.#token = undefined;
    this.#waiting = file;
    this.#tokenForm.hidden = false;
    field.value = "";
    field.focus();
  }
}

function row(item) {
  const tr = document.createElement("tr");
  const name = document.createElement("th");
  name.scope = "row";
  name.textContent = item.name;
  name.title = `SHA-256 ${item.sha256}`;
  const state = cell(STATES[item.state] ?? item.state);
  state.dataset.state = item.state;
  const progress = document.createElement("progress");
  Object.assign(progress, { max: 100, value: item.percent });
  progress.setAttribute("aria-label", `${item.name} read`);
  const done = cell(item.percent + " %", "number");
  const bar = cell("");
  bar.append(progress);
  const why = [item.reason, ...item.rejections.map(({ line, reason, count }) => `${reason} (${whole(count)}, first in line ${whole(line)})`)];
  tr.append(
    name, state, bar, done, cell(whole(item.lines), "number"), cell(whole(item.decoded), "number"),
    cell(whole(item.rejectedLines), item.rejectedLines ? "number down" : "number"),
    cell(item.linesPerSecond > 0 ? whole(item.linesPerSecond) : "–", "number"),
    cell(item.date ?? "–"), cell(why.filter(Boolean).join(", ") || "–", "why"),
  );
  return tr;
}

function cell(text, className = "") {
  const made = document.createElement("td");
  made.textContent = text;
  made.className = className;
  return made;
}

import { WatchRow } from "./watchrow.js";

const PAGE_ROWS = 10;
const GROUP_ROWS = 15; // in sight and painted together; five lines of a wall's three columns

/**
 * All assets, one row each. One row can be reached by Tab (the chosen one, or the first of what was found), the arrows
 * move from there, Enter chooses; "/" goes to the search box from anywhere. Rows stand in groups, and only groups that can be seen are painted.
 */
export class WatchList {
  #grid = document.getElementById("watch-rows");
  #scroller = this.#grid.closest(".watch-scroll");
  #search = document.getElementById("search");
  #empty = document.getElementById("watch-empty");
  #count = document.getElementById("watch-count");
  #rows = new Map(); // by asset id
  #groups = new Map(); // the rows of an element
  #feeds = new Map(); // what each said last, for rows that come later
  #seen = new Set();
  #due = new Set();
  #chosen;
  #onChoose;
  #watcher = new IntersectionObserver((entries) => this.#look(entries));

  /** @param {(assetId: number) => void} onChoose */
  constructor(onChoose) {
    this.#onChoose = onChoose;
    this.#search.addEventListener("input", () => this.#filter());
    this.#search.addEventListener("keydown", (event) => this.#searchKey(event));
    this.#grid.addEventListener("click", (event) => this.#choose(event.target.closest("tbody tr")));
    this.#grid.addEventListener("keydown", (event) => this.#gridKey(event));
    document.addEventListener("keydown", (event) => this.#pageKey(event));
  }

  /** @param {Iterable<import("./tape.js").Tape>} tapes in the order of their rows */
  show(tapes) {
    const before = this.#rows;
    const focused = this.#grid.contains(document.activeElement) ? document.activeElement : null;
    this.#rows = new Map([...tapes].map((tape) => [tape.asset.id, before.get(tape.asset.id) ?? new WatchRow(tape)]));
    this.#group([...this.#rows.values()]);
    this.#feeds.forEach((state) => this.#tell(state));
    this.#filter();
    this.#mark(this.#chosen);
    if (focused?.isConnected) {
      focused.focus({ preventScroll: true }); // it was taken out and put in again
    }
  }

  #group(rows) {
    this.#watcher.disconnect();
    this.#seen.clear();
    this.#groups.forEach((_, group) => group.remove());
    this.#groups.clear();
    for (let first = 0; first < rows.length; first += GROUP_ROWS) {
      const members = rows.slice(first, first + GROUP_ROWS);
      const group = this.#grid.createTBody();
      group.setAttribute("role", "rowgroup");
      group.append(...members.map(({ element }) => element));
      this.#groups.set(group, members);
      this.#watcher.observe(group);
    }
  }

  /** Marks the chosen row, makes it the one that Tab reaches, and brings it into sight where the list scrolls by itself. */
  mark(assetId) {
    this.#mark(assetId);
    const row = this.#rows.get(assetId)?.element.getBoundingClientRect();
    const seen = this.#scroller.getBoundingClientRect();
    if (row && row.top < seen.top) {
      this.#scroller.scrollTop -= seen.top - row.top;
    } else if (row && row.bottom > seen.bottom) {
      this.#scroller.scrollTop += row.bottom - seen.bottom;
    }
  }

  #mark(assetId) {
    this.#chosen = assetId;
    for (const [id, { element }] of this.#rows) {
      element.setAttribute("aria-selected", String(id === assetId));
    }
    this.#letTabReach(this.#ofTab());
  }

  /** Tab would pass by a list whose only row it can reach is not among what was found. */
  #ofTab() {
    const chosen = this.#rows.get(this.#chosen)?.element;
    return chosen && !chosen.hidden ? chosen : this.#visible()[0];
  }

  #letTabReach(element) {
    this.#grid.querySelectorAll("[tabindex='0']").forEach((row) => (row.tabIndex = -1));
    if (element) {
      element.tabIndex = 0;
    }
  }

  /** Something is new; it is painted with the next frame, if it can be seen. */
  touch(assetId) {
    const row = this.#rows.get(assetId);
    if (row) {
      this.#due.add(row);
    }
  }

  paint() {
    for (const row of this.#due) {
      if (this.#seen.has(row)) {
        row.paint();
      }
    }
    this.#due.clear();
  }

  feed(state) {
    this.#feeds.set(state.feed, state);
    this.#tell(state);
  }

  forgetFeeds() {
    this.#feeds.clear();
    this.#rows.forEach((row) => row.forgetFeed());
  }

  #tell(state) {
    for (const id of state.assetIds) {
      this.#rows.get(id)?.feed(state);
    }
  }

  /** Fresh histories: the lines are drawn again. */
  redraw(assetId) {
    const row = this.#rows.get(assetId);
    if (row && this.#seen.has(row)) {
      row.paint();
      row.draw();
    }
  }

  #look(entries) {
    for (const { target, isIntersecting } of entries) {
      for (const row of this.#groups.get(target) ?? []) {
        if (isIntersecting) {
          this.#seen.add(row);
          row.paint();
          row.draw();
        } else {
          this.#seen.delete(row);
        }
      }
    }
  }

  #filter() {
    const wanted = this.#search.value.trim().toLowerCase();
    let found = 0;
    for (const { element, tape } of this.#rows.values()) {
      element.hidden = !tape.asset.name.toLowerCase().includes(wanted);
      found += element.hidden ? 0 : 1;
    }
    this.#groups.forEach((rows, group) => group.style.setProperty("--rows", rows.filter(({ element }) => !element.hidden).length));
    this.#count.textContent = wanted ? `${found} of ${this.#rows.size}` : `${this.#rows.size}`;
    this.#empty.hidden = found > 0;
    this.#letTabReach(this.#ofTab());
    this.#empty.textContent = this.#rows.size === 0 ? "No assets yet." : `Nothing is called “${this.#search.value}”.`;
  }

  #visible() {
    return [...this.#rows.values()].map(({ element }) => element).filter((element) => !element.hidden);
  }

  #choose(element) {
    if (element) {
      this.#onChoose(Number(element.dataset.id));
    }
  }

  #focus(element) {
    if (element) {
      this.#letTabReach(element);
      element.focus();
    }
  }

  #gridKey(event) {
    const rows = this.#visible();
    const at = rows.indexOf(event.target.closest("tr"));
    const to = {
      ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + PAGE_ROWS, PageUp: at - PAGE_ROWS, Home: 0, End: rows.length,
    }[event.key];
    if (event.key === "ArrowUp" && at === 0) {
      this.#search.focus();
    } else if (to !== undefined) {
      this.#focus(rows[Math.max(0, Math.min(to, rows.length - 1))]);
    } else if (event.key === "Enter" || event.key === " ") {
      this.#choose(rows[at]);
    } else {
      return;
    }
    event.preventDefault();
  }

  #searchKey(event) {
    if (event.key === "ArrowDown") {
      this.#focus(this.#visible()[0]);
    } else if (event.key === "Enter") {
      this.#choose(this.#visible()[0]);
    } else if (event.key === "Escape") {
      this.#search.value = "";
      this.#filter();
    } else {
      return;
    }
    event.preventDefault();
  }

  #pageKey(event) {
    const typing = event.target.closest?.("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && this.#search.offsetParent) {
      this.#search.focus();
      this.#search.select();
      event.preventDefault();
    }
  }
}

import { RatecastError } from "./ratecast.js";
import { early, worker } from "./start.js";

/**
 * The page's end of its connection, which lives in a worker (ratesworker.js): the calls of a Ratecast that the page
 * needs, and "points" in bursts instead of "point": asset id, time and value, asset id, time and value.
 *
 * The worker asks ahead for what every page asks for first, the list and one asset's history. Both are here, or on their
 * way, when the page asks: what came is kept until then.
 */
class Relay {
  #worker = worker;
  #listeners = new Map();
  #pending = new Map();
  #unheard = [];
  #nextId = 1;
  #ahead;
  #takeAhead;
  #subscribedAhead;
  #held = []; // histories and points, until the page subscribes

  constructor() {
    this.#ahead = new Promise((resolve) => (this.#takeAhead = resolve));
    early.splice(0).forEach((data) => this.#heard(data));
    this.#worker.onmessage = ({ data }) => this.#heard(data);
    this.#worker.onerror = ({ message }) => this.#tell("error", new Error(`The connection could not be started: ${message}`));
  }

  /** One listener a name. What came before there was one, it is told at once. */
  listen(listeners) {
    this.#listeners = new Map(Object.entries(listeners));
    this.#unheard.splice(0).forEach(([name, message]) => this.#tell(name, message));
  }

  subscribe(...args) {
    const held = this.#held ?? [];
    this.#held = undefined;
    if (JSON.stringify(args) === this.#subscribedAhead) {
      queueMicrotask(() => held.forEach(([name, message]) => this.#tell(name, message)));
    } else {
      this.#call("subscribe", args);
    }
    this.#subscribedAhead = undefined;
  }

  unsubscribe(...args) {
    this.#call("unsubscribe", args);
  }

  watchStatus() {
    this.#call("watchStatus", []);
  }

  /** @returns {Promise<import("./ratecast.js").Asset[]>} */
  async assets() {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    return (await ahead) ?? this.#call("assets", []);
  }

  /** @returns {Promise<{time: number, value: number}[]>} */
  history(...args) {
    return this.#call("history", args);
  }

  #call(call, args) {
    const id = this.#nextId++;
    this.#worker.postMessage({ call, args, id });
    return new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
  }

  #heard({ name, message, id, value, error }) {
    if (name === "ahead") {
      this.#subscribedAhead = JSON.stringify(message.subscribed);
      this.#takeAhead(message.assets);
    } else if (this.#held && (name === "history" || name === "points")) {
      this.#held.push([name, message]);
    } else if (name !== undefined) {
      this.#tell(name, name === "error" ? new RatecastError(message) : message);
    } else {
      this.#answered(id, value, error);
    }
  }

  #answered(id, value, error) {
    const { resolve, reject } = this.#pending.get(id);
    this.#pending.delete(id);
    if (error) {
      reject(new RatecastError(error));
    } else {
      resolve(value);
    }
  }

  #tell(name, message) {
    if (this.#listeners.size === 0) {
      this.#unheard.push([name, message]);
    } else {
      this.#listeners.get(name)?.(message);
    }
  }
}

export const rates = new Relay();

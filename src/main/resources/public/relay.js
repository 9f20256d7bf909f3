import { RatecastError } from "./ratecast.js";

/**
 * The page's end of its connection, which lives in a worker (ratesworker.js): the calls of a Ratecast that the page
 * needs, and "points" in bursts instead of "point": asset id, time and value, asset id, time and value. It connects when this module is loaded, beside the others.
 */
class Relay {
  #worker = new Worker("ratesworker.js", { type: "module" });
  #listeners = new Map();
  #pending = new Map();
  #unheard = [];
  #nextId = 1;

  constructor() {
    this.#worker.onmessage = ({ data }) => this.#heard(data);
    this.#worker.onerror = ({ message }) => this.#tell("error", new Error(`The connection could not be started: ${message}`));
  }

  /** One listener a name. What came before there was one, it is told at once. */
  listen(listeners) {
    this.#listeners = new Map(Object.entries(listeners));
    this.#unheard.splice(0).forEach(([name, message]) => this.#tell(name, message));
  }

  subscribe(...args) {
    this.#call("subscribe", args);
  }

  unsubscribe(...args) {
    this.#call("unsubscribe", args);
  }

  watchStatus() {
    this.#call("watchStatus", []);
  }

  /** @returns {Promise<import("./ratecast.js").Asset[]>} */
  assets() {
    return this.#call("assets", []);
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
    if (name !== undefined) {
      this.#tell(name, name === "error" ? new RatecastError(message) : message);
      return;
    }
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

/**
 * Ratecast's client for web pages: one file, no dependency, no build step.
 *
 *     import { Ratecast } from "./ratecast.js";
 *
 *     const rates = new Ratecast("wss://rates.example/");
 *     rates.on("history", ({ assetId, points, resumed }) => (resumed ? append : draw)(assetId, points));
 *     rates.on("point", ({ assetId, time, value }) => append(assetId, [{ time, value }]));
 *     rates.subscribe([1, 2], { historySeconds: 600 });
 *
 * It connects at once, and again after every loss, and asks for what it missed (`since`): for each asset, the points
 * it hands over rise strictly in time, without a gap and without a repeat. docs/CLIENT.md has the whole of it.
 *
 * @typedef {{time: number, value: number, assetId: number, assetName: string, count?: number, high?: number, low?: number}} Point
 *     `time` in whole seconds since 1970 UTC; `count`, `high`, `low` where it stands for several points
 * @typedef {{assetId: number, assetName?: string, points: {time: number, value: number}[], step: number, from: number, to: number, complete: boolean, resumed: boolean}} History
 *     oldest first; `to` is exclusive; `step` in seconds; not `complete`: the server no longer has all of it
 * @typedef {{time: number, open: number, high: number, low: number, close: number, count: number, closed: boolean}} Candle
 * @typedef {{historySeconds?: number, everySeconds?: number, interval?: string}} Options
 *     `historySeconds` 0: none; `everySeconds`: at most one point in so many seconds; `interval`: candles, not points
 * @typedef {{name: "connecting"|"open"|"waiting"|"ended", text: string, retryAt?: number, attempt: number}} ConnectionState
 *     `retryAt` in milliseconds since 1970; `ended`: it does not try again
 * @typedef {{id: number, name: string}} Asset
 *
 * @typedef {{options: Options, historySeconds?: number, last?: number, knownTo?: number, owed: boolean, resumes?: boolean, replaces?: boolean}} Wish
 *     `last`: the time of the last point or candle handed over; `knownTo`: up to when, in milliseconds of this clock, all there was
 *     was handed over, none before it was asked for; `owed`: a fresh history is to come; `resumes`: what was missed is;
 *     `replaces`: something else of the asset is to be unsubscribed first
 */

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;
const QUIET_BEFORE_PING_MS = 15_000;
const PONG_WITHIN_MS = 10_000;
const REPLY_WITHIN_MS = 15_000;
const REACH_STEP = 10; // seconds; nothing is missed by so much more, and few requests are needed
const LONGEST_REACH = 14_400; // seconds of points that the server gives
const MOST_CANDLES = 3_600; // that it gives in one history
const IN_MEMORY = 1740; // seconds, a minute less than the server's window: what is older it reads from its store

const LOST = { text: "The connection was lost." };
const RESTARTING = { text: "The server is restarting." };

/** What the server means by closing; where nothing stands, the client comes back after a growing wait. */
const CLOSINGS = new Map([
  [1001, RESTARTING],
  [1003, { text: "The server does not take binary frames.", ends: true }],
  [1008, { text: "The server refused: too many bad requests.", ends: true }],
  [1009, { text: "The server refused: a request was too large.", ends: true }],
  [1013, { text: "The server has too many connections.", firstMs: 10_000 }],
  [4000, { text: "The server heard nothing from here." }],
  [4001, { text: "This connection was too slow." }],
]);

/** What the server said no to. `code` is the protocol's, or CONNECTION_LOST, NO_REPLY. */
export class RatecastError extends Error {
  constructor({ code, text, action = "", field = "", retryAfterMs = 0 }) {
    super(text);
    Object.assign(this, { name: "RatecastError", code, action, field, retryAfterMs });
  }
}

export class Ratecast {
  #url;
  #maxResumeSeconds;
  #socket = null;
  #listeners = new Map();
  #wanted = new Map(); // by asset id: its Wish
  #pending = new Map(); // by request id: requests that wait for their reply
  #refused = undefined; // for a while: what to ask for again, by its options
  #leaving = new Set(); // ids that the server refused to unsubscribe, for a while
  #watchesStatus = false;
  #nextId = 1;
  #attempt = 0;
  #unexplained = LOST; // what a loss means that the server did not explain
  #retryTimer = 0;
  #heartbeat = 0;
  #heardAt = Date.now();
  #pingedAt = 0;
  #state = { name: "connecting", text: "Connecting", attempt: 0 };

  /**
   * @param {string} [url] of the socket; the page's own server without it
   * @param {{maxResumeSeconds?: number}} [settings] after a longer absence it asks for a fresh history instead of what it missed
   */
  constructor(url = location.origin.replace(/^http/, "ws") + "/", { maxResumeSeconds = 1800 } = {}) {
    this.#url = url;
    this.#maxResumeSeconds = maxResumeSeconds;
    this.#connect();
    globalThis.addEventListener?.("online", this.#retryNow);
  }

  /** @returns {ConnectionState} */
  get state() {
    return this.#state;
  }

  /**
   * @param {"state"|"history"|"point"|"candles"|"candle"|"status"|"error"} name
   * @param {(message: any) => void} listener
   * @returns {() => void} ends it
   */
  on(name, listener) {
    if (!this.#listeners.has(name)) {
      this.#listeners.set(name, new Set());
    }
    this.#listeners.get(name).add(listener);
    return () => this.#listeners.get(name).delete(listener);
  }

  /**
   * Adds assets, now and after every reconnection. Again with other options: they apply from then on, and history
   * comes again where `historySeconds` asks for it. Points or another interval take the place of what came before, as if
   * that had been unsubscribed.
   * @param {number[]} assetIds
   * @param {Options} [options]
   */
  subscribe(assetIds, options = {}) {
    for (const id of assetIds) {
      const { historySeconds, ...kept } = options;
      const known = this.#wanted.get(id);
      const stale = known ? known.options.interval !== options.interval : this.#lingers(id);
      const before = stale ? { replaces: this.#state.name === "open" } : known;
      const owed = historySeconds === undefined ? before?.owed ?? true : historySeconds > 0;
      const knownTo = before?.knownTo ?? (this.#state.name === "open" ? Date.now() : undefined);
      this.#wanted.set(id, { ...before, options: kept, historySeconds: historySeconds ?? before?.historySeconds, knownTo, owed });
    }
    if (this.#state.name === "open") {
      this.#subscribeTogether(assetIds, options);
    }
  }

  /** @param {number[]} assetIds */
  unsubscribe(assetIds) {
    const known = assetIds.filter((id) => this.#wanted.delete(id));
    if (this.#state.name === "open" && known.length > 0) {
      this.#leave(known);
    }
  }

  /** Asks for the state of the feeds, which come as "status": what is current at once, then every change. */
  watchStatus() {
    this.#watchesStatus = true;
    if (this.#state.name === "open") {
      this.#subscribeStatus();
    }
  }

  /** @returns {Promise<Asset[]>} */
  async assets() {
    return (await this.request("assets", {})).assets;
  }

  /**
   * Points of the past, from the store.
   * @param {number} assetId
   * @param {number} from inclusive
   * @param {number} to exclusive
   * @returns {Promise<{time: number, value: number}[]>}
   */
  async history(assetId, from, to) {
    const parts = [];
    await this.request("history", { assetId, from, to }, { onPart: (part) => parts.push(readPoints(part)) });
    return parts.flat();
  }

  /**
   * Plays the past as if it were live: its points come as "point". Use a connection of its own where live points of
   * the same assets come too. Settles when all was played.
   * @param {{assetIds: number[], from: number, to: number, speed: number, thenLive?: boolean}} wish `speed` 0: as fast as the client reads
   */
  async replay(wish) {
    await this.request("replay", wish, { withinMs: Infinity });
  }

  /**
   * Any request of the protocol. It is given up when neither the reply nor a part of it has come within `withinMs`.
   * @returns {Promise<object>} the message of the reply; rejects with a RatecastError
   */
  request(action, message, { onPart = () => {}, withinMs = REPLY_WITHIN_MS } = {}) {
    if (this.#state.name !== "open") {
      return Promise.reject(new RatecastError({ code: "CONNECTION_LOST", text: "Not connected.", action }));
    }
    return this.#ask(action, message, onPart, withinMs);
  }

  #ask(action, message, onPart, withinMs) {
    return new Promise((resolve, reject) => {
      const id = this.#send(action, message);
      this.#pending.set(id, { action, message, onPart, resolve, reject, withinMs });
      this.#awaitReply(id);
    });
  }

  /** From now on, and anew where it was awaited before. */
  #awaitReply(id) {
    const request = this.#pending.get(id);
    clearTimeout(request.timer);
    if (request.withinMs !== Infinity) {
      request.timer = setTimeout(() => {
        this.#pending.delete(id);
        request.reject(new RatecastError({ code: "NO_REPLY", text: "The server did not reply.", action: request.action }));
      }, request.withinMs);
    }
  }

  /** Ends it for good. */
  close() {
    this.#end("Closed by this page.");
    this.#socket?.close(1000);
  }

  #end(text) {
    clearTimeout(this.#retryTimer);
    clearInterval(this.#heartbeat);
    globalThis.removeEventListener?.("online", this.#retryNow);
    this.#enter({ name: "ended", text, attempt: this.#attempt });
  }

  #retryNow = () => {
    if (this.#state.name === "waiting") {
      clearTimeout(this.#retryTimer);
      this.#connect();
    }
  };

  #connect() {
    this.#enter({ name: "connecting", text: "Connecting", attempt: this.#attempt });
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    const ifCurrent = (act) => (event) => socket === this.#socket && act(event);
    socket.onopen = ifCurrent(() => this.#opened());
    socket.onmessage = ifCurrent((event) => this.#heard(event.data));
    socket.onclose = ifCurrent((event) => this.#lost(event.code, event.reason));
  }

  #opened() {
    this.#pingedAt = 0;
    this.#unexplained = LOST;
    clearInterval(this.#heartbeat);
    this.#heartbeat = setInterval(() => this.#checkPulse(), PONG_WITHIN_MS / 2);
    this.#resume(); // before anyone hears of it: what a listener subscribes is sent by itself
    if (this.#watchesStatus) {
      this.#subscribeStatus();
    }
    this.#enter({ name: "open", text: "Connected", attempt: this.#attempt });
  }

  /**
   * A cable that was pulled closes nothing: who hears nothing asks, and who gets no answer leaves. Not by the silence
   * alone: the timers of a page that nobody sees come a minute late.
   */
  #checkPulse() {
    const now = Date.now();
    if (this.#pingedAt <= this.#heardAt) {
      if (now - this.#heardAt > QUIET_BEFORE_PING_MS) {
        this.#send("ping", {});
        this.#pingedAt = now;
      }
    } else if (now - this.#pingedAt >= PONG_WITHIN_MS) {
      const silent = this.#socket;
      this.#lost(4000, "");
      silent.close();
    }
  }

  /**
   * The absence counts, not the age of a point: it began when something was last heard, and that a socket opens does not
   * end it. Assets share a request whose last points are about as old, or as many requests as assets would be refused.
   */
  #resume() {
    const now = Date.now();
    const soon = now - this.#heardAt <= this.#maxResumeSeconds * 1000;
    const groups = new Map();
    for (const [id, wish] of this.#wanted) {
      wish.replaces = false; // the server has forgotten all of it
      wish.resumes = soon && !wish.owed && wish.knownTo !== undefined;
      if (!wish.resumes) {
        wish.owed = wish.historySeconds !== 0;
        wish.knownTo = now;
      }
      const { since, ...others } = wish.resumes ? missed(wish, now) : { historySeconds: wish.historySeconds };
      const key = JSON.stringify([wish.options, others, since && about(now / 1000 - since)]);
      const group = groups.get(key) ?? { ids: [], options: { ...wish.options, ...others, since } };
      groups.set(key, group);
      group.ids.push(id);
      group.options.since = since && Math.min(since, group.options.since);
    }
    for (const { ids, options } of groups.values()) {
      this.#subscribeTogether(ids, options);
    }
  }

  /**
   * An asset that is gone meanwhile costs its whole request: the halves are asked for, until it stands alone, but for
   * what is wanted otherwise by now. What is refused for a while is asked for again.
   * @returns {Promise<number>} milliseconds for which it was refused
   */
  async #subscribeTogether(ids, options) {
    if (ids.length === 0) {
      return 0;
    }
    const socket = this.#socket;
    const asked = ids.map((id) => this.#wanted.get(id));
    const wanted = () => ids.filter((id, at) => this.#wanted.get(id) === asked[at]);
    try {
      const replaced = ids.filter((id) => this.#wanted.get(id)?.replaces);
      if (replaced.length > 0) {
        await this.#ask("unsubscribe", { assetIds: replaced }, () => {}, REPLY_WITHIN_MS);
        const still = wanted();
        still.forEach((id) => (this.#wanted.get(id).replaces = false));
        return await this.#subscribeTogether(still, options);
      }
      await this.#ask("subscribe", subscription(ids, options), () => {}, REPLY_WITHIN_MS);
    } catch (error) {
      if (socket !== this.#socket) {
        return 0; // and all of it is resumed by the next connection
      }
      const still = wanted();
      if (error.retryAfterMs > 0) {
        this.#putOff(still, options, error.retryAfterMs);
        return error.retryAfterMs;
      }
      if (error.code === "ASSET_NOT_FOUND" && ids.length > 1) {
        const half = still.length >> 1;
        this.#subscribeTogether(still.slice(0, half), options);
        this.#subscribeTogether(still.slice(half), options);
        return 0;
      }
      if (error.code === "ASSET_NOT_FOUND") {
        still.forEach((id) => this.#wanted.delete(id));
      }
      this.#tell("error", error);
    }
    return 0;
  }

  #putOff(ids, options, waitMs) {
    const key = JSON.stringify(options);
    const first = this.#refused === undefined;
    this.#refused ??= new Map();
    const wishes = this.#refused.get(key)?.wishes ?? new Map();
    ids.forEach((id) => wishes.set(id, this.#wanted.get(id)));
    this.#refused.set(key, { options, wishes });
    if (first) {
      this.#askAgain(this.#refused, waitMs);
    }
  }

  /** Each set of options in one request, and one after the other: who asks too often is refused again, and at last cut. */
  async #askAgain(refused, waitMs) {
    while (refused.size > 0) {
      await new Promise((go) => setTimeout(go, waitMs));
      if (refused !== this.#refused) {
        return;
      }
      const [[key, { options, wishes }]] = refused;
      refused.delete(key);
      const still = [...wishes.keys()].filter((id) => this.#wanted.get(id) === wishes.get(id));
      waitMs = await this.#subscribeTogether(still, options);
    }
    if (refused === this.#refused) {
      this.#refused = undefined;
    }
  }

  /** What is refused for a while is asked for again, in one request, where it is still unwanted. */
  async #leave(assetIds) {
    try {
      await this.#ask("unsubscribe", { assetIds }, () => {}, REPLY_WITHIN_MS);
    } catch (error) {
      if (error.retryAfterMs > 0) {
        if (this.#leaving.size === 0) {
          setTimeout((leaving) => this.#leaveAgain(leaving), error.retryAfterMs, this.#leaving);
        }
        assetIds.forEach((id) => this.#leaving.add(id));
      } else if (error.code !== "CONNECTION_LOST") {
        this.#tell("error", error);
      }
    }
  }

  /** Whether the server may still have what is unwanted of it: it has not answered yet, or refused for a while. */
  #lingers(id) {
    const unanswered = [...this.#pending.values()].filter(({ action }) => action === "unsubscribe");
    return this.#leaving.has(id) || unanswered.some(({ message }) => message.assetIds?.includes(id));
  }

  #leaveAgain(leaving) {
    const still = [...leaving].filter((id) => !this.#wanted.has(id));
    if (leaving === this.#leaving) { // else the connection is another one
      this.#leaving = new Set();
      if (still.length > 0) {
        this.#leave(still);
      }
    }
  }

  async #subscribeStatus() {
    const socket = this.#socket;
    try {
      await this.#ask("subscribe", { channel: "status" }, () => {}, REPLY_WITHIN_MS);
    } catch (error) {
      if (error.retryAfterMs > 0) {
        setTimeout(() => socket === this.#socket && this.#subscribeStatus(), error.retryAfterMs);
      } else if (error.code !== "CONNECTION_LOST") {
        this.#tell("error", error);
      }
    }
  }

  #lost(code, reason) {
    this.#socket = null;
    clearInterval(this.#heartbeat);
    for (const { action, reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(new RatecastError({ code: "CONNECTION_LOST", text: LOST.text, action }));
    }
    this.#pending.clear();
    this.#refused = undefined;
    this.#leaving = new Set();
    for (const wish of this.#wanted.values()) {
      if (!wish.owed && !wish.resumes && wish.knownTo < this.#heardAt) {
        wish.knownTo = this.#heardAt;
      }
    }
    if (this.#state.name === "ended") {
      return;
    }
    const closing = CLOSINGS.get(code) ?? this.#unexplained;
    if (closing === RESTARTING) {
      this.#unexplained = RESTARTING; // tries that come too early meet no server
    }
    if (closing.ends) {
      this.#end(closing.text);
      return;
    }
    const waitMs = retryHint(reason) ?? backOff(this.#attempt, closing.firstMs ?? FIRST_RETRY_MS);
    this.#attempt++;
    this.#retryTimer = setTimeout(() => this.#connect(), waitMs);
    this.#enter({ name: "waiting", text: closing.text, retryAt: Date.now() + waitMs, attempt: this.#attempt });
  }

  #heard(text) {
    this.#heardAt = Date.now();
    const { action, id, message } = JSON.parse(text);
    if (action === "point" || action === "candle") {
      this.#attempt = 0; // by these only: a server that accepts and closes at once is still away
    }
    if (action === "point") {
      this.#point(message);
    } else if (action === "asset_history") {
      this.#history(message);
    } else if (action === "candle") {
      this.#candle(message);
    } else if (action === "candle_history") {
      this.#candles(message);
    } else if (action === "status") {
      this.#tell("status", message);
    } else {
      this.#reply(action, id, message);
    }
  }

  #point(point) {
    const wish = this.#pointsOf(point.assetId);
    if (wish) {
      if (point.time <= wish.last) {
        return;
      }
      wish.last = point.time;
    }
    this.#tell("point", point);
  }

  #history(message) {
    const wish = this.#pointsOf(message.assetId);
    const resumed = Boolean(wish?.resumes && !wish.owed);
    const after = resumed ? wish.last ?? -1 : -1; // what was asked for together begins with the asset that missed most
    const points = readPoints(message).filter(({ time }) => time > after);
    const last = points.at(-1)?.time ?? message.from - 1;
    if (wish) {
      Object.assign(wish, { owed: false, resumes: false, last: Math.max(wish.last ?? 0, last) });
    }
    this.#tell("history", { ...message, from: Math.max(message.from, after + 1), values: undefined, points, step: message.step ?? 1, resumed });
  }

  #candle(candle) {
    const wish = this.#candlesOf(candle);
    if (wish) {
      wish.last = candle.time;
    }
    this.#tell("candle", candle);
  }

  #candles(message) {
    const wish = this.#candlesOf(message);
    const resumed = Boolean(wish?.resumes);
    const from = resumed ? Math.max(message.from, wish.last ?? 0) : message.from; // the last may have changed
    const candles = message.candles.filter(({ time }) => time >= from);
    if (wish) {
      Object.assign(wish, { resumes: false, last: candles.at(-1)?.time ?? wish.last });
    }
    this.#tell("candles", { ...message, from, candles, resumed });
  }

  /** @returns {Wish | undefined} where candles of this interval are wanted */
  #candlesOf({ assetId, interval }) {
    const wish = this.#wanted.get(assetId);
    return wish?.options.interval === interval ? wish : undefined;
  }

  /** @returns {Wish | undefined} where points are wanted: some may still come where candles are by now */
  #pointsOf(assetId) {
    const wish = this.#wanted.get(assetId);
    return wish?.options.interval ? undefined : wish;
  }

  #reply(action, id, message) {
    const request = this.#pending.get(id);
    if (action === "error") {
      const error = new RatecastError(message);
      this.#settle(id);
      return request ? request.reject(error) : this.#tell("error", error);
    }
    if (request) {
      request.onPart(message);
      if (action !== "history" || message.last !== false) {
        this.#settle(id);
        request.resolve(message);
      }
      if (action === "history") { // which are answered one after the other
        this.#pending.forEach((waiting, itsId) => waiting.action === action && this.#awaitReply(itsId));
      }
    }
  }

  #settle(id) {
    clearTimeout(this.#pending.get(id)?.timer);
    this.#pending.delete(id);
  }

  #send(action, message) {
    const id = this.#nextId++;
    this.#socket.send(JSON.stringify({ action, id, message }));
    return id;
  }

  #enter(state) {
    this.#state = state;
    this.#tell("state", state);
  }

  #tell(name, message) {
    this.#listeners.get(name)?.forEach((listener) => listener(message));
  }
}

function subscription(assetIds, options) {
  const usual = options.interval ? {} : { format: "columns", everySeconds: 1 }; // or an earlier pace would stay
  return { assetIds, ...usual, ...options };
}

/** Where nothing came yet, by a span and not by a time: this clock may be wrong. */
function missed({ last, knownTo, options }, now) {
  const steps = Math.ceil((now - knownTo) / 1000 / REACH_STEP) + 1;
  const candle = seconds(options.interval);
  const reach = steps * REACH_STEP + candle; // the candle that ran began before
  return last === undefined ? { historySeconds: Math.min(reach, candle * MOST_CANDLES || LONGEST_REACH) } : { since: last };
}

/** Of an interval, "15m"; 0 without one. */
function seconds(interval = "0s") {
  return parseInt(interval) * { s: 1, m: 60, h: 3600, d: 86_400 }[interval.at(-1)];
}

/** As a number that few share: the age halved as often as it can be, so that nobody is sent twice what it missed. */
function about(seconds) {
  return Math.floor(Math.log2(Math.max(1, seconds) / IN_MEMORY));
}

/** "retry in N ms" in a close's reason: the server spreads its clients out. */
function retryHint(reason) {
  const hint = /retry in (\d+) ms/.exec(reason);
  return hint ? Math.min(Number(hint[1]), LONGEST_RETRY_MS) : undefined;
}

/** Twice as long each time, and half of it by chance, so that a thousand pages do not come back at once. */
function backOff(attempt, firstMs) {
  const longest = Math.min(firstMs * 2 ** attempt, LONGEST_RETRY_MS);
  return longest * (0.5 + Math.random() / 2);
}

/** Points of a history, whether it came as points or as columns. */
function readPoints({ points, values, start, step = 1 }) {
  if (points) {
    return points;
  }
  const read = [];
  values?.forEach((value, i) => value !== null && read.push({ time: start + i * step, value }));
  return read;
}

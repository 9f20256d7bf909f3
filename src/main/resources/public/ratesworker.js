import { Ratecast } from "./ratecast.js";

/**
 * The page's connection, off its main thread: a second has a frame for each asset, and what takes them there would cost
 * more than painting them. Points go to the page in bursts, everything else as it comes, all in the order it came.
 * relay.js is the other end.
 *
 * At the first opening it asks ahead for what the page will ask for once its modules are here.
 */

const BURST_MS = 40;
const CALLS = new Set(["subscribe", "unsubscribe", "watchStatus", "assets", "history"]);

const TOGETHER_MS = 500; // at most: a list that came without its history would be laid out and painted before it

const WHOLE = { historySeconds: 1800, everySeconds: 1 }; // as market.js asks for the chosen asset

const rates = new Ratecast();
let burst = [];
let asked = false;

function flush() {
  if (burst.length > 0) {
    const message = Float64Array.from(burst); // three numbers a point: handed over, where objects would be copied
    postMessage({ name: "points", message }, [message.buffer]);
    burst = [];
  }
}

rates.on("point", ({ assetId, time, value }) => {
  if (burst.length === 0) {
    setTimeout(flush, BURST_MS);
  }
  burst.push(assetId, time, value);
});
for (const name of ["state", "history", "status", "error"]) {
  rates.on(name, (message) => {
    flush();
    postMessage({ name, message: name === "error" ? plain(message) : message });
  });
}
rates.on("state", ({ name }) => name === "open" && !asked && askAhead());
postMessage({ name: "state", message: rates.state });

/**
 * The list, and every second of the asset that the address names (this worker's name), or of the first. The page hears
 * of the list after the history, so that both are in its first frame.
 */
async function askAhead() {
  asked = true;
  try {
    const assets = await rates.assets();
    const first = assets.find(({ name }) => name === self.name) ?? assets[0];
    const subscribed = first && [[first.id], WHOLE];
    if (subscribed) {
      rates.subscribe(...subscribed);
      await heard("history");
    }
    postMessage({ name: "ahead", message: { assets, subscribed } });
  } catch {
    postMessage({ name: "ahead", message: {} }); // the page asks for itself
  }
}

async function heard(name) {
  let forget;
  const told = new Promise((resolve) => (forget = rates.on(name, resolve)));
  await Promise.race([told, new Promise((resolve) => setTimeout(resolve, TOGETHER_MS))]);
  forget();
}

onmessage = async ({ data: { call, args, id } }) => {
  if (!CALLS.has(call)) {
    throw new Error(`no call ${call}`);
  }
  try {
    const value = await rates[call](...args);
    postMessage({ id, value });
  } catch (error) {
    postMessage({ id, error: plain(error) });
  }
};

/** An error loses its own members on the way between threads. */
function plain({ message, code, action, field, retryAfterMs }) {
  return { text: message, code, action, field, retryAfterMs };
}

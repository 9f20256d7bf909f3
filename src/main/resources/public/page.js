import { Assets } from "./assets.js";
import { CandleStream } from "./candles.js";
import { RateChart } from "./chart.js";
import { ConnectionSign } from "./connection.js";
import { Legend } from "./legend.js";
import { readLink, writeLink } from "./link.js";
import { Market } from "./market.js";
import { notice } from "./notice.js";
import { dateTime, fromInput, toInput } from "./numbers.js";
import { intervalSeconds } from "./past.js";
import { Quote } from "./quote.js";
import { RangeControl } from "./range.js";
import { rates } from "./relay.js";
import { Ticks } from "./ticks.js";
import { Views } from "./views.js";
import { WatchList } from "./watchlist.js";

/** Ties the parts together: points go to tapes at once, and from the tapes to the screen once a frame. */

const BEAT_MS = 1000;
const BEHIND_MS = 2000; // after this script: behind the first chart
const REFRESH_MS = 250; // from list to list
const QUIET_MS = 1500; // without points the clock goes by itself

const link = readLink();
const element = (id) => document.getElementById(id);

const sign = new ConnectionSign();
const chart = new RateChart(element("chart"));
const quote = new Quote();
const ticks = new Ticks();
const legend = new Legend();
const assets = new Assets(rates, listed);
const { tapes } = assets;
const market = new Market({ rates, tapes, candles: new CandleStream(), chart, changed });
const list = new WatchList(choose);
const range = new RangeControl(link.range, (places) => {
  chart.span(places);
  remember();
});
market.interval = link.interval;
market.at = link.at;
chart.span(link.range);

let fetched;
let attempts = 0;
const views = new Views({
  show: () => ask(({ pitch }) => views.current === "pitch" && pitch.show()),
  hide: () => fetched?.then(({ pitch }) => pitch.hide(), () => {}),
}, remember);
let refreshing = false;
let toldMeanwhile = false;
let outdated = false; // what is told of the feeds is what another connection was told
let framed = false;
let beating = 0;
let told = "";

rates.listen({
  state(state) {
    sign.socket(state);
    if (state.name === "open") {
      outdated = true;
      refresh();
    }
  },
  error({ code, message }) {
    notice(message);
    if (code === "TOO_MANY_SUBSCRIPTIONS") {
      assets.full();
    }
  },
  status(status) {
    if (status.asset) {
      refresh();
    } else {
      forgetFeeds();
      sign.feed(status);
      list.feed(status);
    }
  },
  history(history) {
    tapes.get(history.assetId)?.load(history);
    assets.loaded(history.assetId);
    list.redraw(history.assetId);
    if (!history.resumed) {
      market.loaded(history.assetId);
    }
    if (history.assetId === market.asset) {
      ticks.show(tapes.get(market.asset));
      afterFrame(() => drawn(history));
    }
    frame();
  },
  points(burst) {
    forgetFeeds();
    for (let i = 0; i < burst.length; i += 3) {
      tapes.get(burst[i])?.append({ time: burst[i + 1], value: burst[i + 2] });
      list.touch(burst[i]);
    }
    sign.heard();
    frame();
  },
});
rates.watchStatus();

/**
 * What the server before said of its feeds holds until this one says anything, so that nothing flickers where it is the
 * same. One without a feed says nothing of any, but has points.
 */
function forgetFeeds() {
  if (outdated) {
    outdated = false;
    sign.forgetFeeds();
    list.forgetFeeds();
  }
}

/**
 * A second's points come as one burst and are painted once. The chart is told at once, because it draws with the next
 * frame, and everything else is written in that same one: a frame costs more than what is in it.
 */
function frame() {
  if (!framed) {
    framed = true;
    requestAnimationFrame(paint);
    market.paint();
  }
}

function paint() {
  framed = false;
  list.paint();
  const tape = tapes.get(market.asset);
  if (tape) {
    market.paint(); // what came while this frame was due: the quote below shows it too
    quote.paint(tape);
    ticks.paint();
  }
  beat();
}

/** What goes by the clock is told in the frame of the points, and by itself where none come. */
function beat() {
  clearTimeout(beating);
  beating = setTimeout(quietBeat, QUIET_MS);
  tellTime();
}

function quietBeat() {
  beating = setTimeout(quietBeat, BEAT_MS);
  ticks.paint(true);
  tellTime();
}

function tellTime() {
  sign.show();
  const text = new Date().toISOString().slice(11, 19);
  if (told !== text) {
    told = text;
    element("clock").firstChild.data = text;
  }
}

function drawn({ points }) {
  if (points.length > 0 && performance.getEntriesByName("first-chart").length === 0) {
    performance.mark("first-chart");
  }
  assets.begin();
}

/** A page that nobody sees has no frames. */
function afterFrame(act) {
  if (document.hidden) {
    act();
  } else {
    requestAnimationFrame(() => setTimeout(act));
  }
}

/** One list at a time, and one more for all that was told meanwhile: an import tells of thousands of assets. */
async function refresh() {
  if (refreshing) {
    toldMeanwhile = true;
    return;
  }
  refreshing = true;
  await assets.refresh().catch((error) => error.code === "CONNECTION_LOST" || notice(error.message));
  setTimeout(() => {
    refreshing = false;
    if (toldMeanwhile) {
      toldMeanwhile = false;
      refresh();
    }
  }, REFRESH_MS);
}

function listed(all) {
  list.show(all);
  fillCompare(all);
  const named = (name) => all.find(({ asset }) => asset.name === name)?.asset.id;
  if (market.asset === undefined || !tapes.has(market.asset)) {
    if (link.asset && named(link.asset) === undefined) {
      notice(`There is no asset ${link.asset}.`);
    }
    choose(named(link.asset) ?? all[0]?.asset.id);
    if (named(link.compare) !== undefined) {
      market.compare(named(link.compare));
    }
  }
  if (market.compared !== undefined && !tapes.has(market.compared)) {
    market.compare(undefined);
  }
}

function choose(assetId) {
  const tape = tapes.get(assetId);
  if (tape) {
    market.choose(assetId);
    list.mark(assetId);
    sign.asset(tape);
    quote.paint(tape);
    ticks.show(tape);
  }
}

/** What is shown has changed: the controls and the address say so. */
function changed() {
  const tape = tapes.get(market.asset);
  document.title = `${tape.asset.name} · Ratecast`;
  document.querySelector(`[name=interval][value="${market.interval}"]`).checked = true;
  element("compare").value = market.compared ?? "";
  range.step(intervalSeconds(market.interval));
  const past = market.at !== undefined;
  element("back").hidden = market.isLive;
  element("where").textContent = past ? `Around ${dateTime(market.at)} UTC` : "";
  const what = market.isLent ? "replay" : market.interval === "1s" ? "one point a second" : `candles of ${market.interval}`;
  sign.replay(market.isLent);
  legend.about(`${tape.asset.name}, ${what}, times in UTC`);
  element("chart").setAttribute("aria-label", `Chart of ${tape.asset.name}, ${what}. Its last value stands in the watch list, all that is shown in the CSV.`);
  remember();
}

function remember() {
  writeLink({
    asset: tapes.get(market.asset)?.asset.name ?? link.asset,
    interval: market.interval, range: range.value, compare: tapes.get(market.compared)?.asset.name, at: market.at, view: views.current,
  });
}

/**
 * The rest of the page, once; after a failure it is tried again when it is asked for, and by another name: some browsers
 * remember of a module that it could not be fetched.
 */
function behind() {
  fetched ??= import(attempts++ === 0 ? "./behind.js" : `./behind.js?attempt=${attempts}`).then(({ Pitch, Replay, openOneMenuAtATime, saveCsv }) => {
    openOneMenuAtATime();
    return { pitch: new Pitch(), replay: new Replay(market, (text) => (element("where").textContent = text)), saveCsv };
  });
  fetched.catch(() => (fetched = undefined));
  return fetched;
}

/** Does with the rest of the page what someone has asked for, as soon as it is here. */
async function ask(act) {
  let rest;
  try {
    rest = await behind();
  } catch {
    notice("This needs the server, which cannot be reached. Try again in a moment.");
    return;
  }
  act(rest);
}

function fillCompare(all) {
  const options = all.map(({ asset }) => new Option(asset.name, asset.id));
  element("compare").replaceChildren(new Option("Compare", ""), ...options);
  element("compare").value = tapes.has(market.compared) ? market.compared : "";
}

chart.on("moved", ({ places, atEnd }) => {
  element("back").hidden = market.isLive && atEnd;
  range.show(places);
});
chart.on("cross", (at) => {
  const other = tapes.get(market.compared);
  legend.cross(at, tapes.get(market.asset), other && { digits: other.digits, name: other.asset.name });
});
element("intervals").addEventListener("change", (event) => market.setInterval(event.target.value));
element("compare").addEventListener("change", ({ target }) => market.compare(target.value ? Number(target.value) : undefined));
element("back").addEventListener("click", () => market.live());
element("jump").addEventListener("submit", (event) => {
  event.preventDefault();
  const time = fromInput(element("jump-time").value);
  if (time === undefined) {
    notice("Choose a date and a time first.");
  } else {
    element("jump-menu").open = false;
    market.goTo(time);
  }
});
element("jump-menu").addEventListener("toggle", () => {
  behind(); // where menus are closed
  if (!element("jump-time").value) {
    element("jump-time").value = toInput(Math.floor(Date.now() / 60_000) * 60 - 3600);
  }
});
element("replay-menu").addEventListener("toggle", () => ask(({ replay }) => replay.propose()));
element("replay").addEventListener("submit", (event) => {
  event.preventDefault();
  ask(({ replay }) => replay.start());
});
element("save").addEventListener("click", () => {
  const rows = chart.visibleRows();
  if (rows.length === 0) {
    notice("There is nothing to save in what is shown.");
  } else {
    const about = [tapes.get(market.asset).asset.name, chart.kind];
    ask(({ saveCsv }) => saveCsv(...about, rows));
  }
});
element("share").addEventListener("click", async () => {
  remember();
  try {
    await navigator.clipboard.writeText(location.href);
    notice("The link is copied: it shows this asset, interval and range.");
  } catch {
    notice("This browser does not let the page copy. The link is in the address bar.");
  }
});
setTimeout(behind, BEHIND_MS);
quietBeat();
views.show(link.view);

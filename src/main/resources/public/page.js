"use strict";

const RETRY_FIRST_MS = 1000;
const RETRY_LONGEST_MS = 30000;

const address = (location.protocol === "https:" ? "wss://" : "ws://") + location.host + "/";
const state = document.getElementById("state");
const rates = document.getElementById("rates");
const rows = new Map(); // by asset id
let retryMs = RETRY_FIRST_MS;

/** Says only what changed: a screen reader reads it out each time. */
function show(name, text) {
  state.dataset.state = name;
  state.textContent = text;
}

function cell(row, className) {
  const made = row.insertCell();
  made.className = className;
  made.textContent = "–";
  return made;
}

function addRow(asset) {
  const tr = rates.insertRow();
  const name = document.createElement("th");
  name.scope = "row";
  name.textContent = asset.name;
  tr.append(name);
  const row = { value: cell(tr, "number"), change: cell(tr, "number"), time: cell(tr, "number") };
  rows.set(asset.id, row);
}

function listAssets(assets) {
  const listed = new Set(assets.map((asset) => asset.id));
  if (listed.size !== rows.size || [...listed].some((id) => !rows.has(id))) {
    rows.clear();
    rates.replaceChildren();
    assets.forEach(addRow);
  }
  document.getElementById("empty").hidden = assets.length > 0;
}

function tick(point) {
  const row = rows.get(point.assetId);
  if (!row) {
    return;
  }
  const change = row.last === undefined ? 0 : point.value - row.last;
  const digits = (String(point.value).split(".")[1] || "").length;
  row.places = Math.max(row.places || 0, Math.min(digits, 8));
  row.last = point.value;
  row.value.textContent = point.value.toFixed(row.places);
  row.change.textContent = (change > 0 ? "+" : change < 0 ? "−" : "") +
    Math.abs(change).toFixed(row.places);
  row.change.className = "number" + (change > 0 ? " up" : change < 0 ? " down" : "");
  row.time.textContent = new Date(point.time * 1000).toISOString().slice(11, 19);
}

function connect() {
  const socket = new WebSocket(address);
  const send = (action, message) => socket.send(JSON.stringify({ action, message }));

  socket.onopen = () => {
    retryMs = RETRY_FIRST_MS;
    show("live", "Connected to " + address);
    send("assets", {});
  };
  socket.onmessage = (event) => {
    const { action, message } = JSON.parse(event.data);
    if (action === "assets") {
      listAssets(message.assets);
      send("subscribe", { assetIds: "all", historySeconds: 0 });
    } else if (action === "point") {
      tick(message);
    } else if (action === "error") {
      show("away", message.text);
    }
  };
  socket.onclose = () => {
    show("away", "Not connected; trying again.");
    setTimeout(connect, retryMs * (0.5 + Math.random()));
    retryMs = Math.min(2 * retryMs, RETRY_LONGEST_MS);
  };
}

document.querySelector(".address").textContent = address;
connect();

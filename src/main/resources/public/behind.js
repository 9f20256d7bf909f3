/**
 * What the page can do without until its first chart stands: fetched behind it, or as soon as it is asked for. Each file
 * before the first chart costs a browser some seven milliseconds. All of it is named here, as in index.html, so that it
 * comes in one go and the server has it in memory.
 */
import "./pitchmessages.js";
export { saveCsv } from "./csv.js";
export { openOneMenuAtATime } from "./menu.js";
export { Pitch } from "./pitch.js";
export { Replay } from "./replay.js";

const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "pitch.css" });
await new Promise((resolve) => {
  sheet.onload = sheet.onerror = resolve; // without it PITCH is plain, and the rest works
  document.head.append(sheet);
});

/** Numbers and times as the page writes them: a true minus, no jumping widths, UTC. */

const MOST_DIGITS = 8;
const pad = (number, width = 2) => String(number).padStart(width, "0");

/** Digits after the point that the value needs. */
export function digitsOf(value) {
  return Math.min((String(value).split(".")[1] ?? "").length, MOST_DIGITS);
}

export function plain(value, digits) {
  return value.toFixed(digits).replace("-", "−");
}

/** With its sign, which says what the colour says. */
export function signed(value, digits) {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : (value > 0 ? "+" : "−") + text;
}

/** In percent where that means something: a line that crosses zero is told in its own unit. */
export function relative(change, base, digits) {
  return base > 0 && Math.abs(change) < base ? signed((change / base) * 100, 2) + " %" : signed(change, digits);
}

/** "up", "down" or "even": a class, and a word. */
export function direction(change) {
  return change > 0 ? "up" : change < 0 ? "down" : "even";
}

/** As a dealer reads a rate: the two digits that move stand out. Others are left whole. */
export function dealt(name, value, digits) {
  const text = plain(value, digits);
  const pip = text.indexOf(".") + (name.endsWith("JPY") ? 3 : 5);
  if (!/^[A-Z]{6}$/.test(name) || digits < 2 || pip > text.length) {
    return { head: text, pips: "", tail: "" };
  }
  return { head: text.slice(0, pip - 2), pips: text.slice(pip - 2, pip), tail: text.slice(pip) };
}

export function clock(time) {
  return new Date(time * 1000).toISOString().slice(11, 19);
}

export function dateTime(time) {
  return new Date(time * 1000).toISOString().slice(0, 19).replace("T", " ");
}

/** The value of an `<input type="datetime-local">` read as UTC. */
export function fromInput(text) {
  const time = Date.parse(text + "Z") / 1000;
  return Number.isNaN(time) ? undefined : Math.floor(time);
}

export function toInput(time) {
  return new Date(time * 1000).toISOString().slice(0, 19);
}

/** 400 is "6 min 40 s". */
export function duration(seconds) {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return [h && `${h} h`, m && `${m} min`, s && `${s} s`].filter(Boolean).join(" ") || "0 s";
}

/** For the name of a file. */
export function stamp(time) {
  const date = new Date(time * 1000);
  return `${date.getUTCFullYear()}${pad(date.getUTCMonth() + 1)}${pad(date.getUTCDate())}-` +
    `${pad(date.getUTCHours())}${pad(date.getUTCMinutes())}${pad(date.getUTCSeconds())}`;
}

/** What went wrong, in words, until it is put away or a while has passed. It takes room of its own and hides nothing. */

const STAYS_MS = 12_000;
const box = document.getElementById("notices");

/** @returns {() => void} puts it away */
export function notice(text) {
  const before = [...box.children].find(({ firstChild }) => firstChild.textContent === text);
  if (before) {
    return () => before.remove();
  }
  const shown = document.createElement("p");
  const words = document.createElement("span");
  words.textContent = text;
  const away = document.createElement("button");
  away.type = "button";
  away.textContent = "Close";
  away.addEventListener("click", () => shown.remove());
  shown.append(words, away);
  box.append(shown);
  setTimeout(() => shown.remove(), STAYS_MS);
  return () => shown.remove();
}

/** What went wrong, in words, until it is put away or a while has passed. */

const STAYS_MS = 12_000;
const box = document.getElementById("notices");

export function notice(text) {
  if ([...box.children].some((shown) => shown.firstChild.textContent === text)) {
    return;
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
}

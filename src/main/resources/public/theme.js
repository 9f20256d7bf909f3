/** Colours stand once, in page.css; a canvas has to ask for them. */

const dark = matchMedia("(prefers-color-scheme: dark)");
let known;

/** @returns {Record<"rule"|"ink"|"quiet"|"accent"|"compare"|"up"|"down", string>} */
export function colours() {
  if (!known) {
    const style = getComputedStyle(document.documentElement);
    known = Object.fromEntries(
      ["rule", "ink", "quiet", "accent", "compare", "up", "down"]
        .map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
    );
  }
  return known;
}

export function onThemeChange(act) {
  dark.addEventListener("change", () => {
    known = undefined;
    act();
  });
}

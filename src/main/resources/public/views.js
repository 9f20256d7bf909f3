/** Two views, one at a time: the market and PITCH. */
export class Views {
  #buttons = [...document.querySelectorAll("[data-view]")];
  #market = document.getElementById("market");
  #pitch;

  /** @param {{show: () => void, hide: () => void}} pitch */
  constructor(pitch, onChange) {
    this.#pitch = pitch;
    this.#buttons.forEach((button) => button.addEventListener("click", () => {
      this.show(button.dataset.view);
      onChange(button.dataset.view);
    }));
  }

  show(view) {
    this.current = view;
    this.#buttons.forEach((button) => {
      if (button.dataset.view === view) {
        button.setAttribute("aria-current", "page");
      } else {
        button.removeAttribute("aria-current");
      }
    });
    this.#market.hidden = view !== "market";
    if (view === "pitch") {
      this.#pitch.show();
    } else {
      this.#pitch.hide();
    }
  }
}

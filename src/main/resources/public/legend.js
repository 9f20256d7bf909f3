import { dateTime, plain } from "./numbers.js";

/** The exact values under the crosshair; without one, what the chart shows. */
export class Legend {
  #element = document.getElementById("legend");
  #about = "";

  about(text) {
    this.#about = text;
    this.#write(text);
  }

  /**
   * @param {{time: number, main?: object, other?: object} | undefined} at
   * @param {{digits: number}} main
   * @param {{digits: number, name: string} | undefined} other
   */
  cross(at, main, other) {
    if (!at) {
      this.#write(this.#about);
      return;
    }
    const parts = [dateTime(at.time) + " UTC", values(at.main, main.digits)];
    if (other && at.other) {
      parts.push(`${other.name} ${plain(at.other.value, other.digits)}`);
    }
    this.#write(parts.join("   "));
  }

  #write(text) {
    if (this.#element.textContent !== text) {
      this.#element.textContent = text;
    }
  }
}

function values(row, digits) {
  if (row?.open !== undefined) {
    return ["open", "high", "low", "close"].map((name) => `${name} ${plain(row[name], digits)}`).join("  ");
  }
  return row?.value === undefined ? "no point" : plain(row.value, digits);
}

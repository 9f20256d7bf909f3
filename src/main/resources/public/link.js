/**
 * The view in the address, so that a link shows another person the same: asset, interval, range, and the second asset
 * and the moment where they are chosen.
 *
 * @typedef {{asset?: string, interval: string, range: number, compare?: string, at?: number, view: "market"|"pitch"}} View
 */

export const INTERVALS = ["1s", "5s", "15s", "1m", "5m", "15m", "30m", "1h", "4h", "1d"];
export const DEFAULT_RANGE = 400;
export const RANGES = { min: 30, max: 1800 };

/** @returns {View} what the address says; what it says wrongly is left out */
export function readLink() {
  const query = new URLSearchParams(location.search);
  const whole = (name) => (/^\d{1,12}$/.test(query.get(name) ?? "") ? Number(query.get(name)) : undefined);
  const interval = query.get("interval");
  return {
    asset: query.get("asset") ?? undefined,
    interval: INTERVALS.includes(interval) ? interval : "1s",
    range: Math.min(RANGES.max, Math.max(RANGES.min, whole("range") ?? DEFAULT_RANGE)),
    compare: query.get("compare") ?? undefined,
    at: whole("at"),
    view: query.get("view") === "pitch" ? "pitch" : "market",
  };
}

/** @param {View} view */
export function writeLink({ asset, interval, range, compare, at, view }) {
  const query = new URLSearchParams();
  if (view === "pitch") {
    query.set("view", view);
  }
  if (asset) {
    query.set("asset", asset);
  }
  query.set("interval", interval);
  query.set("range", range);
  if (compare) {
    query.set("compare", compare);
  }
  if (at !== undefined) {
    query.set("at", at);
  }
  try {
    history.replaceState(null, "", "?" + query);
  } catch {
    // Safari and Firefox take so many in a while and no more; the next one says it again
  }
}

/**
 * A chart's time axis counts places, not seconds: what is missing has to be given a place, or a hole looks like a
 * moment. A long hole gets a bounded number of them.
 */

const MOST_PLACES = 300;
const SAMPLE = 200;

/** Seconds from row to row, as most of the newest rows are apart. */
export function usualStep(rows) {
  const gaps = [];
  for (let i = Math.max(1, rows.length - SAMPLE); i < rows.length; i++) {
    gaps.push(rows[i].time - rows[i - 1].time);
  }
  gaps.sort((a, b) => a - b);
  return gaps[gaps.length >> 1] ?? 1;
}

export function isHole(before, after, step) {
  return after.time - before.time > 1.5 * step;
}

/** Empty places between two rows. */
export function places(before, after, step) {
  const seconds = after.time - before.time;
  const stride = Math.max(step, Math.ceil(seconds / MOST_PLACES));
  const made = [];
  for (let time = before.time + stride; time <= after.time - step; time += stride) {
    made.push({ time });
  }
  return made;
}

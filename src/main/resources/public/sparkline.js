/**
 * A line of a few pixels: where an asset has been in the window. A path and not a canvas: each canvas is a layer of its
 * own, which costs every frame although it changes once in twenty seconds.
 */

const WIDTH = 64;
const HEIGHT = 18;
const INSET = 1.5;

/**
 * The `d` of the path, in a box of 64 by 18: at most one corner a pixel.
 * @param {{time: number, value: number}[]} points rising in time, the last one always drawn
 */
export function sparkline(points, from, to) {
  if (points.length < 2 || to <= from) {
    return "";
  }
  const corners = new Map(); // by pixel
  for (const { time, value } of points) {
    corners.set(Math.max(0, Math.round(((time - from) / (to - from)) * WIDTH)), value);
  }
  const values = [...corners.values()];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const y = (value) => (high === low ? HEIGHT / 2 : INSET + ((high - value) / (high - low)) * (HEIGHT - 2 * INSET));
  return "M" + [...corners].map(([x, value]) => `${x} ${y(value).toFixed(1)}`).join("L");
}

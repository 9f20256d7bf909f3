/** A line of a few pixels: where an asset has been in the window. */

const INSET = 1.5;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{time: number, value: number}[]} points rising in time
 */
export function drawSparkline(canvas, points, { color, from, to }) {
  const ratio = devicePixelRatio;
  const [width, height] = [canvas.clientWidth * ratio, canvas.clientHeight * ratio].map(Math.round);
  if (canvas.width !== width || canvas.height !== height) {
    Object.assign(canvas, { width, height });
  }
  const pen = canvas.getContext("2d");
  pen.clearRect(0, 0, width, height);
  if (points.length < 2) {
    return;
  }
  const values = points.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = height - 2 * INSET * ratio;
  const x = (time) => ((time - from) / (to - from)) * (width - 2 * ratio) + ratio;
  const y = (value) => INSET * ratio + (high === low ? room / 2 : ((high - value) / (high - low)) * room);
  pen.beginPath();
  for (const { time, value } of points) {
    pen.lineTo(x(time), y(value));
  }
  pen.strokeStyle = color;
  pen.lineWidth = 1.25 * ratio;
  pen.lineJoin = "round";
  pen.stroke();
}

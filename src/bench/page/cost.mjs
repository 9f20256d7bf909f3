import { createRequire } from "node:module";

/**
 * Measures the page in a headless Chromium: when its first chart stands, the CPU time of its main thread a second
 * (`Performance.getMetrics` in thread ticks, so that what else the machine does is not counted), and the heap after a
 * collection, minute by minute.
 */

const { chromium } = createRequire(import.meta.url)(process.env.PLAYWRIGHT);
const [address, minutes] = [process.argv[2], Number(process.argv[3])];
const OPENINGS = 5;
const SETTLE_MS = 8_000;
const SLICE_MS = 5_000;
const SLICES = 6;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const open = async (size) => {
  const context = await browser.newContext({ viewport: size });
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForFunction(() => performance.getEntriesByName("first-chart").length > 0);
  return page;
};
const firstChart = (page) => page.evaluate(() => Math.round(performance.getEntriesByName("first-chart")[0].startTime));

const laptop = { width: 1440, height: 900 };
const times = [];
for (let i = 0; i < OPENINGS; i++) {
  const page = await open(laptop);
  times.push(await firstChart(page));
  await page.context().close();
}
console.log(`first chart, ms after opening: ${times.join(", ")}`);

for (const [name, size] of [["laptop, 1440 x 900", laptop], ["wall, 2560 x 1440", { width: 2560, height: 1440 }]]) {
  const page = await open(size);
  await page.waitForTimeout(SETTLE_MS);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  const read = async () => Object.fromEntries((await cdp.send("Performance.getMetrics")).metrics.map(({ name, value }) => [name, value]));
  const slices = [];
  for (let i = 0; i < SLICES; i++) {
    const before = await read();
    await page.waitForTimeout(SLICE_MS);
    const after = await read();
    slices.push(["TaskDuration", "ScriptDuration", "LayoutDuration"].map((metric) => ((after[metric] - before[metric]) * 1e6) / SLICE_MS));
  }
  slices.sort(([a], [b]) => a - b);
  const [task, script, layout] = slices[SLICES >> 1];
  console.log(`${name}: main thread ${task.toFixed(1)} ms a second (script ${script.toFixed(1)}, layout ${layout.toFixed(1)}); all slices: ${slices.map(([all]) => all.toFixed(1)).join(", ")}`);
  await page.context().close();
}

if (minutes > 0) {
  const page = await open(laptop);
  const cdp = await page.context().newCDPSession(page);
  const heaps = [];
  for (let minute = 0; minute <= minutes; minute++) {
    await page.waitForTimeout(minute === 0 ? SETTLE_MS : 60_000);
    await cdp.send("HeapProfiler.collectGarbage");
    const { usedSize } = await cdp.send("Runtime.getHeapUsage");
    heaps.push((usedSize / 2 ** 20).toFixed(2));
  }
  console.log(`heap after a collection, MiB, minute by minute: ${heaps.join(", ")}`);
}
await browser.close();

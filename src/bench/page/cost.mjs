import { createRequire } from "node:module";

/**
 * Measures the page in a headless Chromium: when its first chart stands; the CPU time of its main thread a second
 * (`Performance.getMetrics` in thread ticks: what the tasks of the renderer's main thread took of a core, whatever
 * else the machine did; not the worker, the compositor or the process that a GPU would relieve); and the heap after
 * a collection, minute by minute. A server that has run for half an hour has a full window.
 */

const { chromium } = createRequire(import.meta.url)(process.env.PLAYWRIGHT);
const [address, minutes] = [process.argv[2], Number(process.argv[3])];
const OPENINGS = 5;
const POLL_MS = 100; // waitForFunction would make a function from a text, which the page's policy forbids
const MOST_MS = 10_000;
const SETTLE_MS = 8_000;
const SLICE_MS = 5_000;
const SLICES = 6;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const open = async (size) => {
  const context = await browser.newContext({ viewport: size });
  const page = await context.newPage();
  await page.goto(address);
  for (let waited = 0; (await firstChart(page)) === undefined; waited += POLL_MS) {
    if (waited > MOST_MS) {
      throw new Error(`no chart after ${MOST_MS} ms`);
    }
    await page.waitForTimeout(POLL_MS);
  }
  return page;
};
const firstChart = (page) => page.evaluate(() => performance.getEntriesByName("first-chart")[0]?.startTime);

const laptop = { width: 1440, height: 900 };
const times = [];
for (let i = 0; i < OPENINGS; i++) {
  const page = await open(laptop);
  times.push(Math.round(await firstChart(page)));
  await page.context().close();
}
console.log(`first chart, ms after opening, each in a fresh context: ${times.join(", ")}; median ${[...times].sort((a, b) => a - b)[OPENINGS >> 1]}`);

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

import { createServer, request } from "node:http";
import { existsSync, readFileSync, statSync } from "node:fs";
import { connect } from "node:net";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

/**
 * Measures two versions of the page side by side, in one browser and against one server, so that what else the machine
 * does troubles both alike: first charts in turn, then the CPU time of both main threads in the same seconds.
 */

const { chromium } = createRequire(import.meta.url)(process.env.PLAYWRIGHT);
const [server, ...folders] = process.argv.slice(2);
const backend = new URL(server);
const OPENINGS = 7;
const SLICES = 10;
const SLICE_MS = 5_000;
const SETTLE_MS = 10_000;
const POLL_MS = 50;
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

/** The files of a folder; what is none of them, and the socket, is the server's. */
function serve(folder) {
  const kept = new Map();
  const zipped = (file) => kept.get(file) ?? kept.set(file, gzipSync(readFileSync(file))).get(file);
  const http = createServer((asked, answer) => {
    const { pathname } = new URL(asked.url, backend);
    const file = join(folder, pathname === "/" ? "index.html" : pathname);
    if (existsSync(file) && statSync(file).isFile()) {
      const headers = { "content-type": TYPES[extname(file)] ?? "text/plain", "content-encoding": "gzip", "cache-control": "max-age=10" };
      answer.writeHead(200, headers).end(zipped(file));
    } else {
      const passed = { host: backend.hostname, port: backend.port, path: asked.url, method: asked.method, headers: asked.headers };
      asked.pipe(request(passed, (theirs) => theirs.pipe(answer.writeHead(theirs.statusCode, theirs.headers))));
    }
  });
  http.on("upgrade", ({ url, rawHeaders }, socket, head) => {
    const behind = connect(backend.port, backend.hostname);
    const lines = rawHeaders.flatMap((text, i) => (i % 2 ? [] : [`${text}: ${rawHeaders[i + 1]}`]));
    behind.write([`GET ${url} HTTP/1.1`, ...lines, "", ""].join("\r\n"));
    behind.write(head);
    behind.pipe(socket).pipe(behind);
    behind.on("error", () => socket.destroy());
    socket.on("error", () => behind.destroy());
  });
  return new Promise((resolve) => http.listen(0, "127.0.0.1", () => resolve(`http://localhost:${http.address().port}/`)));
}

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
const quantile = (numbers, part) => sorted(numbers)[Math.floor(numbers.length * part)];
const versions = await Promise.all(folders.map(async (folder) => ({ folder, address: await serve(folder), charts: [], slices: [] })));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const open = async ({ address }) => {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(address);
  return page;
};

for (let i = 0; i < OPENINGS; i++) {
  for (const version of versions) {
    const page = await open(version);
    let at;
    while ((at = await page.evaluate(() => performance.getEntriesByName("first-chart")[0]?.startTime)) === undefined) {
      await page.waitForTimeout(POLL_MS);
    }
    version.charts.push(Math.round(at));
    await page.context().close();
  }
}
for (const version of versions) {
  version.page = await open(version);
  version.cdp = await version.page.context().newCDPSession(version.page);
  await version.cdp.send("Performance.enable", { timeDomain: "threadTicks" });
}
const task = async ({ cdp }) => (await cdp.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value;
await versions[0].page.waitForTimeout(SETTLE_MS);
for (let i = 0; i < SLICES; i++) {
  const before = await Promise.all(versions.map(task));
  await versions[0].page.waitForTimeout(SLICE_MS);
  const after = await Promise.all(versions.map(task));
  versions.forEach(({ slices }, v) => slices.push(((after[v] - before[v]) * 1e6) / SLICE_MS));
}
for (const { folder, charts, slices } of versions) {
  console.log(`${folder}: first chart median ${quantile(charts, 0.5)} ms (${charts.join(", ")}); ` +
    `main thread median ${quantile(slices, 0.5).toFixed(1)}, lower quartile ${quantile(slices, 0.25).toFixed(1)} ms a second (${sorted(slices).map((slice) => slice.toFixed(1)).join(", ")})`);
}
await browser.close();
process.exit();

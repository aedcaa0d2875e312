// Loads pages with an empty cache in a real browser, beside a static page: bytes
// on the wire and first contentful paint. Prints one line of JSON: the largest
// page, and the slowest paint as a share of the static page's.
import http from "node:http";
import { createRequire } from "node:module";

const base = process.argv[2];
const { chromium } = createRequire(new URL("../testdata/browser/package.json", import.meta.url))("playwright-core");
const still = http.createServer((q, r) => {
  r.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
  r.end("<!doctype html><html lang=en><meta charset=utf-8><title>static</title><style>body{font:16px sans-serif}td{padding:4px 8px}</style><h1>A static page</h1><table>" + "<tr><td>MORALES, Elena<td>Cardiology<td>Accepted<td>tomorrow".repeat(50) + "</table>");
});
await new Promise(k => still.listen(0, "127.0.0.1", k));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

async function signedIn(user) {
  const context = await browser.newContext();
  if (!user) return context;
  const page = await context.newPage();
  await page.goto(base + "/");
  await page.fill("input[name=email]", user);
  await page.fill("input[name=password]", "referd-demo");
  await Promise.all([page.waitForNavigation(), page.press("input[name=password]", "Enter")]);
  const state = await context.storageState();
  await context.close();
  return browser.newContext({ storageState: state }); // its cache is empty
}

// load opens a page seven times, each with an empty cache: KB of one load, and
// the median first contentful paint in ms.
async function load(url, user) {
  const paints = [];
  let kb = 0;
  for (let i = 0; i < 7; i++) {
    const context = await signedIn(user);
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    await wire.send("Network.enable");
    let bytes = 0;
    wire.on("Network.loadingFinished", e => { bytes += e.encodedDataLength; });
    await page.goto(url, { waitUntil: "load" });
    await page.waitForTimeout(250);
    const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
    if (i > 0 && paint) paints.push(paint);
    kb = Math.max(kb, bytes / 1024);
    await context.close();
  }
  paints.sort((a, b) => a - b);
  return { kb, paint: paints[paints.length >> 1] };
}

const bare = (await load("http://127.0.0.1:" + still.address().port + "/")).paint;
const pages = [["/", ""], ["/waiting", "rivera@lakeside.example"], ["/referrals/new", "rivera@lakeside.example"], ["/loops", "rivera@lakeside.example"], ["/queue", "nurse@stluke.example"], ["/ops", "quality@stluke.example"]];
const got = { KB: 0, Page: "", Ratio: 0, Paint: "" };
for (const [path, user] of pages) {
  const one = await load(base + path, user);
  if (one.kb > got.KB) [got.KB, got.Page] = [one.kb, path];
  if (one.paint / bare > got.Ratio) [got.Ratio, got.Paint] = [one.paint / bare, path + " " + one.paint.toFixed(0) + " ms, static " + bare.toFixed(0) + " ms"];
}
console.log(JSON.stringify(got));
await browser.close();
still.close();

// Loads pages with an empty cache in a real browser: bytes on the wire, and
// first contentful paint beside two pages that no house serves: the same page
// saved as files, with its headers, styles, type and script, and a bare one of
// fifty lines. The headers matter: an opener policy has a browser begin a
// process for the first page of a tab. The three are loaded by turns. Prints one
// line of JSON: the largest page, and the slowest paint as a share of the bare
// page's, which the budget is of, and of its copy's.
import http from "node:http";
import { createRequire } from "node:module";

const base = process.argv[2];
const { chromium } = createRequire(new URL("../testdata/browser/package.json", import.meta.url))("playwright-core");
const saved = new Map(); // what the still server has, by path
saved.set("/bare", { headers: { "content-type": "text/html; charset=utf-8" }, body: "<!doctype html><html lang=en><meta charset=utf-8><title>bare</title><link rel=icon href='data:,'><style>body{font:16px sans-serif}td{padding:4px 8px}</style><h1>A bare page</h1><table>" + "<tr><td>MORALES, Elena<td>Cardiology<td>Accepted<td>tomorrow".repeat(50) + "</table>" });
const still = http.createServer((q, r) => {
  const f = saved.get(q.url);
  r.writeHead(f ? 200 : 404, f?.headers);
  r.end(f?.body);
});
await new Promise(k => still.listen(0, "127.0.0.1", k));
const stillBase = "http://127.0.0.1:" + still.address().port;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

const states = {};
async function signedIn(user) {
  if (user && !states[user]) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(base + "/");
    await page.fill("input[name=email]", user);
    await page.fill("input[name=password]", "referd-demo");
    await Promise.all([page.waitForNavigation(), page.press("input[name=password]", "Enter")]);
    states[user] = await context.storageState();
    await context.close();
  }
  return browser.newContext({ storageState: states[user] }); // its cache is empty
}

// one opens a page once: KB over the wire and first contentful paint in ms.
async function one(url, user) {
  const context = await signedIn(user);
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send("Network.enable");
  let bytes = 0;
  wire.on("Network.loadingFinished", e => { bytes += e.encodedDataLength; });
  await page.goto(url, { waitUntil: "load" });
  await page.waitForTimeout(250);
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
  await context.close();
  return { kb: bytes / 1024, paint };
}

// save keeps a page as it is sent, and every file it loads, for the still server.
async function save(path, user) {
  const context = await signedIn(user);
  const page = await context.newPage();
  const files = [];
  page.on("response", r => { if (r.url().startsWith(base + "/static/")) files.push(r); });
  const r = await page.goto(base + path, { waitUntil: "load" });
  await page.waitForTimeout(250);
  for (const f of files) {
    const h = await f.allHeaders();
    saved.set(new URL(f.url()).pathname, { headers: { "content-type": h["content-type"], "cache-control": h["cache-control"] }, body: await f.body() });
  }
  const headers = await r.allHeaders();
  for (const of of ["content-length", "content-encoding", "transfer-encoding", "set-cookie", "date"]) delete headers[of]; // of this one answer
  saved.set("/copy" + path, { headers, body: await r.body() });
  await context.close();
}

const median = list => list.sort((a, b) => a - b)[list.length >> 1];
const pages = [["/", ""], ["/waiting", "rivera@lakeside.example"], ["/referrals/new", "rivera@lakeside.example"], ["/loops", "rivera@lakeside.example"], ["/queue", "nurse@stluke.example"], ["/ops", "quality@stluke.example"]];
const got = { KB: 0, Page: "", Ratio: 0, Paint: "", Copy: 0 };
for (const [path, user] of pages) {
  await save(path, user);
  const house = [], copy = [], bare = [];
  for (let i = 0; i < 9; i++) {
    const h = await one(base + path, user), c = await one(stillBase + "/copy" + path, ""), b = await one(stillBase + "/bare", "");
    if (h.kb > got.KB) [got.KB, got.Page] = [h.kb, path];
    if (i > 0) house.push(h.paint), copy.push(c.paint), bare.push(b.paint);
  }
  const [h, c, b] = [median(house), median(copy), median(bare)];
  console.error(`  ${path}: first paint ${h.toFixed(0)} ms, saved as files ${c.toFixed(0)}, a bare page ${b.toFixed(0)}`);
  if (h / b > got.Ratio) [got.Ratio, got.Paint] = [h / b, path + " " + h.toFixed(0) + " ms, a bare page " + b.toFixed(0) + " ms"];
  got.Copy = Math.max(got.Copy, h / c);
}
console.log(JSON.stringify(got));
await browser.close();
still.close();

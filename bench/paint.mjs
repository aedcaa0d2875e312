// Loads pages in a real browser: bytes on the wire with an empty cache, and first
// contentful paint beside the same page saved as files with its headers, which is
// what the house adds. Paints are compared where people work, from page to page in
// a tab, the tabs by turns; beside both is a bare page of fifty rows without a
// style, which is what the page weighs. The first page of all is timed too: there
// an opener policy has a browser begin a process, whoever serves. Prints one line
// of JSON: the largest page, the slowest paint as a share of its copy's, of the bare
// page's, and of its copy's when opened first.
import http from "node:http";
import { createRequire } from "node:module";

const base = process.argv[2];
const { chromium } = createRequire(new URL("../testdata/browser/package.json", import.meta.url))("playwright-core");
const saved = new Map(); // what the still server has, by path
const row = (_, i) => ["T" + i, "MORALES, Elena " + i, "Cardiology", "accepted", "urgent", "2026-12-01", "Brandt", "Called the patient, left word; a second call is planned."].map(x => "<td>" + x).join("");
saved.set("/static", { headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" }, body: "<!doctype html><html lang=en><meta charset=utf-8><title>static</title><link rel=icon href='data:,'><style>body{font:14px sans-serif}td{padding:4px 8px}</style><table><tr>" + Array.from({ length: 50 }, row).join("<tr>") + "</table>" });
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
  const paint = await painted(page);
  await context.close();
  return { kb: bytes / 1024, paint };
}

const painted = page => page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);

// turns goes from page to page in a tab of the house, in one of the copy and in one
// of the bare page: first contentful paints in ms, medians after five that do not
// count.
async function turns(path, user) {
  const context = await signedIn(user);
  const tabs = [];
  for (const url of [base + path, stillBase + "/copy" + path, stillBase + "/static"]) tabs.push([await context.newPage(), url, []]);
  for (let i = 0; i < 30; i++) {
    for (const [page, url, list] of tabs) {
      await page.bringToFront();
      await page.goto(url, { waitUntil: "load" });
      await page.waitForTimeout(150);
      if (i >= 5) list.push(await painted(page));
    }
  }
  await context.close();
  return tabs.map(t => median(t[2]));
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
const got = { KB: 0, Page: "", Ratio: 0, Paint: "", Bare: 0, Heavy: "", First: 0 };
for (const [path, user] of pages) {
  await save(path, user);
  const house = [], copy = [];
  for (let i = 0; i < 9; i++) {
    const h = await one(base + path, user), c = await one(stillBase + "/copy" + path, "");
    if (h.kb > got.KB) [got.KB, got.Page] = [h.kb, path];
    if (i > 0) house.push(h.paint), copy.push(c.paint);
  }
  const first = [median(house), median(copy)], [p, c, s] = await turns(path, user);
  console.error(`  ${path}: first paint ${p.toFixed(0)} ms in a tab, saved as files ${c.toFixed(0)}, a bare page ${s.toFixed(0)}; opened first ${first[0].toFixed(0)}, saved as files ${first[1].toFixed(0)}`);
  if (p / c > got.Ratio) [got.Ratio, got.Paint] = [p / c, path + " " + p.toFixed(0) + " ms, saved as files " + c.toFixed(0) + " ms"];
  if (p / s > got.Bare) [got.Bare, got.Heavy] = [p / s, path + " " + p.toFixed(0) + " ms, the static page " + s.toFixed(0) + " ms"];
  got.First = Math.max(got.First, first[0] / first[1]);
}
console.log(JSON.stringify(got));
await browser.close();
still.close();

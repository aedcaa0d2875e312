// Times the keyboard of the queue in a real browser on loopback: from a key to the
// frame that shows what it did. j to the next row; e to the form of the act; the
// act to the next item. Prints one line of JSON: medians in ms.
import { createRequire } from "node:module";

const base = process.argv[2];
const { chromium } = createRequire(new URL("../testdata/browser/package.json", import.meta.url))("playwright-core");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const page = await context.newPage();
// When the last key was pressed, by the clock all pages share.
await page.addInitScript(() => addEventListener("keydown", e => { sessionStorage.pressed = performance.timeOrigin + e.timeStamp; }, true));
await page.goto(base + "/");
await page.fill("#e", "nurse@stluke.example");
await page.fill("#p", "referd-demo");
await Promise.all([page.waitForNavigation(), page.press("#p", "Enter")]);

const median = list => list.sort((a, b) => a - b)[list.length >> 1];
const shown = () => page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.timeOrigin + performance.now() - sessionStorage.pressed)))));
const painted = () => page.evaluate(() => performance.timeOrigin + performance.getEntriesByName("first-contentful-paint")[0].startTime - sessionStorage.pressed);
const to = key => Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.keyboard.press(key)]).then(() => page.waitForTimeout(200));

const next = [], form = [], act = [];
await page.goto(base + "/queue");
for (let i = 0; i < 20; i++) {
  await page.evaluate(() => addEventListener("keydown", () => requestAnimationFrame(() => requestAnimationFrame(() => { window.took = performance.timeOrigin + performance.now() - sessionStorage.pressed; })), { once: true }));
  await page.keyboard.press("j");
  await page.waitForTimeout(120);
  next.push(await page.evaluate(() => window.took));
}
await page.goto(base + "/queue");
const all = await page.$$eval("tr[data-row] .do", list => list.filter(a => a.href.endsWith("/decision")).map(a => a.closest("tr").dataset.id));
for (const id of all.slice(0, 12)) {
  await page.goto(base + "/referrals/" + id);
  await to("e");
  form.push(await painted());
  await page.check("[name=how][value=accept]");
  await to("Control+Enter");
  if (!page.url().includes("/decision")) act.push(await painted());
}
console.log(JSON.stringify({ Next: median(next), Form: median(form), Act: median(act) }));
await browser.close();

// Looks at one state of every page, the longest where there is one, in a real
// browser: on a tablet, on a dark phone, and in forced colours without motion
// (story.mjs looks at every state at a desk, and 320 wide). axe finds nothing, nothing overflows, nothing is in the
// console, nothing moves after the first paint. Prints one line a fault.
import { chromium } from "playwright-core";
import fs from "node:fs";
import { createRequire } from "node:module";

const [base, out] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const index = await browser.newPage();
await index.goto(base + "/samples");
const paths = await index.$$eval("a[href^='/samples/']", as => as.map(a => a.getAttribute("href")));
await index.close();
const first = new Map();
for (const p of paths) { const page = p.split("/")[2]; if (!first.has(page) || /\/long/.test(p)) first.set(page, p); }
const ways = [
  ["tablet", { viewport: { width: 1024, height: 768 } }, [...first.values()]],
  ["phone-dark", { viewport: { width: 390, height: 844 }, colorScheme: "dark" }, [...first.values()]],
  ["forced", { viewport: { width: 1440, height: 900 }, forcedColors: "active", reducedMotion: "reduce" }, [...first.values()]],
];
let failed = 0, n = 0;
for (const [name, options, list] of ways) {
  const context = await browser.newContext({ ...options, bypassCSP: true });
  const page = await context.newPage();
  const said = [];
  page.on("console", m => { if (m.type() === "error") said.push(m.text()); });
  page.on("pageerror", e => said.push(String(e)));
  await page.addInitScript(() => { window.moved = 0; window.movers = []; new PerformanceObserver(l => l.getEntries().forEach(e => { if (!e.hadRecentInput) { window.moved += e.value; window.movers.push(...e.sources.map(s => s.node?.cloneNode().outerHTML || s.node?.textContent)); } })).observe({ type: "layout-shift", buffered: true }); });
  for (const p of list) {
    said.length = 0;
    await page.goto(base + p);
    await page.evaluate(axe);
    const wrong = await page.evaluate(async () => {
      const r = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] });
      const out = r.violations.map(v => v.id + " " + v.nodes[0].target);
      if (document.documentElement.scrollWidth > innerWidth) out.push("wider than the window: " + document.documentElement.scrollWidth);
      if (window.moved > 0.001) out.push(`the layout moved by ${window.moved}: ${window.movers.join(" ")}`);
      return out;
    });
    const bad = [...wrong, ...said.filter(s => !/\/events|\/counts|status of (401|403)/.test(s))];
    n++;
    if (bad.length) { failed++; console.log("FAIL", name, p, bad.join(" | ")); }
    if (out) await page.screenshot({ path: `${out}/sample_${name}_${p.slice(9).replace(/[^a-z]+/gi, "-")}.png`, fullPage: true });
  }
  await context.close();
}
await browser.close();
console.log(`${n} samples, ${failed} failed`);
process.exit(failed ? 1 : 0);

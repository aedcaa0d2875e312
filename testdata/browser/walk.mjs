// Walks the running demo house in a real browser, as each role, at a desk, on a
// phone and on a narrow dark phone; looks for what axe finds, for overflow and
// for errors; leaves pictures when a folder is given. Prints one line a page that
// fails; exits 1 if any does.
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
const roles = {
  "rivera@lakeside.example": ["/waiting", "/loops?view=closed", "/referrals/new", "first:/waiting?view=to-read", "first:/waiting?view=to-read:/acknowledgement", "first:/loops?view=closed", "/exceptions", "/help", "/me"],
  "intake@stluke.example": ["/queue", "first:/queue?view=answers"],
  "nurse@stluke.example": ["/queue", "first:/queue", "first:/queue:/acceptance", "first:/queue:/decline", "first:/queue:/question"],
  "schedule@stluke.example": ["/queue?view=to-book", "first:/queue?view=to-book:/booking"],
  "chen@stluke.example": ["/queue?view=to-report", "first:/queue?view=to-report:/report"],
  "quality@stluke.example": ["/ops", "/demo/clock", "/demo/mail", "/demo/partners"],
  "admin@stluke.example": ["/admin/people", "/admin/people/new", "/covers", "/exceptions"],
};
const sizes = [["desk", 1440, 900, "light"], ["phone", 390, 844, "light"], ["narrow", 320, 700, "dark"]];
let failed = 0, pages = 0;
for (const [name, width, height, colorScheme] of sizes) {
  for (const [user, paths] of Object.entries(roles)) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    const said = [];
    page.on("console", m => { if (m.type() === "error" && !m.text().includes("net::ERR_ABORTED")) said.push(m.text()); });
    page.on("pageerror", e => said.push(String(e)));
    await page.goto(base + "/");
    await page.fill("#e", user);
    await page.fill("#p", "referd-demo");
    await page.click("button.primary");
    for (const asked of paths) {
      let path = asked;
      if (asked.startsWith("first:")) {
        const [, list, then] = asked.split(":");
        await page.goto(base + list);
        const href = await page.getAttribute("[data-row] a.pt", "href").catch(() => null);
        if (!href) { console.log("FAIL", name, asked, "the list is empty"); failed++; continue; }
        path = then ? href.split("?")[0] + then : href;
      }
      said.length = 0;
      const answer = await page.goto(base + path);
      await page.evaluate(axe);
      const wrong = await page.evaluate(async () => {
        const r = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] });
        const out = r.violations.map(v => v.id + " " + v.nodes[0].target);
        for (const e of document.querySelectorAll(".c-pt, .c-pt .l2")) if (e.scrollWidth > e.clientWidth + 1) out.push("a patient's name, birth date or number is cut: " + e.innerText);
        if (document.documentElement.scrollWidth > innerWidth) out.push("wider than the window: " + document.documentElement.scrollWidth);
        return out;
      });
      pages++;
      const bad = [...wrong, ...said];
      if (answer.status() !== 200) bad.push("status " + answer.status());
      if (bad.length) { failed++; console.log("FAIL", name, user, asked, bad.join(" | ")); }
      if (out) await page.screenshot({ path: `${out}/${name}_${user.split("@")[0]}_${asked.replace(/[^a-z]+/gi, "-")}.png` });
    }
    await context.close();
  }
}
await browser.close();
console.log(`${pages} pages, ${failed} failed`);
process.exit(failed ? 1 : 0);

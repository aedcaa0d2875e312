// An open page hears of what happens elsewhere: its counts rise by themselves, and
// a bell that was drawn with nothing unread is no grey one when something is.
import { chromium } from "playwright-core";

const [base] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let failed = 0;
const must = (ok, what) => { if (!ok) { failed++; console.log("FAIL", what); } };
const signIn = async user => {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  page.on("pageerror", e => must(false, String(e)));
  await page.goto(base + "/");
  await page.fill("#e", user);
  await page.fill("#p", "referd-demo");
  await Promise.all([page.waitForNavigation(), page.press("#p", "Enter")]);
  return page;
};
const bell = page => page.evaluate(() => {
  const b = document.querySelector(".bell b"), s = getComputedStyle(b);
  return { text: b.textContent, drawn: getComputedStyle(b, "::before").content, back: s.backgroundColor, ink: s.color };
});

const pages = [];
for (const user of ["park@lakeside.example", "moss@lakeside.example", "schedule@stluke.example", "nurse@stluke.example"]) pages.push(await signIn(user));
const quiet = [];
for (const p of pages) {
  const was = await bell(p);
  if (was.text === "") quiet.push([p, was]);
}
must(quiet.length, "somebody's bell is silent when the demo opens");
for (const [, was] of quiet) must(was.drawn === '"0"' && was.back === "rgba(0, 0, 0, 0)", `a silent bell says ${JSON.stringify(was)}`);

// Somebody else moves the house's clock: what is late is told, and the open pages hear of it.
const other = await signIn("quality@stluke.example");
const moved = await other.context().request.post(base + "/demo/clock", { form: { hours: "120" } });
must(moved.ok(), `the clock does not move: ${moved.status()}`);
let rang = 0;
for (const [p, was] of quiet) {
  await p.waitForFunction(() => document.querySelector(".bell b").textContent > 0, null, { timeout: 20_000 }).catch(() => {});
  const now = await bell(p);
  if (now.text === "") continue;
  rang++;
  must(now.drawn === "none" && now.back !== was.back && now.ink !== was.ink, `a bell that rose to ${now.text} looks ${JSON.stringify(now)}`);
}
must(rang, "a bell rises while its page is open");
await browser.close();
process.exit(failed ? 1 : 0);

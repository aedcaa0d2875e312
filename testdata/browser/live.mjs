// An open page hears of what happens elsewhere: its counts come by the stream, and
// nobody asks for them; a bell with nothing unread says no number, and a whole
// one when something is. Where no stream is they are asked for.
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
  return { text: b.textContent, drawn: getComputedStyle(b, "::before").content, seen: s.display !== "none", read: document.querySelector(".bell").innerText.trim() };
});

// Who listens, and how often each page asked for its counts.
const asks = new Map();
const counted = page => { asks.set(page, 0); page.on("request", r => { if (new URL(r.url()).pathname === "/counts") asks.set(page, asks.get(page) + 1); }); return page; };
const book = "/queue?view=to-book", badge = (page, to = book) => page.textContent(`.rail .to[href="${to}"] b`);

// Triage accepts one: the badge of who books rises on a page nobody touches.
const scheduler = counted(await signIn("schedule@stluke.example")), nurse = await signIn("nurse@stluke.example");
await scheduler.waitForTimeout(1_000);
const was = Number(await badge(scheduler));
await Promise.all([nurse.waitForNavigation(), nurse.keyboard.press("n")]);
await Promise.all([nurse.waitForNavigation(), nurse.keyboard.press("e")]);
const of = new URL(nurse.url()).pathname.match(/\/referrals\/[^/]+/)[0];
// Who sent it has it open: one writes, one is at the part that will change.
const writes = await signIn("rivera@lakeside.example"), reads = await signIn("moss@lakeside.example");
for (const p of [writes, reads]) {
  await p.goto(base + of);
  await p.evaluate(() => window.same = true);
}
await writes.fill("#m", "Half a sen");
await reads.hover("#live-now h2");
await reads.waitForTimeout(2_500); // a page is said to be older than the news only after two seconds
await nurse.check("[name=how][value=accept]");
const [answer] = await Promise.all([nurse.waitForResponse(r => r.request().method() === "POST"), nurse.keyboard.press("Control+Enter")]);
const answered = Date.now();
must(answer.status() === 303, `accepting is answered ${answer.status()}`);
await scheduler.waitForFunction(([to, n]) => document.querySelector(`.rail .to[href="${to}"] b`).textContent == n, [book, was + 1], { timeout: 10_000 })
  .catch(async () => must(false, `to book: ${was}, and after one was accepted ${await badge(scheduler)}`));
console.log("the badge changed", Date.now() - answered, "ms after the answer");
must(asks.get(scheduler) === 0, `the open page asked ${asks.get(scheduler)} times`);

const shows = (page, words) => page.waitForFunction(w => document.querySelector("#news:not([hidden]) b")?.textContent === w, words, { timeout: 10_000 }).catch(async () => must(false, `no "${words}", but ${await page.textContent("#news b")}`));
await shows(writes, "Updated.");
must((await writes.textContent("#live-now")).includes("Book") && (await writes.textContent("#live-past")).includes("Accepted"), "the open referral does not show that it was accepted");
must(await writes.inputValue("#m") === "Half a sen" && await writes.evaluate(() => document.activeElement.id === "m" && window.same), "what is being written was touched");
await shows(reads, "This changed.");
must(!(await reads.textContent("#live-now")).includes("Book") && (await reads.textContent("#live-past")).includes("Accepted"), "a part moved under the pointer, or the others did not come");
const [sent] = await Promise.all([writes.waitForResponse(r => r.request().method() === "POST"), writes.press("#m", "Enter")]);
must(sent.status() === 303, `the words are answered ${sent.status()}, after the page showed what changed`);

// Without a worker the page asks every half minute.
const without = async init => {
  const page = counted(await (await browser.newContext({ storageState: await scheduler.context().storageState() })).newPage());
  await page.clock.install();
  await page.addInitScript(init);
  await page.goto(base + "/queue");
  return page;
};
const alone = await without(() => delete window.SharedWorker);
await alone.evaluate(to => { document.querySelector(`.rail .to[href="${to}"] b`).textContent = "999"; }, book);
await Promise.all([alone.waitForResponse(r => r.url().endsWith("/counts")), alone.clock.runFor(31_000)]);
await alone.waitForFunction(to => document.querySelector(`.rail .to[href="${to}"] b`).textContent !== "999", book);
must(asks.get(alone) === 1, `a page without a stream asked ${asks.get(alone)} times in half a minute`);

// While the stream is down too, and once when it is back; then no more. What is of
// another organization, which another page of the browser may show, is not taken.
const lost = await without(() => { window.SharedWorker = class { constructor() { window.worker = this; this.port = {}; } }; });
const says = m => lost.evaluate(m => window.worker.port.onmessage({ data: m }), m);
const waits = async (ms, n, what) => { await lost.clock.runFor(ms); await lost.waitForTimeout(300); must(asks.get(lost) === n, `${what}: asked ${asks.get(lost)} times, not ${n}`); };
await says({ down: 0 });
await waits(95_000, 0, "the stream is open");
await says({ down: 1 });
must(await lost.isVisible("#dead"), "it says that it is not live");
await waits(31_000, 1, "the stream is down");
await says({ down: 0 });
await waits(100, 2, "it is back");
must(!await lost.isVisible("#dead"), "it is live again");
await waits(95_000, 2, "and open");
await says({ "/counts?seat=another": { [book]: 998 } });
must(await badge(lost) !== "998", "the counts of another organization are taken");
await says({ "/counts": { [book]: 997 } });
must(await badge(lost) === "997", "those that came are not shown");

const pages = [];
for (const user of ["park@lakeside.example", "moss@lakeside.example", "schedule@stluke.example", "nurse@stluke.example"]) pages.push(counted(await signIn(user)));
const quiet = [];
for (const p of pages) {
  const was = await bell(p);
  if (was.text === "") quiet.push([p, was]);
}
must(quiet.length, "somebody's bell is silent when the demo opens");
for (const [, was] of quiet) must(!was.seen && was.drawn === "none" && was.read === "Notices", `a silent bell says ${JSON.stringify(was)}`);

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
  must(now.seen && now.read.includes(now.text) && now.read.includes("unread"), `a bell that rose to ${now.text} looks ${JSON.stringify(now)}`);
}
must(rang, "a bell rises while its page is open");
for (const p of pages) must(asks.get(p) === 0, `an open page asked for its counts ${asks.get(p)} times`);
await browser.close();
process.exit(failed ? 1 : 0);

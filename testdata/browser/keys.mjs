// Walks each daily act of the clinic by keyboard alone in the running demo
// house: queue, open next, decide, undo, select and claim, book, search, the
// palette, help, the end of the session. Prints what failed; exits 1 if any.
import { chromium } from "playwright-core";

const [base] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let failed = 0;
const must = (ok, what) => { if (!ok) { failed++; console.log("FAIL", what); } };
const signIn = async (user, options = {}) => {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })).newPage();
  page.on("pageerror", e => must(false, String(e)));
  await page.goto(base + "/");
  await page.focus("#e");
  await page.keyboard.type(user);
  await page.keyboard.press("Tab");
  await page.keyboard.type("referd-demo");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  return page;
};
const press = async (page, ...keys) => { for (const k of keys) await page.keyboard.press(k); };
const goes = (page, ...keys) => Promise.all([page.waitForNavigation(), press(page, ...keys)]);
const has = (page, css) => page.$eval(css, () => true).catch(() => false);

// Triage: j to a row, back to it after Escape, open next, decide, undo.
let page = await signIn("nurse@stluke.example");
await press(page, "j", "j", "k");
must(await page.evaluate(() => document.activeElement.closest("tr") === document.querySelector("tr[data-row]")), "j j k is on the first row");
must(await page.evaluate(() => { const r = document.activeElement.getBoundingClientRect(), t = document.querySelector(".top").getBoundingClientRect(); return r.top >= t.bottom; }), "the focus is not under the bar");
const row = await page.evaluate(() => document.activeElement.closest("tr").dataset.id);
await goes(page, "Enter");
must(page.url().includes(row), "Enter opens the row");
await goes(page, "Escape");
must(await page.evaluate(id => document.activeElement.closest("tr")?.dataset.id === id, row), "Escape comes back to the row");
await goes(page, "n");
must(page.url().includes("/referrals/"), "n opens the next");
await goes(page, "e");
must(page.url().includes("/decision"), "e opens the form of the next act");
must(await has(page, "#decide"), "and decides nothing");
await page.focus("[name=how][value=accept]");
await press(page, "Space");
await goes(page, "Control+Enter");
must(/accepted/.test(await page.textContent("[data-toast]").catch(() => "")), "Ctrl Enter decides, and the next opens");
await goes(page, "z");
must(/Undone/.test(await page.textContent("[data-toast]").catch(() => "")), "z undoes");

// Intake: x selects, c claims, the answer is one by one; z gives back.
page = await signIn("intake@stluke.example");
await goes(page, "g", "q");
await press(page, "j", "x", "j", "x");
must(await page.textContent("[data-picked]") === "2", "x selects");
must(await page.isVisible(".bulk"), "the bulk bar shows");
await goes(page, "c");
must(/claimed\./.test(await page.textContent("[data-toast]").catch(() => "")), "c claims and says what came of it");
// a chooses to whom, and Ctrl Enter gives it: it does not claim.
await page.goto(base + "/queue?view=to-open");
await press(page, "j", "x", "a", ..."Noor");
await goes(page, "Control+Enter");
must(/1 given to Noor/.test(await page.textContent("[data-toast]").catch(() => "")), "Ctrl Enter gives what a chose");
await goes(page, "z");
// A range begins where x was pressed.
await page.evaluate(() => sessionStorage.clear());
await page.goto(base + "/queue");
await press(page, "j", "x");
await page.locator("td.c-sel input").nth(2).click({ modifiers: ["Shift"] });
must(await page.textContent("[data-picked]") === "3", "Shift and a click select from where x was pressed");
await page.goto(base + "/queue");
// Far down a list the focus goes back to its row, and what came of it is in sight.
await press(page, ...Array(49).fill("j"));
await goes(page, "c");
must(await page.evaluate(() => scrollY > 100 && document.activeElement.closest("[data-row]")), "c comes back to the row it was pressed on");
must(await page.evaluate(() => document.querySelector("[data-toast]").getBoundingClientRect().top >= document.querySelector(".top").getBoundingClientRect().bottom), "far down, what came of it is in sight");
must(await page.evaluate(() => document.activeElement.getBoundingClientRect().top >= document.querySelector("[data-toast]").getBoundingClientRect().bottom), "and hides no row that has the focus");
await press(page, "Control+k");
must(await has(page, "#pal[open]"), "Ctrl K opens the palette");
await page.keyboard.type("operat");
await goes(page, "Enter");
must(page.url().endsWith("/ops"), "the palette goes where it is told");
await press(page, "/");
must(await page.evaluate(() => document.activeElement.id === "q"), "/ goes to the search");
await page.keyboard.type("tran");
await goes(page, "Enter");
must(page.url().endsWith("/search") && /TRAN/.test(await page.textContent("main")), "the search finds a patient, and no address carries the words");
// The palette shows whom it finds while one types. Enter alone chooses nobody:
// it searches. An arrow chooses, and Enter opens.
await press(page, "Control+k");
await page.keyboard.type("trna");
await page.waitForSelector("#hits a");
must(/TRAN, Minh.*is nearly Tran.*born 30-Jan-1966/s.test(await page.textContent("#hits")), "the palette finds a patient with an error of typing, and says so");
await goes(page, "Enter");
must(page.url().endsWith("/search") && /is nearly Tran/.test(await page.textContent("main")), "Enter alone searches");
await press(page, "Control+k");
await page.keyboard.type("tran minh");
await page.waitForSelector("#hits a");
await press(page, "ArrowDown");
must(await has(page, "#hits a[aria-current]"), "an arrow chooses");
must(await page.evaluate(() => document.activeElement.id === "cmd" && document.activeElement.ariaActiveDescendantElement === document.querySelector("#hits a[aria-current]")), "and who listens is told which");
await press(page, "Escape", "Control+k");
must(await page.evaluate(() => getSelection().toString() === "tran minh" || cmd.selectionEnd - cmd.selectionStart === 9), "opened again, the next word takes the place of the last");
await page.keyboard.type("tran minh");
await page.waitForSelector("#hits a");
await press(page, "ArrowDown");
await goes(page, "Enter");
must(/\/(referrals\/|search\?patient=)[0-9a-z]{20}$/.test(page.url()) && /TRAN, Minh/.test(await page.textContent("main")), "and Enter opens what is chosen");
await page.goto(base + "/queue");
await goes(page, "Tab", "?").catch(() => 0);
must(page.url().endsWith("/help") || page.url().endsWith("/search"), "? is the help");

// Waiting: e on a card opens that card's act, and Escape comes back to it. The
// first of the page is another patient's.
page = await signIn("rivera@lakeside.example");
await page.goto(base + "/waiting");
await press(page, "j", "j", "j", "j", "j");
const card = await page.evaluate(() => { const r = document.activeElement.closest("[data-row]"); return { id: r.dataset.id, act: r.querySelector(".btn").href }; });
await goes(page, "e");
must(page.url() === card.act, `e on a card opens its own act: ${page.url()} is not ${card.act}`);
await page.goto(base + "/waiting");
must(await page.evaluate(id => document.activeElement.closest("[data-row]")?.dataset.id === id, card.id), "and the focus comes back to the card");

// Keys off: single letters do nothing, Ctrl K still works.
await page.goto(base + "/me");
await Promise.all([page.waitForNavigation(), page.click("button[value=off]")]);
await page.goto(base + "/queue");
await press(page, "j", "j");
must(await page.evaluate(() => !document.activeElement.closest("tr")), "switched off, j does nothing");
await press(page, "Control+k");
must(await has(page, "#pal[open]"), "switched off, Ctrl K still works");
await page.goto(base + "/me");
await Promise.all([page.waitForNavigation(), page.click("button[value=on]")]);

// The skip link is the first thing Tab reaches, and leads to the work.
await page.goto(base + "/queue?view=late");
await page.evaluate(() => sessionStorage.clear());
await page.reload();
await press(page, "Tab");
must(await page.evaluate(() => document.activeElement.classList.contains("skip")), "the skip link comes first");

// A draft is kept two seconds after the last key, and is there after a reload.
page = await signIn("nurse@stluke.example");
await goes(page, "n");
const at = page.url().split("?")[0];
await page.goto(at + "/decline");
await page.focus("#f-words");
await page.keyboard.type("Our first visit is in October.");
await page.waitForFunction(() => /Draft kept/.test(document.querySelector("[data-kept]").textContent), null, { timeout: 15000 });
await page.goto(at + "/decline");
must(await page.inputValue("#f-words") === "Our first visit is in October.", "the draft is there after a reload");

// The session ends: a warning a minute before, then the page is covered.
const ends = (p, ms) => p.evaluate(ms => localStorage[document.documentElement.dataset.me] = Date.now() + ms, ms);
await ends(page, 30e3);
await page.waitForSelector("#soon:not([hidden])", { timeout: 15000 });
await ends(page, -1);
await page.waitForSelector("#over[open]", { timeout: 15000 });

// Signed out in one window, the others are covered too; and they stay so when it is
// somebody else who signs in.
page = await signIn("nurse@stluke.example");
const left = await page.context().newPage();
await left.goto(base + "/queue");
await page.goto(base + "/me");
await Promise.all([page.waitForNavigation(), page.click("form[action='/session/end'] button")]);
await left.waitForSelector("#over[open]", { timeout: 15000 });
await page.fill("#e", "intake@stluke.example");
await page.fill("#p", "referd-demo");
await Promise.all([page.waitForNavigation(), page.click("button.primary")]);
await page.waitForTimeout(3000);
must(await left.$("#over[open]"), "who was there before is shown to nobody who comes after");
must(!(await page.$("#over[open]")), "who comes after is in");

// Without scripts a form whose session has ended comes back with every word.
page = await signIn("nurse@stluke.example", { javaScriptEnabled: false });
await page.goto(at + "/decline");
await page.fill("#f-words", "Nothing typed is ever lost.");
await page.context().clearCookies();
await Promise.all([page.waitForNavigation(), page.click("button.primary.big")]);
await page.fill("#e", "nurse@stluke.example");
await page.fill("#p", "referd-demo");
await Promise.all([page.waitForNavigation(), page.click("button.primary")]);
must(/Nothing typed is ever lost\./.test(await page.textContent("main")), "the words are there after the sign-in");
await Promise.all([page.waitForNavigation(), page.click("button.primary")]);
must(await page.inputValue("#f-words") === "Nothing typed is ever lost.", "and in the form again");

await browser.close();
console.log(failed ? `${failed} failed` : "all keys do what they say");
process.exit(failed ? 1 : 0);

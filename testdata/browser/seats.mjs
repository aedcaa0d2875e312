// Somebody who works in two organizations walks between them, at a desk with
// scripts and on a telephone without: the frame says where they are; lists, counts,
// drafts, notes, pins and what search finds are of that one alone; a page of the
// other that is still open shows nothing new of this one, and its form is not taken
// but asks, with all that was typed. Prints one line a fault.
import { chromium } from "playwright-core";
import fs from "node:fs";
import { createRequire } from "node:module";

const [base, out] = process.argv.slice(2);
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
let failed = 0, steps = 0;

async function walk(how, nth, options) {
  const expect = (ok, ...words) => { steps++; if (!ok) { failed++; console.log("FAIL", how + ":", ...words); } };
  const context = await browser.newContext({ ...options, bypassCSP: true });
  const p = await context.newPage();
  p.setDefaultTimeout(15000);
  p.on("pageerror", e => expect(false, String(e)));
  const text = async (page = p) => (await page.textContent("main")).replace(/\s+/g, " ");
  const look = async what => {
    const wide = await p.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide <= 0, what, "is wider than the window by", wide);
    if (out) await p.screenshot({ path: `${out}/seats_${how.replace(/ /g, "-")}_${what}.png`, fullPage: true });
    if (options.javaScriptEnabled === false) return;
    await p.evaluate(axe);
    const wrong = await p.evaluate(async () => (await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] })).violations.map(v => v.id + " " + v.nodes[0].target));
    expect(!wrong.length, what, "axe:", wrong.join(" | "));
  };
  const at = async (path, page = p) => { const r = await page.goto(base + path); return r.status(); };
  const here = async org => expect((await text()).includes(`You work for ${org} now.`), "the frame does not say", org, "but", (await text()).slice(0, 80));
  const over = async (org, page = p) => { await Promise.all([page.waitForNavigation(), page.click(`form.seats button:has-text("${org}")`)]); };
  // what waits there, as the press that leads there says, and what the rail says here
  const beside = async () => +(await p.locator("form.seats .count b").first().textContent().catch(() => "0"));
  const rail = async href => +((await p.locator(`.rail a.to[href="${href}"] .count b`).first().textContent().catch(() => "0")).trim());
  // found is what search says, by the page that works without scripts too
  const found = async words => {
    await at("/search");
    await p.fill("#who", words);
    await Promise.all([p.waitForNavigation(), p.locator("main form:has(#who) button").first().click()]);
    return { url: p.url(), text: await text() };
  };
  const ids = async path => { await at(path); return p.$$eval("[data-row] a.pt", all => all.map(a => a.getAttribute("href").split("?")[0])); };

  // at Lakeside: what waits, and a draft with words of its own
  await at("/");
  await p.fill("#e", "ellis@lakeside.example");
  await p.fill("#p", "referd-demo");
  await Promise.all([p.waitForNavigation(), p.click("button.primary")]);
  await here("Lakeside Family Practice");
  expect(new URL(p.url()).pathname === "/waiting", "they begin at", p.url());
  const waits = await rail("/waiting"), there = await beside();
  expect((await text()).includes(`${waits} things`), "the rail says", waits, "and the list", (await text()).slice(100, 200));
  await look("lakeside");
  const mine = `Only Lakeside knows ${how}`;
  await found("HOLM");
  await Promise.all([p.waitForNavigation(), p.click('main button:has-text("Refer this patient")')]);
  const draft = new URL(p.url()).pathname;
  await p.fill("textarea[name=question]", mine);
  await Promise.all([p.waitForNavigation(), p.locator('main form button:has-text("Keep"), main form button:has-text("Check")').first().click()]);
  await at("/waiting?view=drafts");
  expect((await text()).includes(mine), "the draft is not among the drafts");
  // a referral to St Luke, which is none of Harbor's business, and its code
  const elsewhere = (await ids("/waiting?view=declined"))[0];
  await at(elsewhere);
  const code = (await p.locator("main .crumb, main .head").first().textContent()).match(/[2-9A-Z]{4}-[2-9A-Z]{4}/)?.[0] || (await text()).match(/[2-9A-Z]{4}-[2-9A-Z]{4}/)[0];
  expect((await found(code)).url.includes(elsewhere), code, "does not lead to", elsewhere);

  // at Harbor
  await at("/waiting");
  await over("Harbor Imaging");
  await here("Harbor Imaging");
  expect(new URL(p.url()).pathname === "/queue", "Harbor's work begins at", p.url());
  const queue = await rail("/queue");
  expect(queue === there, "Harbor's queue was said to be", there, "and is", queue);
  expect(await beside() >= waits, "Lakeside's list was", waits, "and is said to be", await beside());
  expect(!(await p.locator('.rail a[href="/waiting"], .rail a[href="/loops"], .rail a[href="/referrals/new"]').count()), "Harbor's rail has Lakeside's places");
  await look("harbor");
  for (const path of ["/queue", "/queue?view=all", "/loops", "/waiting", "/waiting?view=drafts", "/day", "/notices", "/ops"]) {
    const status = await at(path);
    expect(status < 500 && !(await text()).includes(mine) && !(await text()).includes(code), path, "shows at Harbor what is Lakeside's");
  }
  expect(await at("/referrals/new") === 403 && !(await p.locator("main form[action='/patients']").count()), "a front desk is offered a new referral");
  const absent = "/referrals/" + "0".repeat(20);
  const gone = async path => { const s = await at(path); return s + " " + (await text()).replaceAll(path.split("/")[2], ""); };
  for (const path of [elsewhere, draft, elsewhere + "/notes"]) expect(await gone(path) === (await gone(path.replace(/[a-z0-9]{20}/, "0".repeat(20)))), path, "is at Harbor not as one that never was");
  expect((await gone(absent)).startsWith("404"), "what never was is not 404");
  for (const words of [code, "LK 29 813", mine]) {
    const f = await found(words);
    expect(!f.url.includes(elsewhere) && !/HOLM/.test(f.text), JSON.stringify(words), "finds at Harbor", f.text.slice(0, 200));
  }
  // what both may see: a note and a pin on it are of one seat
  const shared = (await ids("/queue"))[nth];
  await at(shared + "/notes");
  const note = `Only Harbor knows ${how}`;
  await p.fill("textarea[name=words]", note);
  await Promise.all([p.waitForNavigation(), p.click('button:has-text("Keep the note")')]);
  await at(shared);
  await Promise.all([p.waitForNavigation(), p.click('main button:has-text("Pin")')]);
  await at("/queue?view=pinned");
  const number = (await text()).match(/HB \d+/)?.[0];
  expect((await text()).includes("HB ") && (await p.locator("[data-row]").count()) === nth + 1, "Harbor's pins are", await p.locator("[data-row]").count());

  // a page of Harbor stays open in another window, and its form with words in it
  const other = await context.newPage();
  other.setDefaultTimeout(15000);
  await at(shared + "/notes", other);
  await other.fill("textarea[name=words]", "Typed for Harbor " + how);
  await at("/queue");
  await over("Lakeside Family Practice");
  await here("Lakeside Family Practice");
  expect(await rail("/waiting") >= waits, "back at Lakeside", await rail("/waiting"), "wait, and", waits, "did");
  await at("/loops?view=pinned");
  expect(!(await p.locator("[data-row]").count()), "Harbor's pin is among Lakeside's");
  await at(shared);
  expect(!(await text()).includes(note) && !(await text()).includes(number), "Lakeside sees Harbor's note or number");
  await at(shared + "/notes");
  expect(!(await text()).includes(note), "Lakeside reads Harbor's note");
  expect(!/[A-Z]{2,}, /.test((await found(number)).text), number, "of Harbor finds somebody at Lakeside:", (await text()).slice(0, 200));
  await at("/waiting?view=drafts");
  expect((await text()).includes(mine), "the draft is lost");
  if (options.javaScriptEnabled !== false) { // a badge of the other window is not this one's
    const says = () => other.locator('.rail a.to[href="/queue"] .count b').first().textContent();
    const before = await says();
    await other.evaluate(() => { document.dispatchEvent(new Event("visibilitychange")); window.dispatchEvent(new Event("focus")); });
    await other.waitForTimeout(1500);
    expect(await says() === before, "the open page of Harbor counts", await says(), "and did", before);
  }
  await Promise.all([other.waitForNavigation(), other.click('button:has-text("Keep the note")')]);
  expect((await text(other)).includes("Nothing was sent: you work elsewhere now") && (await other.content()).includes("Typed for Harbor " + how), "a form of Harbor at Lakeside:", (await text(other)).slice(0, 200));
  if (out) await other.screenshot({ path: `${out}/seats_${how.replace(/ /g, "-")}_conflict.png`, fullPage: true });
  await Promise.all([other.waitForNavigation(), other.click('button:has-text("Go on for Harbor Imaging")')]);
  expect((await other.content()).includes("Typed for Harbor " + how), "gone on for Harbor, what was typed is lost:", other.url(), (await text(other)).slice(0, 200));
  // whoever comes back with this browser works where they worked last
  await at("/me");
  await Promise.all([p.waitForNavigation(), p.locator('form[action*="sign-out"] button, button:has-text("Sign out")').first().click()]);
  await p.fill("#e", "ellis@lakeside.example");
  await p.fill("#p", "referd-demo");
  await Promise.all([p.waitForNavigation(), p.click("button.primary")]);
  await here("Harbor Imaging");
  await context.close();
}
await walk("at a desk", 0, { viewport: { width: 1280, height: 900 } });
await walk("on a phone", 1, { viewport: { width: 390, height: 844 }, hasTouch: true, javaScriptEnabled: false });
await browser.close();
console.log(`${steps} steps, ${failed} failed`);
process.exit(failed ? 1 : 0);

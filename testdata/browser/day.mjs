// Each role walks a day: once at a desk by keyboard alone, where axe looks at each
// page that is opened, and twice with a thumb on a telephone, without scripts and
// with them, where every target is large enough and nothing is wider than the
// window; with them in a house of its own, which they ask for (REFERD_HAND=Touch).
// Prints one line a fault; leaves pictures when a folder is given.
import { chromium } from "playwright-core";
import fs from "node:fs";
import { createRequire } from "node:module";

const [base, out] = process.argv.slice(2);
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let failed = 0, looks = 0;
const fail = (...words) => { failed++; console.log("FAIL", ...words); };

// Hand is somebody at work; how they do things is their kind's.
class Hand {
  static async at(user, options) {
    const h = new this();
    h.user = user;
    h.context = await browser.newContext(options);
    h.page = await h.context.newPage();
    h.page.setDefaultTimeout(10000);
    h.page.on("pageerror", e => fail(h.name, String(e)));
    await h.page.goto(base + "/");
    return h;
  }
  get name() { return `${this.kind} ${this.user.split("@")[0]}`; }
  at(path) { return this.page.goto(base + path); } // by its address
  async moved(f) { await Promise.all([this.page.waitForNavigation(), f()]); }
  async says(words) {
    const t = (await this.page.textContent("body")).replace(/\s+/g, " ");
    if (!words.test(t)) throw new Error(`does not say ${words}: ${(await this.page.locator("[data-toast], .err").allTextContents()).join(" ").replace(/\s+/g, " ").slice(0, 300)}`);
  }
  async look(what) {
    looks++;
    const wrong = await this.wrong();
    if (out) await this.page.screenshot({ path: `${out}/day_${this.name.replace(/ /g, "_")}_${what.replace(/[^a-z0-9]+/gi, "-")}.png`, fullPage: true });
    if (wrong.length) fail(this.name, what, this.page.url(), wrong.join(" | "));
  }
  lines() { return this.page.evaluate(() => [...new Set([...document.querySelectorAll("input[type=radio][name^=line-]")].map(r => r.name))]); }
  // again is the password, where an act asks for it once more.
  async again() { if (await this.page.locator("#f-password").count()) await this.fill("#f-password", "referd-demo"); }
}

class Keys extends Hand {
  kind = "desk";
  async enter() { await this.page.focus("#e"); await this.page.keyboard.type(this.user); await this.page.keyboard.press("Tab"); await this.page.keyboard.type("referd-demo"); await this.moved(() => this.page.keyboard.press("Enter")); }
  async tab(to, most = 120) {
    for (let i = 0; i < most; i++) {
      if (await this.page.evaluate(q => document.activeElement.matches(q), to)) return;
      await this.page.keyboard.press("Tab");
    }
    throw new Error("Tab never reaches " + to);
  }
  async go(href) { await this.tab(`a[href="${href}"]`); await this.moved(() => this.page.keyboard.press("Enter")); }
  async press(what) { await this.tab(what); await this.moved(() => this.page.keyboard.press("Enter")); }
  async key(k) { await this.moved(() => this.page.keyboard.press(k)); }
  async act() { await this.key("e"); }
  async row(act) {
    for (let i = 0; i < 50; i++) {
      await this.page.keyboard.press("j");
      if (await this.page.evaluate(a => document.activeElement.closest("[data-row]")?.querySelector(".do")?.textContent.trim() === a && !/Urgent|Emergency/.test(document.activeElement.closest("[data-row]").textContent), act)) return this.key("e");
    }
    throw new Error("no row has the act " + act);
  }
  async open() { await this.page.keyboard.press("j"); await this.key("Enter"); }
  async fill(what, text) { await this.tab(what); await this.page.keyboard.type(text); }
  async choose(name, value) {
    await this.tab(`[name="${name}"]`);
    await this.page.keyboard.press("Space");
    for (let i = 0; value && i < 12 && await this.page.evaluate(v => document.activeElement.value !== v, value); i++) await this.page.keyboard.press("ArrowDown");
  }
  async send() { await this.key("Control+Enter"); }
  async claim() { for (const k of ["j", "x", "j", "x"]) await this.page.keyboard.press(k); await this.key("c"); }
  async wrong() {
    await this.page.evaluate(axe);
    return this.page.evaluate(async () => (await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] })).violations.map(v => v.id + " " + v.nodes[0].target)
      .concat(document.documentElement.scrollWidth > innerWidth ? ["wider than the window: " + document.documentElement.scrollWidth] : []));
  }
}

class Thumb extends Hand {
  kind = "phone";
  async enter() { await this.page.fill("#e", this.user); await this.page.fill("#p", "referd-demo"); await this.page.click("button.primary"); }
  async go(href) {
    const a = this.page.locator(`a[href="${href}"]:visible`).first();
    if (await a.count()) { await a.click(); await this.page.waitForLoadState(); } else await this.page.goto(base + href);
  }
  async press(what) { await this.page.locator(what).first().click(); await this.page.waitForLoadState(); }
  async act(words) { await this.press(`[data-row] :is(.do, .btn):has-text("${words}"), main a.btn:has-text("${words}")`); }
  async row(act) { await this.press(`[data-row]:not(:has-text("Urgent")):not(:has-text("Emergency")) .do:has-text("${act}")`); }
  async open() { await this.press("[data-row] a.pt"); }
  async key() { await this.press(`a:has-text("Open next")`); }
  async fill(what, text) { await this.page.locator(what).first().fill(text); }
  async choose(name, value) { await this.page.locator(`[name="${name}"]${value ? `[value="${value}"]` : ""}`).first().check(); }
  async send(words) { await this.press(`main form button:has-text("${words}")`); }
  async claim() { await this.page.goto(base + "/queue?view=unclaimed"); } // selecting is phone.mjs; acting claims too
  async wrong() {
    return this.page.evaluate(() => [...document.querySelectorAll("main button, main a.btn, main input:not([type=hidden],[type=radio],[type=checkbox],[type=file]), main textarea, main select")].filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44).map(e => "too small for a thumb: " + e.outerHTML.slice(0, 90))
      .concat(document.documentElement.scrollWidth > innerWidth ? ["wider than the window: " + document.documentElement.scrollWidth] : []));
  }
}

// Touch is a thumb on a telephone with scripts: axe looks too, and the bar, the rail
// and the tabs are large enough as well.
class Touch extends Thumb {
  kind = "touch";
  async wrong() {
    await this.page.evaluate(axe);
    return (await super.wrong()).concat(await this.page.evaluate(async () => (await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] })).violations.map(v => v.id + " " + v.nodes[0].target)
      .concat([...document.querySelectorAll("header.top a, header.top button, .rail a.to, .tabs a, .seats .btn")].filter(e => e.checkVisibility() && e.closest(".demo") === null && e.getBoundingClientRect().height < 44).map(e => "too small for a thumb: " + e.outerHTML.slice(0, 90)))));
  }
}

const days = {
  // the clinician who refers: answers, reads and acknowledges, looks after the others
  "rivera@lakeside.example": async h => {
    await h.look("waiting");
    await h.go("/waiting?view=questions"); await h.look("questions");
    await h.act("Answer"); await h.look("answer");
    await h.fill("textarea[name=words]", "Her sister has it too."); await h.send("Answer"); await h.says(/Answered\./);
    await h.go("/waiting"); await h.go("/waiting?view=to-read"); await h.look("to read");
    await h.act("Read"); await h.look("report");
    await h.choose("answered", "yes");
    for (const n of await h.lines()) await h.choose(n);
    await h.choose("told", "yes"); await h.choose("tell", "call"); await h.fill("#f-tell-words", "All is well."); await h.again();
    await h.send("Acknowledge"); await h.says(/Acknowledged\./);
    await h.go("/loops"); await h.look("loops"); await h.open(); await h.look("a loop");
    await h.go("/notices"); await h.look("notices");
    await h.at("/covers"); await h.look("covers");
    await h.at("/covers/out"); await h.look("out today");
  },
  // the coordinator of the practice: tells a patient, begins a referral, sees what goes out
  "moss@lakeside.example": async h => {
    await h.look("waiting");
    await h.act("Tell the patient"); await h.look("tell");
    await h.choose("how", "call"); await h.fill("textarea[name=words]", "All is well, and the tablets stay."); await h.send("Tell the patient"); await h.says(/told|Told/);
    await h.go("/referrals/new"); await h.look("new");
    await h.go("/loops"); await h.look("loops");
    await h.open(); await h.look("a loop");
  },
  // who takes in what comes
  "intake@stluke.example": async h => {
    await h.look("queue"); await h.claim(); await h.look("claimed");
    await h.go("/queue"); await h.open(); await h.look("a referral");
    await h.go("/exceptions"); await h.look("exceptions");
    await h.go("/ops"); await h.look("operations");
    await h.go("/downtime"); await h.look("downtime");
  },
  // the nurse who decides
  "nurse@stluke.example": async h => {
    await h.look("queue");
    await h.key("n"); await h.look("next");
    await h.act("Decide"); await h.look("decide");
    await h.choose("how", "accept"); await h.send("Accept"); await h.says(/accepted\./); await h.look("the one after");
  },
  // who books
  "schedule@stluke.example": async h => {
    await h.go("/queue?view=to-book"); await h.look("to book");
    await h.row("Book"); await h.look("book");
    await h.choose("slot"); await h.choose("reached"); await h.send("Book the visit"); await h.says(/booked\./); await h.look("booked");
  },
  // the specialist: sees what is owed, writes the report
  "chen@stluke.example": async h => {
    await h.look("queue");
    await h.go("/queue?view=to-report"); await h.look("reports owed");
    await h.row("Report"); await h.look("report");
    await h.fill("textarea[name=answer]", "No, the heart is well."); await h.choose("claim", "answered"); await h.choose("actionable", "none"); await h.fill("textarea[name=findings]", "Normal.");
    await h.send("Sign and send"); await h.says(/signed and on its way/); await h.look("signed");
  },
  // quality: how it goes, and who has too much
  "quality@stluke.example": async h => {
    await h.look("queue");
    await h.go("/measures"); await h.look("measures");
    await h.press("main a[href^='/measures/']"); await h.look("a measure");
    await h.go("/exceptions"); await h.look("exceptions");
    await h.go("/ops"); await h.look("operations");
  },
  // who stands at the desk of an imaging center: takes in, books
  "tech@harbor.example": async h => {
    await h.look("queue");
    await h.open(); await h.look("a referral");
    await h.at("/queue?view=to-book"); await h.look("to book");
    await h.at("/day"); await h.look("the day");
    await h.at("/visits"); await h.look("visits");
  },
  // the radiologist: reads, owes reports
  "radiology@harbor.example": async h => {
    await h.look("queue");
    await h.at("/queue?view=to-report"); await h.look("reports owed");
    await h.open(); await h.look("a referral");
    await h.at("/queue/people"); await h.look("who has what");
    await h.at("/covers"); await h.look("covers");
  },
  // the privacy officer
  "privacy@stluke.example": async h => {
    await h.look("incidents");
    await h.at("/concerns"); await h.look("concerns");
    await h.at("/ops"); await h.look("operations");
  },
  // who looks after the interfaces
  "interfaces@stluke.example": async h => {
    await h.look("home");
    await h.at("/exceptions"); await h.look("exceptions");
    await h.at("/ops"); await h.look("operations");
    await h.at("/me"); await h.look("you");
  },
  // the administrator
  "admin@stluke.example": async h => {
    await h.look("setup");
    await h.go("/setup/services"); await h.look("services");
    await h.go("/setup/phases"); await h.look("phases");
    await h.go("/admin/people"); await h.look("people");
    await h.go("/setup/history"); await h.look("history");
    await h.go("/concerns"); await h.look("concerns");
  },
};
const began = Date.now();
const of = process.env.REFERD_DAY;
for (const [Kind, options] of [[Keys, { viewport: { width: 1440, height: 900 }, bypassCSP: true }], [Thumb, { viewport: { width: 390, height: 844 }, hasTouch: true, javaScriptEnabled: false }],
  [Touch, { viewport: { width: 390, height: 844 }, hasTouch: true, bypassCSP: true }]]) {
  if (process.env.REFERD_HAND ? !Kind.name.startsWith(process.env.REFERD_HAND) : Kind === Touch) continue;
  for (const [user, day] of Object.entries(days)) {
    if (of && !user.startsWith(of)) continue;
    const h = await Kind.at(user, options);
    try {
      await h.enter();
      await day(h);
    } catch (e) {
      fail(h.name, h.page.url(), String(e).split("\n")[0]);
      if (out) await h.page.screenshot({ path: `${out}/day_${h.name.replace(/ /g, "_")}_FAILED.png`, fullPage: true });
    }
    await h.context.close();
  }
}
await browser.close();
console.log(`${looks} pages in ${((Date.now() - began) / 1000).toFixed(1)} s, ${failed} failed`);
process.exit(failed ? 1 : 0);

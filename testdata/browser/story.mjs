// The first story, walked by clicking in a real browser: at a desk, on a phone,
// and without scripts; then two people at once, the daily acts by keyboard
// alone, and what the pages weigh. Script and quotes stand in every text field
// and must stay words. Prints one line a step that fails; exits 1 if any does.
import { chromium } from "playwright-core";
import fs from "node:fs";
import { createRequire } from "node:module";

const [base, out] = process.argv.slice(2);
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const bad = `<script>window.hit=1</script><img src=x onerror=window.hit=1>"'`;
let failed = 0, steps = 0;
const fail = (...words) => { failed++; console.log("FAIL", ...words); };

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

// Somebody at the pages.
class Person {
  static async enter(name, email, o = {}) {
    const p = new Person();
    p.name = name; p.scripts = o.scripts !== false; p.phone = (o.width || 1440) < 800;
    p.context = await browser.newContext({ viewport: { width: o.width || 1440, height: o.height || 900 }, javaScriptEnabled: p.scripts, bypassCSP: o.axe === true, hasTouch: p.phone });
    p.page = await p.context.newPage();
    p.page.setDefaultTimeout(15000);
    p.page.on("dialog", d => { fail(p.name, "a dialog opened:", d.message()); d.dismiss(); });
    p.page.on("pageerror", e => fail(p.name, String(e)));
    p.page.on("console", m => { if (m.type() === "error" && !/net::ERR_ABORTED|status of (409|422)/.test(m.text())) fail(p.name, m.text()); });
    await p.page.goto(base + "/");
    await p.page.fill("#e", email);
    await p.page.fill("#p", "referd-demo");
    await p.page.click("button.primary");
    return p;
  }
  // step looks at the page as it is now: nothing ran, nothing overflows, axe finds nothing; and leaves a picture.
  async step(what, deep = true) {
    steps++;
    const at = `${this.name} ${what}`;
    if (await this.page.evaluate(() => window.hit || document.querySelectorAll("main script, main img[onerror]").length)) fail(at, "what was typed ran");
    if (await this.page.evaluate(() => [...document.querySelectorAll(".quiet")].some(e => /Not live/.test(e.textContent) && e.checkVisibility()))) fail(at, "is not live");
    const wide = await this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) fail(at, "wider than the window by", wide);
    // the whole page at once, so that no bar lies over a target while it is measured
    const { width, height } = this.page.viewportSize();
    const tall = deep && await this.page.evaluate(() => document.documentElement.scrollHeight);
    if (tall > height) await this.page.setViewportSize({ width, height: Math.min(tall, 8000) });
    if (this.scripts && deep) {
      await this.page.evaluate(axe);
      const wrong = await this.page.evaluate(async () => (await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] })).violations.map(v => v.id + " " + v.nodes[0].target));
      if (wrong.length) fail(at, "axe:", wrong.join(" | "));
    }
    if (out) await this.page.screenshot({ path: `${out}/story_${at.replace(/[^a-z0-9]+/gi, "-")}.png`, fullPage: true });
    if (tall > height) await this.page.setViewportSize({ width, height });
  }
  async says(words) {
    steps++;
    const text = (await this.page.textContent("body")).replace(/\s+/g, " ");
    if (!text.includes(words)) fail(this.name, this.page.url(), "does not say", JSON.stringify(words), text.slice(0, 400));
  }
  // scripts off, a click on a label or a box is still a click.
  async press(words) { await this.page.locator(`main button:has-text("${words}"), main a.btn:has-text("${words}")`).first().click(); await this.page.waitForLoadState(); }
  async find(code) { await this.page.fill("#q", code); await this.page.press("#q", "Enter"); await this.page.waitForLoadState(); }
  leave() { return this.context.close(); }
}

const day = n => new Date(Date.now() + n * 864e5).toISOString().slice(0, 10);

// The whole story with one kind of window.
async function story(kind, o, n) {
  let p = await Person.enter(kind, "rivera@lakeside.example", { ...o, axe: true });
  await p.says("Waiting on me");
  await p.step("1 waiting");
  if (p.phone) await p.page.click(".rail a[href='/referrals/new']"); else await p.press("New referral");
  await p.step("2 find the patient");
  // a patient whose name is a script
  await p.page.fill("#f-family", "O'Brien" + n + bad);
  await p.page.fill("#f-given", "Ada");
  await p.page.fill("#f-born", "1961-11-12");
  await p.page.selectOption("#f-sex", "female");
  await p.page.fill("#f-phone", "555010" + (4471 + n));
  await p.page.fill("#f-number", "LK-S" + n + bad);
  await p.press("Add the patient");
  if (await p.page.locator("input[name=sure]").count()) { await p.step("2 may be somebody on record"); await p.page.check("input[name=sure]"); await p.press("Add the patient"); }
  await p.says("Choose the service.");
  await p.page.fill("#svc", "chest pain");
  await p.press("Find");
  await p.step("3 find the service");
  await p.page.click("button[name=pick][value=stluke-cardiology]");
  await p.page.waitForLoadState();
  await p.page.fill("#f-question", "Is it the heart? " + bad);
  await p.page.check("input[name=urgency][value=routine]");
  await p.page.fill("#f-icd", "R07.89");
  await p.page.fill("#f-need-weight", "154 lb");
  await p.page.check("input[name=told]");
  // pressed too early it says what is missing and keeps every word
  await p.press("Sign and send");
  await p.says("12-lead ECG tracing is missing");
  await p.says("Not done yet. What you typed is kept.");
  if (await p.page.inputValue("#f-question") !== "Is it the heart? " + bad) fail(kind, "the question was lost");
  await p.step("4 missing");
  // somebody else's paper is stopped by a question
  await p.page.setInputFiles("#f-file", { name: "scan.txt", mimeType: "text/plain", buffer: Buffer.from("Patient: MORALES, Elvira, born 03-Jan-1970\nStress ECG") });
  await p.press("Attach");
  await p.says("names somebody else");
  await p.page.setInputFiles("#f-file", { name: "ecg.txt", mimeType: "text/plain", buffer: Buffer.from(`Patient: O'Brien${n}, Ada, born 12-Nov-1961\nECG: sinus rhythm`) });
  await p.page.fill("#f-title", "Tracing " + bad);
  await p.page.selectOption("#f-meets", "ecg");
  await p.press("Attach");
  await p.step("5 ready to send");
  if (p.scripts) {
    // kept two seconds after the last key, and there after a reload
    await p.page.evaluate(() => document.querySelector("[data-kept]").textContent = "not said yet");
    await p.page.fill("#f-question", "Is it the heart, or not? " + bad);
    await p.page.waitForResponse(r => r.url().endsWith("/draft") && r.ok());
    await p.page.waitForFunction(() => /Draft kept \d\d:\d\d/.test(document.querySelector("[data-kept]").textContent));
    await p.page.reload();
    if (await p.page.inputValue("#f-question") !== "Is it the heart, or not? " + bad) fail(kind, "the draft was lost over a reload");
  }
  await p.press("Sign and send");
  await p.says("Delivered, not opened");
  await p.step("6 sent");
  const code = (await p.page.textContent(".crumb")).trim().split(/\s/).pop();
  await p.page.fill("#m", "A message " + bad);
  await p.press("Send message");
  await p.says("The message is on the referral");
  await p.leave();

  p = await Person.enter(kind + " nurse", "nurse@stluke.example", { ...o, axe: true });
  await p.find(code);
  await p.step("7 the question arrives");
  await p.press("Decide");
  await p.page.check("input[name=how][value=accept]");
  await p.page.fill("textarea[name=words]", "We see her. " + bad);
  await p.page.locator("#decide button.primary").click();
  await p.says(": accepted.");
  await p.leave();

  p = await Person.enter(kind + " scheduling", "schedule@stluke.example", { ...o, axe: true });
  await p.find(code);
  await p.press("Book a visit");
  await p.page.locator("input[name=slot]").first().check();
  await p.page.check("input[name=reached]");
  await p.page.locator("#book button.primary").click();
  await p.says(": booked.");
  const moved = await p.context.request.post(base + "/demo/clock", { form: { hours: "120" } });
  if (!moved.ok()) fail(kind, "the clock did not move", moved.status());
  await p.leave();

  p = await Person.enter(kind + " clinic", "chen@stluke.example", { ...o, axe: true });
  await p.find(code);
  await p.press("Record the visit");
  await p.page.selectOption("select[name=clinician]", "dr-chen").catch(() => p.page.check("input[name=clinician][value=dr-chen]"));
  await p.page.locator("main form button.primary").last().click();
  await p.page.waitForLoadState();
  await p.find(code);
  await p.says("Seen, report owed");
  await p.press("Write the report");
  await p.page.fill("textarea[name=answer]", "No, the heart is well. " + bad);
  await p.page.check("input[name=claim][value=answered]");
  await p.page.check("input[name=actionable][value=none]");
  await p.page.fill("textarea[name=findings]", "What I think:\nNormal. " + bad);
  await p.page.check("input[name=kind][value=final]");
  await p.page.locator("[name=line-1]").fill("Repeat lipids " + bad);
  await p.page.locator("[name=line-by-1]").fill(day(400));
  await p.page.locator("[name=line-who-1]").selectOption("lakeside-team");
  await p.press("Sign and send");
  await p.page.waitForLoadState();
  await p.leave();

  // staff may read it; it is no opening, and they cannot acknowledge
  p = await Person.enter(kind + " staff", "moss@lakeside.example", { ...o, axe: true });
  await p.find(code);
  await p.page.click("text=The whole report");
  await p.says("it is not an opening");
  if (await p.page.locator("button:has-text('Acknowledge report')").count()) fail(kind, "staff may acknowledge");
  await p.step("8 staff reads");
  await p.leave();

  p = await Person.enter(kind, "rivera@lakeside.example", { ...o, axe: true });
  await p.page.goto(base + "/waiting?view=to-read");
  await p.step("9 to read");
  await p.find(code);
  await p.press("Read and acknowledge");
  for (const radio of await p.page.locator("main input[type=radio]:checked").count() ? [1] : []) fail(kind, "something was chosen for somebody", radio);
  await p.press("Acknowledge report");
  await p.says("Each line needs somebody");
  await p.says("Say whether it answered your question.");
  await p.step("10 nothing is chosen for anybody");
  await p.page.check("input[name=answered][value=yes]");
  await p.page.locator("input[value=do]").first().check();
  await p.page.check("input[name=told][value=yes]");
  await p.page.check("input[name=tell][value=call]");
  await p.page.fill("#f-tell-words", "Your heart is well. " + bad);
  await p.step("11 acknowledging");
  await p.press("Acknowledge report");
  await p.says("Acknowledged; something is open");
  await p.page.click("text=Done, not done, or give it");
  await p.page.locator("input[name=item]").first().check();
  await p.page.check("input[name=how][value=done]");
  await p.page.fill("textarea[name=words]", "Lipids are back. " + bad);
  await p.page.locator("main form button.primary").last().click();
  await p.page.waitForLoadState();
  await p.says("Closed with proof");
  await p.says("9 of 9");
  await p.step("12 closed with proof");
  await p.leave();
}

// Two people at once: the second sees what changed and loses nothing typed.
async function twoAtOnce() {
  const a = await Person.enter("second", "rivera@lakeside.example", { axe: true }), b = await Person.enter("first", "moss@lakeside.example");
  await a.page.goto(base + "/waiting?view=questions");
  await a.page.locator("[data-row] .btn:has-text('Answer')").first().click();
  await a.page.waitForLoadState();
  await b.page.goto(a.page.url());
  await b.page.fill("textarea[name=words]", "Sam was faster");
  await b.press("Answer the question");
  await b.says("Answered.");
  await a.page.fill("textarea[name=words]", "My own words " + bad);
  await a.press("Answer the question");
  await a.says("Somebody was faster");
  await a.says("Sam Moss");
  await a.says("It is now");
  if (await a.page.inputValue("textarea[name=words]") !== "My own words " + bad) fail("second", "lost what was typed");
  await a.step("two at once");
  await a.press("Send your words as a message");
  await a.says("The message is on the referral");
  await a.leave(); await b.leave();
}

// By keyboard alone. Each stop has a focus that is seen and is not under a bar.
async function tab(p, to, most = 150) {
  for (let i = 0; i < most; i++) {
    await p.page.keyboard.press("Tab");
    const is = await p.page.evaluate(q => {
      const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
      const x = r.x + r.width / 2, y = r.y + r.height / 2, top = document.elementFromPoint(x, y);
      return { hit: e.matches(q), where: e.outerHTML.slice(0, 90), outline: parseFloat(s.outlineWidth), hidden: !e.closest(".skip") && r.width > 1 && !(top && (e === top || e.contains(top) || top.contains(e))), small: e.matches("a.btn,button") && r.height < 24 };
    }, to);
    if (is.outline < 2) fail(p.name, "no focus seen on", is.where);
    if (is.hidden) fail(p.name, "the focus is under something on", is.where);
    if (is.small) fail(p.name, "too small to hit:", is.where);
    if (is.hit) return;
  }
  fail(p.name, "Tab never reaches", to);
}

async function keyboard() {
  const p = await Person.enter("keys", "rivera@lakeside.example", { axe: true }), k = p.page.keyboard;
  // answer a question: the list, the card, the form, Ctrl Enter
  await p.page.goto(base + "/waiting?view=questions");
  await k.press("e");
  await p.page.waitForURL(/\/answer/);
  await tab(p, "textarea[name=words]");
  await k.type("She was seen by her sister.");
  await k.press("Control+Enter");
  await p.page.waitForURL(u => !u.pathname.endsWith("/answer"));
  await p.says("Answered.");
  // read and acknowledge: e opens and never signs
  await p.page.goto(base + "/waiting?view=to-read");
  await k.press("j");
  await k.press("Enter");
  await p.page.waitForURL(/\/referrals\//);
  await k.press("e");
  await p.page.waitForURL(/\/acknowledgement/);
  await tab(p, "input[name=answered]");
  await k.press("Space");
  while (await p.page.evaluate(() => [...document.querySelectorAll("[name^=line-]")].some(r => ![...document.getElementsByName(r.name)].some(x => x.checked)))) {
    const next = await p.page.evaluate(() => [...document.querySelectorAll("[name^=line-]")].find(r => ![...document.getElementsByName(r.name)].some(x => x.checked)).name);
    await tab(p, `[name="${next}"]`);
    await k.press("Space");
  }
  await tab(p, "input[name=told]");
  await k.press("Space");
  await tab(p, "input[name=tell]");
  await k.press("Space");
  await tab(p, "#f-tell-words");
  await k.type("All is well.");
  if (await p.page.locator("#f-password").count()) { await tab(p, "#f-password"); await k.type("referd-demo"); }
  await tab(p, "button.primary");
  await p.step("by keyboard");
  await k.press("Enter");
  await p.page.waitForURL(u => !u.pathname.endsWith("/acknowledgement"));
  await p.says("Acknowledged.");
  await p.leave();
}

// A new referral from the patient to the sending, by keyboard alone: found, the
// service chosen, the question written, pressed too early, sent.
async function written() {
  const p = await Person.enter("keys, new", "rivera@lakeside.example", { axe: true }), k = p.page.keyboard;
  const goes = (where, ...keys) => Promise.all([p.page.waitForURL(where), ...keys.map(x => k.press(x))]);
  await tab(p, ".rail a[href='/referrals/new']");
  await goes(/\/referrals\/new$/, "Enter");
  await tab(p, "#who");
  await k.type("Schmidt");
  await Promise.all([p.page.waitForNavigation(), k.press("Enter")]);
  await tab(p, "form[action='/referrals'] button");
  await goes(/\/sending$/, "Enter");
  await tab(p, "#svc");
  await k.type("rheum");
  await Promise.all([p.page.waitForNavigation(), k.press("Enter")]);
  await tab(p, "button[name=pick][value=stluke-rheumatology]");
  await Promise.all([p.page.waitForNavigation(), k.press("Enter")]);
  await tab(p, "#f-question");
  await k.type("Stiff hands every morning, CRP 22. Is this arthritis?");
  // pressed too early it says what is missing, and the focus goes there
  await Promise.all([p.page.waitForNavigation(), k.press("Control+Enter")]);
  await p.says("Say how soon.");
  if (await p.page.evaluate(() => document.activeElement.id) !== "wrong") fail(p.name, "the focus is not on what is missing");
  if (await p.page.inputValue("#f-question") !== "Stiff hands every morning, CRP 22. Is this arthritis?") fail(p.name, "the question was lost");
  await tab(p, "input[name=urgency]");
  await k.press("Space");
  await tab(p, "input[name=told]");
  await k.press("Space");
  await tab(p, "button[value=send]");
  await p.step("by keyboard");
  await goes(u => !u.pathname.endsWith("/sending"), "Enter");
  await p.says("Delivered, not opened");
  await p.says("Stiff hands every morning, CRP 22. Is this arthritis?");
  await p.leave();
}

// On paper every moment is whole: "2 d late" would be untrue the day after.
async function paper() {
  const p = await Person.enter("paper", "rivera@lakeside.example");
  for (const path of ["/loops", "first"]) {
    await p.page.goto(base + (path === "first" ? await p.page.getAttribute("[data-row] a.pt", "href") : path));
    await p.page.emulateMedia({ media: "print" });
    const wrong = await p.page.evaluate(() => [...document.querySelectorAll("main time")].filter(t => t.checkVisibility()).map(t => [t, getComputedStyle(t).fontSize, getComputedStyle(t, "::after").content])
      .filter(([, size, says]) => size !== "0px" || !/\d\d-\w{3}-\d{4} \d\d:\d\d/.test(says)).map(([t]) => t.outerHTML));
    const n = await p.page.evaluate(() => document.querySelectorAll("main time").length);
    steps++;
    if (wrong.length || n < 5) fail(p.name, path, n, "moments, not whole:", wrong.slice(0, 3).join(" "));
    await p.page.emulateMedia({ media: "screen" });
  }
  await p.leave();
}

// News moves nothing: it is said over the page, not in it.
async function news() {
  const a = await Person.enter("news", "nurse@stluke.example"), b = await Person.enter("news, the other", "rivera@lakeside.example");
  // The house may change another at the same moment: what the page says is held
  // against the very messages it hears, each at the moment it hears it, but for those
  // of before it was made.
  await a.page.addInitScript(() => {
    window.heard = new Set();
    const Shared = SharedWorker;
    window.SharedWorker = function (...of) {
      const port = new Shared(...of).port;
      return { port: { set onmessage(hear) {
        port.onmessage = e => {
          const now = performance.now();
          performance.now = () => now;
          if (e.data.id && now >= 2e3) window.heard.add(e.data.id);
          hear(e);
          delete performance.now;
        };
      } } };
    };
  });
  await a.page.goto(base + "/queue?view=all");
  const at = () => a.page.evaluate(() => document.querySelector("tr[data-row]").getBoundingClientRect().top);
  const before = await at();
  await a.page.waitForTimeout(2500);
  await b.page.goto(base + "/loops?view=with-triage");
  await b.page.goto(base + (await b.page.getAttribute("[data-row] a.pt", "href")).split("?")[0]);
  await b.page.fill("#m", "Any news?");
  await b.press("Send message");
  await a.page.waitForSelector("#news:not([hidden])");
  await a.page.waitForFunction(() => window.heard.size && document.querySelector("#news b").textContent === window.heard.size + " changed.");
  if (await at() !== before) fail("news", "moved the list by", await at() - before);
  await a.leave(); await b.leave();
}

// First load and layout shift.
async function weights() {
  const p = await Person.enter("light", "rivera@lakeside.example");
  for (const path of ["/waiting", "/loops", "/referrals/new", "first"]) {
    const c = await browser.newContext({ storageState: await p.context.storageState(), viewport: { width: 1440, height: 900 } }), page = await c.newPage();
    await page.addInitScript(() => { window.shift = 0; window.moved = []; new PerformanceObserver(l => l.getEntries().forEach(e => { window.shift += e.value; window.moved.push(...e.sources.map(s => `${s.node?.cloneNode().outerHTML || s.node?.textContent} by ${s.currentRect.x - s.previousRect.x}, ${s.currentRect.y - s.previousRect.y}`)); })).observe({ type: "layout-shift", buffered: true }); });
    let to = path;
    if (path === "first") { await p.page.goto(base + "/waiting"); to = await p.page.getAttribute("[data-row] a.pt", "href"); }
    await page.goto(base + to, { waitUntil: "load" });
    await page.waitForFunction(() => document.fonts.status === "loaded");
    const { bytes, shift, moved } = await page.evaluate(() => ({ shift: window.shift, moved: window.moved, bytes: [...performance.getEntriesByType("resource"), ...performance.getEntriesByType("navigation")].reduce((n, e) => n + e.transferSize, 0) }));
    steps++;
    if (bytes > 100 * 1024) fail(path, "weighs", bytes);
    if (shift > 0) fail(path, "shifts by", shift, moved.join(" "));
    console.log(`${path}: ${Math.round(bytes / 1024)} KB first load, shift ${shift}`);
    await c.close();
  }
  await p.leave();
}

// Every state at a desk in light; one state a page, and the width of all, on a narrow
// dark phone.
async function states() {
  const p = await Person.enter("light", "rivera@lakeside.example", { axe: true });
  for (const [kind, width, height, colorScheme] of [["desk", 1440, 900, "light"], ["narrow", 320, 700, "dark"]]) {
    p.name = "sample " + kind;
    await p.page.setViewportSize({ width, height });
    await p.page.emulateMedia({ colorScheme });
    await p.page.goto(base + "/samples");
    const all = await p.page.$$eval("main li a", as => as.map(a => a.getAttribute("href")));
    if (all.length < 30) fail("samples", "are", all.length);
    const seen = new Set(); // every state only where ALL is asked for
    const some = kind === "desk" || process.env.ALL ? all : all.filter(s => /\/long/.test(s) || !seen.has(s.split("/")[2]) && seen.add(s.split("/")[2]));
    for (const s of some) { await p.page.goto(base + s); await p.step(s, kind === "desk" || /\/now$/.test(s)); }
  }
  await p.leave();
}

// Every name of the demo, in its letters and in capitals, is drawn in the type
// the pages carry, and a page of plain names fetches no letters beyond its own.
async function type() {
  const p = await Person.enter("type", "rivera@lakeside.example", { axe: true });
  await p.page.goto(base + "/help");
  const sent = await p.page.evaluate(() => performance.getEntriesByType("resource").map(r => r.name).filter(n => /vietnamese|latin-ext/.test(n)));
  if (sent.length) fail(p.name, "a page without such names fetches", sent.join(", "));
  const faces = await p.page.evaluate(() => [...document.styleSheets].flatMap(s => [...s.cssRules]).filter(r => r instanceof CSSFontFaceRule).map(r => ({ src: r.style.getPropertyValue("src"), weight: r.style.fontWeight, range: r.style.getPropertyValue("unicode-range") })));
  await p.page.addStyleTag({ content: faces.map(f => `@font-face{font-family:carried;src:${f.src};font-weight:${f.weight}${f.range ? ";unicode-range:" + f.range : ""}}`).join("") });
  const cdp = await p.context.newCDPSession(p.page);
  await cdp.send("DOM.enable"); await cdp.send("CSS.enable");
  const names = (process.env.REFERD_NAMES || "Nguyễn\tNguyễn".normalize("NFC")).split("\t").flatMap(n => [n, n.toUpperCase()]);
  for (const weight of ["400", "600"]) {
    await p.page.evaluate(async ([names, weight]) => {
      document.querySelector("main").replaceChildren(...names.map(name => {
        const e = document.createElement("p");
        e.className = "drawn"; e.textContent = name; e.style.fontFamily = "carried"; e.style.fontWeight = weight;
        return e;
      }));
      await Promise.all(names.map(name => document.fonts.load(weight + " 16px carried", name)));
      await document.fonts.ready;
    }, [names, weight]);
    const { root } = await cdp.send("DOM.getDocument");
    const { nodeIds } = await cdp.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector: ".drawn" });
    if (nodeIds.length !== names.length) fail(p.name, nodeIds.length, "of", names.length, "names are drawn");
    for (const [i, nodeId] of nodeIds.entries()) {
      steps++;
      const { fonts } = await cdp.send("CSS.getPlatformFontsForNode", { nodeId });
      if (!fonts.length || fonts.some(f => !f.isCustomFont)) fail(p.name, names[i], "is drawn in", fonts.map(f => f.familyName).join(", "));
    }
  }
  await p.leave();
}

// in this order; WALKS=type,paper is these alone, WALKS=-weights all but these
const walks = { two: twoAtOnce, keys: keyboard, type, written, paper, news, weights, states, desk: () => story("desk", {}, 1), phone: () => story("phone", { width: 390, height: 844 }, 2), plain: () => story("without scripts", { scripts: false }, 3) };
const asked = (process.env.WALKS || "").split(",").filter(Boolean), but = asked.filter(w => w.startsWith("-"));
const only = asked.length > but.length ? asked : Object.keys(walks).filter(w => !but.includes("-" + w));
for (const w of only) await walks[w]().catch(e => fail(w, e.stack.split("\n").slice(0, 6).join(" ")));
await browser.close();
console.log(`${steps} steps, ${failed} failed`);
process.exit(failed ? 1 : 0);

// Does daily acts of each role in the running demo house, once with the mouse and
// once by keyboard alone, and counts: clicks, and keys that are no letters of a
// text. Prints a line an act, "role | act | clicks | keys | texts"; exits 1 when
// an act did not come about.
import { chromium } from "playwright-core";

const [base] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

// hand is somebody at work: it counts what they do.
class Hand {
  static async at(user) {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    await page.goto(base + "/");
    await page.fill("#e", user);
    await page.fill("#p", "referd-demo");
    await Promise.all([page.waitForNavigation(), page.press("#p", "Enter")]);
    return Object.assign(new Hand(), { page });
  }
  async begin(path) { await this.page.goto(base + path); await this.page.evaluate(() => sessionStorage.clear()); Object.assign(this, { clicks: 0, keys: 0, texts: 0 }); }
  async click(what) { this.clicks++; await this.page.locator(what).first().click(); await this.page.waitForLoadState(); }
  async fill(what, text) { this.texts++; await this.page.locator(what).first().fill(text); }
  async press(...keys) { for (const k of keys) { this.keys++; await this.page.keyboard.press(k); } }
  async go(...keys) { await Promise.all([this.page.waitForNavigation(), this.press(...keys)]); }
  async type(text) { this.texts++; await this.page.keyboard.type(text); }
  // tab counts each stop on the way to something that is not chosen yet.
  async tab(to) {
    for (let i = 0; i < 60; i++) {
      if (await this.page.evaluate(q => document.activeElement.matches(q), to)) return;
      await this.press("Tab");
    }
    throw new Error("Tab never reaches " + to);
  }
  // row goes down to the first row whose act has a name.
  async row(act) {
    for (let i = 0, away = true; away; i++) {
      if (i == 60) throw new Error("no row has the act " + act);
      await this.press("j");
      away = await this.page.evaluate(a => document.activeElement.closest("tr").querySelector(".do")?.textContent.trim() !== a || /Urgent|Emergency/.test(document.activeElement.closest("tr").textContent), act);
    }
  }
  lines() { return this.page.evaluate(() => [...new Set([...document.querySelectorAll("input[type=radio][name^=line-]")].map(r => r.name))]); }
  // again is the password, where an act asks for it once more.
  async again() { if (await this.page.locator("#f-password").count()) await this.fill("#f-password", "referd-demo"); }
  // choose goes to a group of radio buttons and along it.
  async choose(name, value) {
    await this.tab(`[name=${name}]`);
    await this.press("Space");
    while (await this.page.evaluate(v => document.activeElement.value !== v, value)) await this.press("ArrowDown");
  }
  async says(words) {
    const t = await this.page.textContent("body"), wrong = await this.page.locator("#wrong").allTextContents();
    if (!words.test(t)) throw new Error(`does not say ${words}: ${(await this.page.locator("[data-toast], .banner, .crumb").allTextContents()).join(" ").replace(/\s+/g, " ").slice(0, 300)} ${wrong.join(" ").replace(/\s+/g, " ").slice(0, 300)}`);
  }
}

const open = /\/referrals\//;
// Each act: who, where the day has them, by mouse, by keyboard, what the page says then.
const acts = [
  ["E2", "Tell the patient what was found, for the clinician", "moss@lakeside.example", "/waiting",
    async h => { await h.click(".btn:has-text('Tell the patient')"); await h.click("[name=how][value=call]"); await h.fill("textarea[name=words]", "All is well, and the tablets stay."); await h.click("button.primary:has-text('Tell the patient')"); },
    async h => { await h.go("e"); await h.tab("[name=how]"); await h.press("Space"); await h.tab("textarea[name=words]"); await h.type("All is well, and the tablets stay."); await h.go("Control+Enter"); }, /data-toast|told|Told/],
  ["E1", "Answer the question of a clinic", "rivera@lakeside.example", "/waiting?view=questions",
    async h => { await h.click("[data-row] .btn:has-text('Answer')"); await h.fill("textarea[name=words]", "Her sister has it too."); await h.click("button.primary:has-text('Answer')"); },
    async h => { await h.go("e"); await h.tab("textarea[name=words]"); await h.type("Her sister has it too."); await h.go("Control+Enter"); }, /Answered\./],
  ["E3", "Claim two referrals of the queue", "intake@stluke.example", "/queue",
    async h => { await h.click("tr[data-row]:nth-child(1) td.c-sel input"); await h.click("tr[data-row]:nth-child(2) td.c-sel input"); await h.click(".bulk button.primary"); },
    async h => { await h.press("j", "x", "j", "x"); await h.go("c"); }, /claimed\./],
  ["E4", "Accept the next referral", "nurse@stluke.example", "/queue",
    async h => { await h.click("a:has-text('Open next')"); await h.click("a.btn.primary:has-text('Decide')"); await h.click("[name=how][value=accept]"); await h.click("#decide button.primary"); },
    async h => { await h.go("n"); await h.go("e"); await h.choose("how", "accept"); await h.go("Control+Enter"); }, /accepted\./],
  ["E1", "Read a report, acknowledge it, say the patient was told", "rivera@lakeside.example", "/waiting?view=to-read",
    async h => { await h.click("[data-row] .btn:has-text('Read')"); await h.click("[name=answered][value=yes]"); for (const n of await h.lines()) await h.click(`[name="${n}"]`); await h.click("[name=told][value=yes]"); await h.click("[name=tell][value=call]"); await h.fill("#f-tell-words", "All is well."); await h.again(); await h.click("button.primary:has-text('Acknowledge')"); },
    async h => { await h.go("e"); await h.tab("[name=answered]"); await h.press("Space"); for (const n of await h.lines()) { await h.tab(`[name="${n}"]`); await h.press("Space"); } await h.tab("[name=told]"); await h.press("Space"); await h.tab("[name=tell]"); await h.press("Space"); await h.tab("#f-tell-words"); await h.type("All is well."); await h.again(); await h.go("Control+Enter"); }, /Acknowledged\./],
  ["E5", "Write the report that answers the question", "chen@stluke.example", "/queue?view=to-report",
    async h => { await h.click(".do:has-text('Report')"); await h.fill("textarea[name=answer]", "No, the heart is well."); await h.click("[name=claim][value=answered]"); await h.click("[name=actionable][value=none]"); await h.fill("textarea[name=findings]", "Normal."); await h.click("button.primary:has-text('Sign and send')"); },
    async h => { await h.press("j"); await h.go("e"); await h.tab("textarea[name=answer]"); await h.type("No, the heart is well."); await h.choose("claim", "answered"); await h.choose("actionable", "none"); await h.tab("textarea[name=findings]"); await h.type("Normal."); await h.go("Control+Enter"); }, /signed and on its way/],
  ["E6", "Book a visit", "schedule@stluke.example", "/queue?view=to-book&order=-since",
    async h => { await h.click("tr:has-text('Routine') .do:has-text('Book')"); await h.click("input[name=slot]"); await h.click("input[name=reached]"); await h.click("#book button.primary"); },
    async h => { await h.row("Book"); await h.go("e"); await h.tab("input[name=slot]"); await h.press("Space"); await h.tab("input[name=reached]"); await h.press("Space"); await h.go("Control+Enter"); }, /booked\./],
];
let failed = 0;
for (const [role, name, user, path, mouse, keys, words] of acts) {
  const h = await Hand.at(user), got = [];
  for (const [how, does] of [["keyboard", keys], ["mouse", mouse]]) try {
    await h.begin(path);
    await does(h);
    await h.says(words);
    got.push(how === "mouse" ? h.clicks : h.keys);
  } catch (e) {
    failed++;
    console.log("FAIL", name, "by", how, String(e).split("\n")[0], h.page.url());
  }
  console.log([role, name, ...got.reverse(), h.texts].join(" | "));
  await h.page.context().close();
}
await browser.close();
process.exit(failed ? 1 : 0);

// A receiver without an account answers by a link on a telephone without scripts,
// a file and all; then the packet is printed. On each page nothing is wider than
// the window, every target is large enough for a thumb, and a second window with
// scripts lets axe look at the same page. Prints one line a fault.
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
const size = { viewport: { width: 390, height: 844 } };
const desk = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
const phone = await browser.newContext({ ...size, javaScriptEnabled: false, hasTouch: true });
const p = await phone.newPage();
const looking = await browser.newContext({ ...size, bypassCSP: true });
for (const x of [desk, p]) x.setDefaultTimeout(15000);

async function step(what) {
  steps++;
  const { wide, small } = await p.evaluate(() => ({ wide: document.documentElement.scrollWidth - innerWidth,
    small: [...document.querySelectorAll("main button, main a.btn, main input:not([type=hidden],[type=radio],[type=checkbox]), main textarea, main .opt")].filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 80)) }));
  if (wide > 0) fail(what, "wider than the window by", wide);
  if (small.length) fail(what, "too small for a thumb:", small.join(" "));
  if (out) await p.screenshot({ path: `${out}/link_${what.replace(/[^a-z0-9]+/gi, "-")}.png`, fullPage: true });
  await looking.clearCookies();
  await looking.addCookies(await phone.cookies());
  const a = await looking.newPage();
  await a.goto(p.url());
  await a.evaluate(axe);
  const wrong = await a.evaluate(async () => (await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] })).violations.map(v => v.id + " " + v.nodes[0].target).concat(window.hit ? ["what was typed ran"] : []));
  if (wrong.length) fail(what, "axe:", wrong.join(" | "));
  await a.close();
}
async function says(page, words) {
  steps++;
  const text = (await page.textContent("body")).replace(/\s+/g, " ");
  if (!text.includes(words)) fail(page.url(), "does not say", JSON.stringify(words), text.slice(0, 400));
}
const press = async words => { await p.locator(`main button:has-text("${words}"), main a.btn:has-text("${words}")`).first().click(); await p.waitForLoadState(); };

// the practice has a link mailed, and prints the packet
await desk.goto(base + "/");
await desk.fill("#e", "moss@lakeside.example");
await desk.fill("#p", "referd-demo");
await desk.click("button.primary");
await desk.goto(base + "/loops");
await desk.click("a:has-text('SAITO')");
const loop = desk.url().split("?")[0];
await desk.click("a.btn.primary:has-text('Deliver')");
if (await desk.isVisible("#f-address")) fail("the address is asked for before the link is chosen");
await desk.check("input[name=how][value=link]");
if (!(await desk.isVisible("#f-address")) || await desk.isVisible("#f-words")) fail("the link does not ask for its address alone");
await desk.click("button.primary");
await says(desk, "The link is being mailed.");
const code = (await desk.textContent("main")).match(/Code (\d{3} \d{3})/)[1];
let href;
for (let i = 0; i < 100 && !href; i++) {
  await desk.goto(base + "/demo/mail?box=frontdesk");
  href = await desk.locator("a[href^='/a/']").first().getAttribute("href", { timeout: 200 }).catch(() => null);
}
await desk.goto(loop + "/packet");
await says(desk, code);
await desk.emulateMedia({ media: "print" });
if (await desk.isVisible(".rail") || await desk.isVisible(".noprint")) fail("the packet prints what is not for paper");
if (out) await desk.pdf({ path: `${out}/link_packet.pdf` });
await desk.emulateMedia({ media: "screen" });

// on a telephone, without scripts
await p.goto(base + href);
await step("1 door");
if (/SAITO|Psoriasis/.test(await p.content())) fail("the door shows the patient");
await p.fill("#f-name", "Kate " + bad);
await p.fill("#f-code", code);
await press("Open it");
await says(p, "SAITO, Jiro");
await step("2 referral");
await press("Confirm that we have it");
await step("3 receipt");
await press("Confirm that we have it");
await says(p, "They know that you have it.");
await press("Decline");
await p.fill("#f-words", "Full " + bad);
await press("Decline");
await says(p, "Say who tells the patient.");
if (await p.inputValue("#f-words") !== "Full " + bad) fail("what was typed was lost");
await step("4 decline lacks");
await press("Back to the referral");
await press("Ask for something");
await step("5 question");
await p.fill("#f-words", "Which creams? " + bad);
await press("Ask for something");
await says(p, "Asked.");
await press("Accept");
await step("6 accept");
await press("Accept");
await says(p, "Accepted.");
await press("Give the date of the visit");
await step("7 date");
await press("Back to the referral");
await press("Send the report");
await step("8 report");
await p.setInputFiles("#f-file", { name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("Patient: MORALES, Elvira, born 03-Jan-1970\nEczema.") });
await p.fill("#f-words", "A biologic is next. " + bad);
await p.fill("#f-seen", new Date(Date.parse(await desk.getAttribute(".top time", "datetime")) - 6 * 36e5).toISOString().slice(0, 10));
await press("Send the report");
await says(p, "This file names somebody else.");
await p.setInputFiles("#f-file", { name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("Patient: SAITO, Jiro, born 08-Aug-1986\nPsoriasis, 8 % of the skin.") });
await press("Send the report");
await says(p, "The report is with them.");
await step("9 done");
await press("Leave this page");
await says(p, "Open the referral");
if (/SAITO/.test(await p.content())) fail("left, and still shown");

// it is where the practice reads it
await desk.goto(loop);
await says(desk, "Report delivered, not acknowledged");
await says(desk, "Kate " + bad + ", Pine Street Dermatology, by a link");
if (await desk.evaluate(() => window.hit)) fail("what was typed ran");
await browser.close();
console.log(`${steps} steps, ${failed} failed`);
process.exit(failed ? 1 : 0);

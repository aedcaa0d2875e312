// A patient comes to their page from the slip they were handed: the square on it
// is read by another program, the birth date and the code are typed on a telephone
// with scripts in English, by day, then without in Spanish, at night, on a slow line
// as far as the appointment; the bell, which says at night who answers instead,
// another way to be reached, which needs the code, a safety concern, leaving. On
// each page axe finds nothing, nothing is wider than the window, targets are large
// enough for a thumb; the first load is counted; slip and page are printed, and no
// paper of staff has link and code. Prints one line a fault.
import { chromium } from "playwright-core";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import { createRequire } from "node:module";

const [base, out] = process.argv.slice(2);
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const most = 40 << 10;
let failed = 0, steps = 0;
const fail = (...words) => { failed++; console.log("FAIL", ...words); };
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const desk = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
desk.setDefaultTimeout(15000);

async function says(page, ...all) {
  const text = (await page.textContent("body")).replace(/\s+/g, " ");
  for (const words of all) if (steps++, !text.includes(words)) fail(page.url(), "does not say", JSON.stringify(words), text.slice(0, 500));
}

// somebody of the practice gives a link to a patient who has a visit, printed
await desk.goto(base + "/");
await desk.fill("#e", "moss@lakeside.example");
await desk.fill("#p", "referd-demo");
await desk.click("button.primary");
const move = hours => desk.context().request.post(base + "/demo/clock", { form: { hours } });
await move("morning");
await desk.goto(base + "/loops?view=visit-booked");
const loops = await desk.$$eval("[data-row] a.pt", all => all.map(a => a.getAttribute("href").split("?")[0]));
let loop, born, name;
// toCome reports whether a visit is more than a day ahead: the story takes its time
async function toCome(at) {
  await desk.goto(base + at);
  const due = (await desk.locator("main").innerText()).match(/Record the visit\s+by\s+\w+ (\d+)-(\w+)/);
  const now = new Date(await desk.getAttribute(".top time", "datetime"));
  const by = due && new Date(now.getFullYear() + (months.indexOf(due[2]) < now.getMonth() ? 1 : 0), months.indexOf(due[2]), +due[1]);
  return by && by - now > 5 * 24 * 36e5;
}
async function slip(tongue) {
  for (const at of loop ? [loop] : loops) {
    if (!loop && !await toCome(at)) continue;
    await desk.goto(base + at + "/patient-link");
    if (!await desk.locator("button[value=print]").count()) continue; // not for this one
    loop = at;
    const said = (await desk.textContent(".banner")).match(/born\s*(\d+)-(\w+)-(\d{4})/i) || (await desk.textContent(".banner")).match(/(\d{1,2})-(\w{3})-(\d{4})/);
    born = { day: String(+said[1]), month: String(months.indexOf(said[2]) + 1), year: said[3] };
    name = (await desk.textContent(".banner .name, .banner h1")).trim().split(",")[0];
    await desk.selectOption("#f-tongue", tongue);
    await desk.click("button[value=print]");
    const code = (await desk.textContent(".staff .code")).replace(/\D/g, "");
    const link = (await desk.textContent(".addr")).trim();
    return { code, link };
  }
  throw new Error("no patient with a visit may have a link");
}

// the slip: the square is read from the picture, and paper does not have the code
async function paper({ code, link }, tongue) {
  const file = `${fs.mkdtempSync(os.tmpdir() + "/slip-")}/square.png`;
  await desk.locator("svg.qr").screenshot({ path: file });
  const read = execFileSync("zbarimg", ["--quiet", "--raw", file]).toString().trim();
  if (steps++, read !== `${link}?lang=${tongue}`) fail("the square says", read, "and the paper", link);
  await desk.emulateMedia({ media: "print" });
  const shown = await desk.evaluate(() => document.body.innerText);
  if (shown.includes(code)) fail("the code is on the paper");
  if (shown.includes(name)) fail("the patient's name is on the paper");
  const pdf = (await desk.pdf({ preferCSSPageSize: true, path: out ? `${out}/patient_slip_${tongue}.pdf` : undefined })).toString("latin1");
  const pages = [...pdf.matchAll(/\/Type\s*\/Page\b(?!s)/g)].length;
  if (steps++, pages !== 1) fail("the slip is", pages, "pages");
  await desk.emulateMedia({ media: "screen" });
  return read;
}

// one is a patient with their telephone.
async function one(tongue, scripts, words) {
  const given = await slip(tongue);
  const href = await paper(given, tongue);
  const size = { viewport: { width: 390, height: 844 }, hasTouch: true };
  const phone = await browser.newContext({ ...size, javaScriptEnabled: scripts });
  const looking = await browser.newContext({ ...size, bypassCSP: true });
  const p = await phone.newPage();
  p.setDefaultTimeout(15000);
  const loads = [];
  p.on("requestfinished", r => { if (/woff2|\.js/.test(r.url())) fail("it loads", r.url()); loads.push(r.sizes().then(s => s.responseBodySize + s.responseHeadersSize)); });
  async function look(what) {
    steps++;
    const { wide, small } = await p.evaluate(() => ({ wide: document.documentElement.scrollWidth - innerWidth,
      small: [...document.querySelectorAll("button, a.btn, input:not([type=hidden],[type=checkbox]), textarea, label.tick, .langs a")].filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 80)) }));
    if (wide > 0) fail(tongue, what, "wider than the window by", wide);
    if (small.length) fail(tongue, what, "too small for a thumb:", small.join(" "));
    if (await p.getAttribute("html", "lang") !== tongue) fail(tongue, what, "is in another tongue");
    if (!(await p.content()).includes("911")) fail(tongue, what, "has no 911");
    if (out) await p.screenshot({ path: `${out}/patient_${tongue}_${what.replace(/[^a-z0-9]+/gi, "-")}.png`, fullPage: true });
    await looking.clearCookies();
    await looking.addCookies(await phone.cookies());
    const a = await looking.newPage();
    await a.goto(p.url());
    await a.evaluate(axe);
    const wrong = await a.evaluate(async () => (await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] })).violations.map(v => v.id + " " + v.nodes[0].target));
    if (wrong.length) fail(tongue, what, "axe:", wrong.join(" | "));
    await a.close();
  }
  const press = async what => { await p.locator(what).first().click(); await p.waitForLoadState(); };
  const birth = async b => { for (const k of ["month", "day", "year"]) await p.fill(`[name=${k}]`, b[k]); await press("form button.go"); };

  // a slow telephone on a slow line: 30 KB a second, 600 ms there and back, a
  // quarter of the processor
  const line = await phone.newCDPSession(p);
  await line.send("Network.enable");
  await line.send("Network.emulateNetworkConditions", { offline: false, latency: 600, downloadThroughput: 30 << 10, uploadThroughput: 10 << 10 });
  await line.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const timed = async (what, f) => {
    const asked = Date.now();
    await f();
    const slow = Date.now() - asked;
    console.log(`${tongue}: ${what}, ${slow} ms on a slow line`);
    if (steps++, slow > 5000) fail(tongue, what, "takes", slow, "ms on a slow line");
  };
  await timed("the link", () => p.goto(href));
  await look("1 birth date");
  if ((await p.content()).includes(name)) fail("the link alone names the patient");
  await birth({ ...born, year: String(+born.year - 1) });
  await says(p, words.notTheDate);
  if (await p.inputValue("[name=month]") !== born.month) fail("what was typed is lost");
  await timed("the birth date", () => birth(born));
  if (await p.locator("a[href$=safe-contact]").count()) fail(tongue, "a birth date alone offers another way to be reached");
  await p.goto(href.split("?")[0] + "/safe-contact");
  if (await p.locator("[name=safe-number]").count()) fail(tongue, "a birth date alone opens the form of another way");
  await says(p, words.where, words.steps, words.call, words.more);
  await look("2 where it is");
  const bytes = (await Promise.all(loads)).reduce((a, b) => a + b, 0);
  console.log(`${tongue}: ${bytes} bytes`);
  if (steps++, bytes > most || bytes < 2000) fail(tongue, "the first pages are", bytes, "bytes");
  await p.fill("[name=code]", "000000");
  await press("#code button");
  await says(p, words.notTheCode);
  await p.fill("[name=code]", given.code.slice(0, 3) + " " + given.code.slice(3));
  await timed("the code", () => press("#code button"));
  await line.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  await line.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await says(p, words.visit, words.reach);
  await look("3 with the code");
  await p.emulateMedia({ media: "print" });
  const printed = await p.evaluate(() => document.body.innerText);
  if (await p.isVisible(".mast") || await p.isVisible("form")) fail(tongue, "prints what is not for paper");
  if (!printed.includes(words.visit) || !printed.includes(words.where)) fail(tongue, "the paper has no visit");
  if (out) await p.pdf({ path: `${out}/patient_${tongue}.pdf` });
  await p.emulateMedia({ media: "screen" });
  if (words.worse) {
    await press("button[value=worse]");
    await says(p, words.worse);
    await look("4 worse");
    await p.emulateMedia({ media: "print" });
    if (out) await p.pdf({ path: `${out}/patient_${tongue}_worse.pdf` });
    await p.emulateMedia({ media: "screen" });
  } else {
    if (await p.locator("button[value=worse]").count()) fail(tongue, "at night somebody seems to hear that they feel worse");
    await says(p, ...words.night);
    if (await p.locator("section#bell a[href='tel:911'], section#bell a[href^='tel:555']").count() < 2) fail(tongue, "at night there is no 911 and no nurse to press");
  }
  await press("button[value=nothing]");
  await says(p, words.answered);
  await look("5 told");
  await press(`a:has-text("${words.reach}")`);
  await look("6 reach");
  await press("form button.go");
  await says(p, words.tick);
  await p.check("[name=safe-text]");
  await p.fill("[name=safe-number]", "(555) 010-7788");
  await press("form button.go");
  await says(p, words.checks);
  await press(`a:has-text("${words.concern}")`);
  await press("form button.go");
  await says(p, words.wrong);
  await p.fill("[name=words]", "<script>window.hit=1</script> The place on this page is not where I was.");
  await look("7 concern");
  await press("form button.go");
  await says(p, words.thanks);
  await look("8 sent");
  const left = p.waitForRequest(/www\.weather\.gov/, { timeout: 5000 }).catch(() => null); // nothing is fetched here: there may be no way out
  await p.locator(".leave").click().catch(() => {});
  const to = await left;
  if (steps++, !to) fail(tongue, "leaving leads nowhere else");
  else if (to.headers().referer) fail(tongue, "leaving says where from:", to.headers().referer);
  await p.goto(href).catch(() => p.goto(href)); // where there is no way out, the page that says so may come in between
  await says(p, words.born);
  if ((await p.content()).includes(words.visit)) fail(tongue, "left, and still shown");
  await phone.close();
  await looking.close();
}
// a link that is read out: the page that says link and code prints neither
await slip("en");
await desk.goto(base + loop + "/patient-link");
await desk.click("button[value=phone]");
const aloud = (await desk.locator("p.say").allTextContents()).map(w => w.trim());
if (steps++, aloud.length !== 2 || !/^\d{3} \d{3}$/.test(aloud[1])) fail("read out:", aloud.join(" and "));
await desk.emulateMedia({ media: "print" });
const sheet = await desk.evaluate(() => document.body.innerText);
for (const w of aloud) if (sheet.includes(w)) fail("the page that is read out prints", w);
if (out) await desk.pdf({ path: `${out}/patient_read_out.pdf` });
await desk.emulateMedia({ media: "screen" });
if (out) await desk.screenshot({ path: `${out}/patient_read_out.png`, fullPage: true });

await one("en", true, { worse: "We know you feel worse. Someone calls you by", notTheDate: "That is not the date we have.", where: "Where is my referral?", steps: "Your visit", call: "Whom to call", more: "With your code you see", notTheCode: "That is not your code.", visit: "How to get ready", reach: "Change how you reach me", answered: "We got it.",
  tick: "Tick a box", checks: "Someone checks it with you", concern: "Report a safety concern", wrong: "Tell us what went wrong.", thanks: "We got it. Thank you.", born: "Your birth date" });
await desk.goto(base + loop);
await says(desk, "feels worse");
await move("13");
await one("es", false, { night: ["¿Se siente peor? Ahora nadie lee esta página.", "Llame a la línea de enfermería", "Guardamos su nota. Pero nadie la lee antes del"], notTheDate: "Esa no es la fecha", where: "¿Dónde está mi orden?", steps: "Su cita", call: "A quién llamar", more: "Con su código verá", notTheCode: "Ese no es su código.", visit: "Cómo prepararse", reach: "Cambiar cómo me contactan", answered: "Ya lo recibimos.",
  tick: "Marque una casilla", checks: "Alguien lo revisa con usted", concern: "Avisar de un problema de seguridad", wrong: "Díganos qué salió mal.", thanks: "Ya lo recibimos. Gracias.", born: "Su fecha de nacimiento" });

// what they said is work of the practice, and the concern is with its administrator
await desk.goto(base + loop);
await says(desk, "asks to be reached another way");
await browser.close();
console.log(`${steps} steps, ${failed} failed`);
process.exit(failed ? 1 : 0);

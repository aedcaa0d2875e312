// The practice sheet of the largest organization here is one page of letter size
// on paper, with nothing on it but the sheet; on a printed list of the day no word
// of a column runs into the next one's; a referral is printed without the way back
// to its list, and what happened begins on the page that has room for it. Prints one
// line a fault.
import { chromium } from "playwright-core";

const [base] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage();
await page.goto(base + "/");
await page.fill("[name=email]", "admin@stluke.example");
await page.fill("[name=password]", "referd-demo");
await page.click("form[action='/session'] button");
await page.goto(base + "/setup/sheet");
const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
const sizes = [...pdf.matchAll(/\/MediaBox\s*\[([\d. ]+)\]/g)].map(m => m[1].trim().split(/\s+/).map(Number).map(Math.round).join(" "));
const pages = [...pdf.matchAll(/\/Type\s*\/Page\b(?!s)/g)].length;
await page.emulateMedia({ media: "print" });
const shown = await page.$$eval("nav, .top, h1, .btn", all => all.filter(e => e.checkVisibility()).map(e => e.className || e.tagName));
const nurse = await (await browser.newContext({ viewport: { width: 720, height: 960 } })).newPage();
await nurse.goto(base + "/");
await nurse.fill("[name=email]", "nurse@stluke.example");
await nurse.fill("[name=password]", "referd-demo");
await nurse.click("form[action='/session'] button");
await nurse.goto(base + "/day");
await nurse.emulateMedia({ media: "print" });
const over = await nurse.$$eval(".daylist td, .daylist th", all => all.filter(c => [...c.querySelectorAll("*")].some(e => e.getBoundingClientRect().right > c.getBoundingClientRect().right + 1)).map(c => c.textContent.trim().slice(0, 60)));
const lines = await nurse.$$eval(".daylist .due", all => all.length);
await nurse.goto(base + await nurse.getAttribute("main a[href*='/referrals/']", "href"));
const way = await nurse.$$eval(".crumb", all => all.filter(e => e.checkVisibility()).length);
const whole = await nurse.$eval(".sec:has(.timeline)", e => getComputedStyle(e).breakInside);
await browser.close();
const faults = [];
if (!lines || over.length) faults.push(`on the list of the day, of ${lines}: ${over}`);
if (way || whole !== "auto") faults.push(`a referral is printed with ${way} ways back, and what happened may break: ${whole}`);
if (pages !== 1) faults.push(`${pages} pages`);
if (sizes.some(s => s !== "0 0 612 792")) faults.push("sizes " + sizes);
if (shown.length) faults.push("printed beside it: " + shown);
for (const f of faults) console.log("FAIL", f);
console.log("1 sheet");
process.exit(faults.length ? 1 : 0);

// The practice sheet of the largest organization here is one page of letter size
// on paper, with nothing on it but the sheet. Prints one line a fault.
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
await browser.close();
const faults = [];
if (pages !== 1) faults.push(`${pages} pages`);
if (sizes.some(s => s !== "0 0 612 792")) faults.push("sizes " + sizes);
if (shown.length) faults.push("printed beside it: " + shown);
for (const f of faults) console.log("FAIL", f);
console.log("1 sheet");
process.exit(faults.length ? 1 : 0);

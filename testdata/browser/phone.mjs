// The queue on a telephone, with scripts and without: each row's box is there and
// large enough for a thumb, what is selected is claimed from the bar, and the other
// pages are two presses away. Prints one line a fault.
import { chromium } from "playwright-core";

const [base, out] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
let failed = 0;
const expect = (ok, words) => { if (!ok) { failed++; console.log("FAIL", words); } };
for (const scripts of [false, true]) {
  const how = scripts ? "with scripts" : "without scripts";
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, javaScriptEnabled: scripts });
  const page = await context.newPage();
  page.setDefaultTimeout(10000);
  await page.goto(base + "/");
  await page.fill("[name=email]", "intake@stluke.example");
  await page.fill("[name=password]", "referd-demo");
  await page.click("button.primary");
  await page.goto(base + "/queue?view=unclaimed");
  const boxes = page.locator("td.c-sel input");
  const n = await boxes.count();
  expect(n > 5, how + ": few rows: " + n);
  for (let i = 0; i < n; i++) {
    const at = await boxes.nth(i).boundingBox();
    expect(at && at.width >= 24 && at.height >= 24 && at.x >= 0, how + ": a box is " + JSON.stringify(at));
  }
  await page.locator('tr:has(.do) td.c-sel input').first().check();
  if (out) await page.screenshot({ path: `${out}/phone_queue_${scripts}.png` });
  const bar = await page.locator(".bulk").boundingBox(), rail = await page.locator(".rail").boundingBox();
  expect(bar && bar.x >= 0 && bar.x + bar.width <= 390 && bar.y + bar.height <= rail.y, how + ": the bar is " + JSON.stringify(bar) + " over " + JSON.stringify(rail));
  for (const words of ["Claim", "Assign", "Ask", "Forward", "Print", "CSV", "Clear"]) expect(await page.locator(`.bulk button:has-text("${words}")`).isVisible(), how + ": the bar has no " + words);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), how + ": wider than the window");
  await page.click('.bulk button:has-text("Claim")');
  expect(/1 claimed/.test(await page.locator("main").innerText()), how + ": not claimed: " + (await page.locator("main").innerText()).slice(0, 200));
  for (const to of ["/ops", "/visits", "/day", "/queue/people", "/help"]) {
    await page.goto(base + "/queue");
    await page.click('.rail a:has-text("More")');
    await page.click(`main a[href="${to}"]`);
    expect(new URL(page.url()).pathname === to, how + ": " + to + " led to " + page.url());
  }
  await context.close();
}
await browser.close();
console.log(`${failed} failed`);
process.exit(failed ? 1 : 0);

// FOR DEVELOPMENT: walks the desk in Chromium and leaves screenshots in look/, with axe's findings. Needs a built dist/.
// Usage: node dev/look.mjs [BASE_URL]   without an address it starts the pretended server itself.
// LOOK_USERS=anna,vera,admin LOOK_SIZES=1280x800,1920x1080 LOOK_LANGS=ru,en LOOK_THEMES=light,dark narrow the walk.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const out = new URL("../look/", import.meta.url).pathname;
mkdirSync(out, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const list = (name, usual) => (process.env[name] ?? usual).split(",");
let failed = 0;

async function withServer(then, more = {}) {
  if (process.argv[2]) return then(process.argv[2]);
  const child = spawn("node", [new URL("fake-server.mjs", import.meta.url).pathname, "0"], { env: { ...process.env, FAKE_RING_MS: "1500", ...more } });
  const base = await new Promise((resolve) => child.stdout.on("data", (text) => { const found = /http:\S+/.exec(String(text)); if (found) resolve(found[0]); }));
  try { return await then(base); } finally { child.kill(); }
}

async function check(page, name) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  for (const one of violations.filter((each) => ["serious", "critical"].includes(each.impact))) {
    failed += 1;
    console.log(`axe ${name}: ${one.id} (${one.impact}) ${one.nodes.slice(0, 3).map((node) => node.target.join(" ") + " :: " + (node.any[0]?.message ?? "")).join(" | ")}`);
  }
}

async function walk(browser, base, size, lang, theme, user = "anna") {
  const [width, height] = size.split("x").map(Number);
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, permissions: ["microphone"], locale: lang });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (line) => { if (line.type() === "error" && !/401|404|422/.test(line.text())) errors.push(line.text()); });
  const id = (name) => page.getByTestId(name);
  const shot = async (name) => {
    await page.waitForTimeout(350);
    await page.screenshot({ path: `${out}${name}-${width}-${lang}-${theme}.png` });
    await check(page, `${name}-${width}-${lang}-${theme}`);
  };
  await page.addInitScript((language) => localStorage.setItem("okno.language", language), lang);
  await page.goto(base);
  await id("login").waitFor();
  await shot("1-sign-in");
  await id("login").fill(user);
  await id("password").fill("demo");
  await id("sign-in").click();
  await id("state-ready").waitFor();
  if (user === "admin") {
    for (const tab of ["queues", "agents", "projects", "hours", "lists", "audit"]) {
      await page.goto(`${base}/#/rules?tab=${tab}`);
      await page.locator(".rules-main > *").first().waitFor();
      await shot(`14-rules-${tab}`);
    }
    await page.goto(`${base}/#/rules?tab=queues`);
    await page.locator('[data-rule="ring_limit_s"]').fill("0");
    await shot("15-rules-unsaved");
    await id("rules-save").click();
    await id("rules-problems").waitFor();
    await page.locator('[data-rule="ring_limit_s"]').scrollIntoViewIfNeeded();
    await shot("15-rules-refused");
  } else if (user === "vera") {
    await page.goto(`${base}/#/board`);
    await id("board-waiting").waitFor();
    await shot("8-board");
    await page.goto(`${base}/#/interactions`);
    await page.locator("tbody tr").nth(2).waitFor();
    await shot("9-interactions");
    await page.locator("tbody tr").nth(2).click();
    await shot("9-interaction");
    await page.keyboard.press("Escape");
    await page.goto(`${base}/#/settings`);
    await id("mic-test").waitFor();
    await shot("10-settings");
  } else {
    await shot("2-offline");
    await id("state-ready").click();
    await page.waitForTimeout(300);
    await shot("3-ready");
    await id("incoming").waitFor({ timeout: 70_000 });
    await shot("4-incoming");
    await page.keyboard.press("F2");
    await id("hang-up").waitFor();
    await page.locator("[data-note]").fill("Замер на вторник, 10:00. Перезвонить за час. <i>текст</i>");
    await id("timeline-item").first().waitFor().catch(() => console.log("no timeline items"));
    await shot("5-talk");
    await id("keypad").click();
    await shot("5-keypad");
    await page.keyboard.press("Escape");
    await id("search").fill("ов");
    await page.getByTestId("search-result").first().waitFor();
    await shot("5-search");
    await page.keyboard.press("Escape");
    await id("hang-up").click();
    await id("wrap-up").waitFor();
    await id("disposition").click();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await shot("6-wrap-up");
    await id("finish").click();
    await id("wrap-up").waitFor({ state: "detached" });
    await id("recording-play").first().click().catch(() => console.log("no recording"));
    await shot("7-after");
  }
  if (errors.length) { failed += 1; console.log(`${size} ${lang} ${theme}:`, [...new Set(errors)].join("\n")); }
  await context.close();
}

// A stranger calls, there is no microphone, and the page is loaded again in the middle of the call.
async function stranger(browser, base) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const id = (name) => page.getByTestId(name);
  page.on("pageerror", (error) => { failed += 1; console.log("stranger:", String(error)); });
  await page.goto(base);
  await id("login").fill("anna");
  await id("password").fill("demo");
  await page.keyboard.press("Enter");
  await id("state-ready").click();
  await id("incoming").waitFor();
  await page.screenshot({ path: `${out}11-stranger.png` });
  await page.keyboard.press("F2");
  await id("hang-up").waitFor();
  await page.locator("[data-note]").fill("Черновик переживёт загрузку");
  await page.waitForTimeout(400);
  await page.reload();
  await id("hang-up").waitFor();
  if (await page.locator("[data-note]").inputValue() !== "Черновик переживёт загрузку") { failed += 1; console.log("the draft is lost"); }
  await id("new-contact").click();
  await page.keyboard.type("Фёдор Новый");
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${out}12-new-contact.png` });
  await check(page, "new-contact");
  await id("save-contact").click();
  await page.getByTestId("card-name").filter({ hasText: "Фёдор Новый" }).waitFor();
  await page.waitForTimeout(400);
  await page.screenshot({ path: `${out}13-attached.png` });
  await check(page, "attached");
  await page.keyboard.press("F4");
  await id("wrap-up").waitFor();
  await page.keyboard.press("3");
  await page.keyboard.press("Control+Enter");
  await id("wrap-up").waitFor({ state: "detached" });
  await context.close();
}

if (!process.argv[2] && !process.env.LOOK_USERS) await withServer(async (base) => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--use-fake-ui-for-media-stream"] });
  await stranger(browser, base);
  await browser.close();
}, { FAKE_STRANGER: "1" });
await withServer(async (base) => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"] });
  for (const size of list("LOOK_SIZES", "1280x800,1920x1080")) for (const lang of list("LOOK_LANGS", "ru,en")) for (const theme of list("LOOK_THEMES", "light,dark")) {
    for (const user of list("LOOK_USERS", "anna,vera,admin")) await walk(browser, base, size, lang, theme, user);
  }
  await browser.close();
});
console.log(failed ? `${failed} findings` : "no findings");
process.exit(failed ? 1 : 0);

// An administrator gives anna a skill and makes the queue need it while the centre runs: the next call is hers, the explanation
// stands beside the rule; a mistake is refused whole with its place named; the save is taken back.
import { Browser } from "../lib/browser.mjs";
import { Api } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { Server } from "../lib/server.mjs";
import { customer } from "../lib/sipp.mjs";
import { check, until } from "../lib/wait.mjs";
import { set_language } from "./12_pictures.mjs";

export const name = "rules changed in the desk decide the next call, and a mistake is refused with its place";
export const limit_s = 240;
const sizes = [[1280, 800], [1920, 1080]];

export async function story(t) {
  const server = await Server.start(t);
  const browser = await Browser.start(t);
  const boris = await browser.desk(server.url);
  await boris.sign_in("boris");
  await boris.ready();  // before anna: without the rule the call is his, who has been idle for longer
  const anna = await browser.desk(server.url);
  await anna.sign_in("anna");
  await anna.ready();

  const admin = await browser.desk(server.url);
  await admin.sign_in("admin");
  const page = admin.page;
  await page.goto(`${server.url}/#/rules?tab=agents`);
  await admin.at("new-skill").fill("billing");
  await admin.click("add-skill");
  await admin.at("skill-anna-billing").fill("5");
  await page.goto(`${server.url}/#/rules?tab=queues`);
  await admin.click("rules-item-support");
  await admin.at("required-skills").fill("billing");
  await page.keyboard.press("Enter");
  const level = page.locator(".rules-levels input").first();
  await level.click();
  await page.getByRole("option", { name: "3", exact: true }).click();
  await admin.click("rules-save");
  await until("the rules are saved", async () => (await admin.at("rules-save").count()) === 0);
  const api = await Api.sign_in(server.url, "admin");
  const saved = await api.get("/configuration");
  const support = saved.queues.find((one) => one.name === "support");
  check(JSON.stringify(support.required) === JSON.stringify([{ skill: "billing", level: 3 }]), JSON.stringify(support.required));
  check(saved.agents.find((one) => one.login === "anna").skills[0].level === 5, "anna knows billing");

  const sound = await Sound.open(t, 440);
  const call = await customer(t, server, sound, { number: "+79169990001" });  // nobody's customer: only the skill decides
  await anna.sees("incoming", 20_000);
  check((await boris.at("incoming").count()) === 0, "boris is not rung");
  await anna.click("answer");
  await sound.hears_tone(1000);
  const words = await until("the explanation stands beside the rule", async () => {
    const first = admin.at("last-decision").first();
    return (await first.count()) ? first.innerText() : undefined;
  }, 15_000);
  t.note(words.replace(/\s+/g, " "));
  check(/Анна/.test(words), `the explanation names who has him: ${words}`);

  // A mistake: nothing is saved, the place is named, and the field says it.
  await page.locator('[data-rule="ring_limit_s"]').fill("0");
  await admin.click("rules-save");
  const problems = await (await admin.sees("rules-problems")).innerText();
  check(problems.includes(support.title), `the place is named: ${problems}`);
  const described = await page.locator('[data-rule="ring_limit_s"]').getAttribute("aria-invalid");
  check(described === "true", "the field is marked");
  check((await api.get("/configuration")).version === saved.version, "nothing was saved");
  await page.locator('[data-rule="ring_limit_s"]').fill("25");
  await admin.click("rules-save");
  await until("it is saved", async () => (await api.get("/configuration")).queues.find((one) => one.name === "support").ring_limit_s === 25);
  await admin.click("rules-undo");
  await until("it is taken back", async () => (await api.get("/configuration")).queues.find((one) => one.name === "support").ring_limit_s === support.ring_limit_s);
  await anna.click("hang-up");
  await call.ended_well();
  await pictures(admin, server);
}

// Every tab in both languages and themes, for axe and for people.
async function pictures(admin, server) {
  const { page } = admin;
  // A message that fades is no picture, and no colour to be measured.
  await until("no message is on the screen", async () => (await page.locator(".mantine-Notification-root").count()) === 0, 30_000);
  for (const language of ["ru", "en"]) {
    await set_language(admin, language);
    for (const scheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: scheme });
      for (const tab of ["queues", "agents", "projects", "hours", "entries", "lists", "audit"]) {
        await page.goto(`${server.url}/#/rules?tab=${tab}`);
        for (const [width, height] of sizes) {
          await page.setViewportSize({ width, height });
          await admin.settled();
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          check(wide <= 0, `${tab}, ${language}, ${width}: the page is ${wide} px too wide`);
          await admin.picture(`rules-${tab}-${language}-${scheme}-${width}`);
        }
        await admin.accessible(`rules ${tab}, ${language}, ${scheme}`);
      }
    }
  }
}

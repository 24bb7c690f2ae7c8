// The first day of an administrator: a new queue, somebody new in it and a number that leads to it are one save. A login that is
// taken is said of who is new; a capacity is kept as typed until the server names the channel; the queue is closed for today and
// that is taken back.
import { Browser } from "../lib/browser.mjs";
import { Api } from "../lib/call.mjs";
import { Server } from "../lib/server.mjs";
import { check, until } from "../lib/wait.mjs";

export const name = "a new queue with its people and its number is one save, and it is closed for today with one press";
export const limit_s = 120;

export async function story(t) {
  const server = await Server.start(t);
  const browser = await Browser.start(t);
  const admin = await browser.desk(server.url);
  await admin.sign_in("admin");
  const api = await Api.sign_in(server.url, "admin");
  await first_day(t, admin, api, server.url);
  admin.no_errors(/422/);
}

export async function first_day(t, admin, api, url) {
  const { page } = admin;
  const open = (query) => page.goto(`${url}/#/rules?${query}`);
  await open("tab=queues");
  await admin.at("new-queue").fill("Клуб");
  await admin.click("add-queue");
  await admin.click("queue-people");
  await page.getByLabel("Анна Петрова: Клуб", { exact: true }).check();
  await open("tab=agents&view=staff");
  await admin.click("add-agent");
  const row = page.locator("tbody tr").last();
  await row.locator('[data-testid^="staff-name"]').fill("Новенький");
  await row.locator('[data-testid^="staff-login"]').fill("anna");
  await row.locator('[data-testid^="staff-password"]').fill("long enough");
  await open("tab=agents&view=queues");
  await page.getByLabel("Новенький: Клуб", { exact: true }).check();
  await open("tab=queues");
  await admin.click("rules-item-klub");
  await admin.click("queue-entry");
  await page.locator(".rules-entries li").last().locator("input").first().fill("8 800 555-01-77");
  await open("tab=agents&view=channels");
  await page.getByLabel("Анна Петрова: Чат").fill("200");
  check((await page.getByLabel("Анна Петрова: Чат").inputValue()) === "200", "what was typed stays");

  const before = await api.get("/configuration");
  await admin.click("rules-save");
  const problems = await (await admin.sees("rules-problems")).innerText();
  t.note(problems.replace(/\s+/g, " "));
  check(/Новенький — Логин/.test(problems), "the taken login is said of who is new");
  check(/Анна Петрова — чаты: от 0 до 10/.test(problems), "the channel and its range are named");
  check((await api.get("/configuration")).version === before.version, "nothing was saved");

  await page.getByLabel("Анна Петрова: Чат").fill("2");
  await open("tab=agents&view=staff");
  await page.locator("tbody tr").last().locator('[data-testid^="staff-login"]').fill("newbie");
  await admin.click("rules-save");
  await until("all is saved", async () => (await admin.at("rules-save").count()) === 0);
  const saved = await api.get("/configuration");
  const club = saved.queues.find((one) => one.name === "klub");
  check(saved.agents.find((one) => one.login === "newbie").queues.includes(club.id), "who is new works in the new queue");
  check(saved.agents.find((one) => one.login === "anna").queues.includes(club.id), "anna works there, too");
  check(saved.entries.some((one) => one.number === "+78005550177" && one.target === "queue:klub"), "the number leads there");

  await open(`tab=queues&id=${club.id}`);
  await admin.click("queue-turn");
  await admin.click("queue-turn-go");
  await until("it is closed", async () => /Закрыта/.test(await admin.text("queue-now-line").catch(() => "")));
  await page.locator(".done-undo").last().click();
  await until("that is taken back", async () => (await api.get("/configuration")).hours.length === before.hours.length);
}

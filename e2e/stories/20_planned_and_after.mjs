// Anna hands a customer over and still writes what her share came to; she plans a call, moves it and calls it off, each time taken
// back; Vera puts agents into other states: they see by whom, no call is cut, and she is asked only when customers would wait for nobody.
import { Browser } from "../lib/browser.mjs";
import { Api, anna_talks_boris_is_ready, interaction_where } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { Server } from "../lib/server.mjs";
import { customer } from "../lib/sipp.mjs";
import { check, until } from "../lib/wait.mjs";

export const name = "work after a share, planned calls, and states set by a supervisor";
export const limit_s = 240;
const minute = 60_000;

export async function story(t) {
  const server = await Server.start(t);
  const browser = await Browser.start(t);
  const admin = await Api.sign_in(server.url, "admin");
  await more_time_is_allowed(admin);
  const { anna, boris, call, mine, id } = await anna_talks_boris_is_ready(t, server, browser);

  await hands_over(anna, boris);
  await after_work(anna, mine, id);
  await planned(anna, mine);
  const vera = await browser.desk(server.url);
  await vera.sign_in("vera");
  await forced(t, server, { vera, anna, boris, admin });

  await boris.click("hang-up");
  await call.ended_well();
  await more_time(boris, admin);
  await boris.choose_disposition();
  await boris.click("finish");
  await until("boris is off duty after his work", async () => (await agent(admin, "boris")).state === "offline");
  await interaction_where(admin, id, "it has ended", (i) => i.state === "ended");
}

async function more_time_is_allowed(admin) {
  const { version, queues } = await admin.get("/configuration");
  const support = queues.find((one) => one.name === "support");
  await admin.call("PATCH", "/configuration", { version, queues: [{ ...support, wrap_up_limit_s: 60, wrap_up_extension_s: 30, wrap_up_extensions: 1 }] });
}
async function agent(api, login) {
  const all = await api.get("/agents");
  return (all.items ?? all).find((one) => one.login === login);
}

async function hands_over(anna, boris) {
  await anna.click("transfer");
  await anna.at("transfer-to").fill("Борис");
  await anna.accessible("whom to hand over to");
  await anna.page.keyboard.press("Enter");
  await boris.sees("incoming", 20_000);
  await boris.click("answer");
  await boris.sees("hang-up");
}

async function after_work(anna, mine, id) {
  const form = await (await anna.sees("wrap-up")).innerText();
  check(/Борис/.test(form), `she sees who has the customer now: ${form}`);
  await anna.accessible("the work after a share");
  await anna.page.reload();  // a window opened anew shows it again
  await anna.sees("wrap-up");
  await anna.at("note").fill("Просит счёт до вечера");
  await anna.choose_disposition();
  const before = await agent(mine, "anna");
  check(before.state === "wrap_up" && before.until_ms > Date.now(), `she works after it, with a limit: ${JSON.stringify(before)}`);
  await anna.click("finish");
  await anna.sees_no("wrap-up");
  await until("she is ready again", async () => (await agent(mine, "anna")).state === "ready");
  const live = await mine.get(`/interactions/${id}`);
  check(live.state === "active" && /Борис/.test(live.agent.name), `boris talks on: ${live.state} ${live.agent?.name}`);
  const hers = live.segments.find((one) => /Анна/.test(one.agent?.name ?? ""));
  check(hers.disposition !== "", `her own result: ${JSON.stringify(live.segments)}`);
}

async function planned(anna, mine) {
  const { page } = anna;
  await page.goto(page.url().replace(/#.*/, "") + "#/planned");
  await page.getByText("Пока никому не обещали").waitFor();
  await anna.accessible("no planned calls");
  await page.goto(page.url().replace(/#.*/, "") + "#/");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("Мария Иванова");
  await page.getByRole("option").first().click();
  await anna.click("plan-call");
  await anna.click("moment-hour");
  await anna.at("plan-note").fill("Сказать цену");
  await anna.accessible("planning a call");
  await anna.click("plan-save");
  const [made] = await until("it is planned", async () => { const all = await list(mine); return all.length ? all : undefined; });
  check(Math.abs(made.at_ms - Date.now() - 60 * minute) < 3 * minute && made.note === "Сказать цену" && /Анна/.test(made.agent.name), JSON.stringify(made));
  await anna.sees("next-planned");

  await page.goto(page.url().replace(/#.*/, "") + "#/planned");
  await anna.sees("planned-row");
  await anna.click("planned-move");
  await anna.click("moment-tomorrow");
  await anna.click("planned-move-save");
  await until("it is moved", async () => (await list(mine))[0].at_ms > made.at_ms + 60 * minute);
  await anna.accessible("planned calls");
  await undo(anna);
  await until("it is moved back", async () => (await list(mine))[0].at_ms === made.at_ms);
  await anna.click("planned-off");
  await until("it is called off", async () => (await list(mine)).length === 0);
  await undo(anna);
  const [again] = await until("it is planned again", async () => { const all = await list(mine); return all.length ? all : undefined; });
  check(again.at_ms === made.at_ms && again.note === made.note && again.agent.id === made.agent.id, JSON.stringify(again));
}
async function list(api) {
  const all = await api.get("/planned-calls");
  return all.items ?? all;
}
async function undo(desk) { await desk.page.locator(".done-undo").last().click(); }

async function forced(t, server, { vera, anna, boris, admin }) {
  await vera.page.goto(`${server.url}/#/board`);
  await vera.click("force-anna");
  await vera.accessible("states for an agent");
  await vera.click("force-pause-lunch");
  await until("anna is on a pause", async () => (await agent(admin, "anna")).state === "pause");
  await anna.page.goto(`${server.url}/#/`);
  const words = await (await anna.sees("forced")).innerText();
  check(/Вера/.test(words) && /Обед/.test(words), `she sees by whom and why: ${words}`);
  check((await anna.text("state-now")) === "Обед", "and her state has the reason");
  check((await agent(admin, "anna")).forced_by?.name.startsWith("Вера"), "the board says by whom");
  await anna.accessible("a state set by somebody else");

  // Boris alone is at work and somebody waits: now she is asked first, and his call goes on all the same.
  const sound = await Sound.open(t, 700);
  await customer(t, server, sound, { number: "+79031112233" });
  await until("somebody waits", async () => (await vera.text("board-waiting")) === "1");
  await vera.click("force-boris");
  await vera.click("force-offline");
  await vera.sees("force-sure");
  await vera.accessible("the question");
  check((await agent(admin, "boris")).state === "talking", "nothing happens before the answer");
  await vera.click("force-sure");
  await vera.page.getByText(/после разговора/).first().waitFor();
  check((await agent(admin, "boris")).state === "talking", "his call is not cut");
  await boris.sees("hang-up");
}

async function more_time(boris, admin) {
  await boris.sees("wrap-up");
  const before = (await agent(admin, "boris")).until_ms;
  await boris.click("more-time");
  await until("the work after may last longer", async () => Math.abs((await agent(admin, "boris")).until_ms - before - 30_000) < 1000);
  await boris.click("more-time");  // the queue gives it once
  await boris.sees_no("more-time");
  check(/Больше времени/.test(await boris.text("wrap-up")), "it says why there is no more");
}

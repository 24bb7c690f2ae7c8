// A short number from a desk phone rings the colleague's desk phone, and from the browser's directory his browser: his name is on the
// screen, both hear each other, and no queue, wrap-up or recording has to do with it.
import { Browser } from "../lib/browser.mjs";
import { Api, interaction_where } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { Server } from "../lib/server.mjs";
import { desk_phone, phone_dials } from "../lib/sipp.mjs";
import { check, next, until } from "../lib/wait.mjs";

export const name = "a colleague is called by his short number, from a desk phone and from the directory";
export const limit_s = 180;

export async function story(t) {
  const server = await Server.start(t);
  const api = await Api.sign_in(server.url, "admin");
  const { agents } = await api.get("/configuration");
  const number_of = (login) => agents.find((one) => one.login === login).extension;
  check(/^\d{3}$/.test(number_of("boris")), `boris has a short number: ${number_of("boris")}`);
  await by_desk_phones(t, server, api, number_of("boris"));
  await by_browsers(t, server, api, number_of("anna"));
  await somebody_new(api);
}

// Two telephones, nobody signed in: the state of who has a telephone does not matter.
async function by_desk_phones(t, server, api, borises) {
  const [hers, his] = [await Sound.open(t, 440), await Sound.open(t, 700)];
  const boris = await desk_phone(t, server, his, { user: "boris-desk", ring_ms: 500 });
  const anna = await phone_dials(t, server, hers, borises, { user: "anna-desk" });
  await hers.hears_tone(700);
  await his.hears_tone(440);
  const invite = boris.messages().find((m) => !m.sent && m.first.startsWith("INVITE "));
  check(/^From: .*Анна/m.test(invite.body), `the telephone shows who calls: ${/^From:.*/m.exec(invite.body)?.[0]}`);
  const live = await until("the call is live", async () => (await api.interactions("?limit=1")).find((i) => i.state === "active"));
  check(live.direction === "internal" && live.queue === "" && live.to === borises && /Анна/.test(live.caller?.name ?? ""), JSON.stringify(live));
  const boris_api = await Api.sign_in(server.url, "boris");
  await boris_api.call("POST", `/calls/${live.id}/hangup`);
  await boris.ended_well();
  await anna.ended_well();
  const row = await interaction_where(api, live.id, "it has ended", (i) => i.state === "ended");
  check(row.end_cause === "answered" && !row.has_recording && row.talk_ms > 0, JSON.stringify(row));
}

// From the directory to the browser: the colleague's name stands where else the customer's does.
async function by_browsers(t, server, api, annas) {
  const browser = await Browser.start(t);
  const anna = await browser.desk(server.url), boris = await browser.desk(server.url);
  await anna.sign_in("anna");
  await anna.ready();
  await boris.sign_in("boris");
  await boris.ready();
  await boris.click("colleagues");
  await boris.at("directory-search").fill(annas);
  const row = await boris.sees("directory-person");
  check(/Анна/.test(await row.innerText()) && (await row.getAttribute("data-presence")) === "ready", await row.innerText());
  await boris.accessible("the directory");
  await boris.click("directory-call");
  await anna.sees("incoming", 20_000);
  check(/Борис/.test(await anna.text("incoming")), `who calls is on the screen: ${await anna.text("incoming")}`);
  await anna.click("answer");
  const { id } = await until("they talk", async () => (await api.interactions("?limit=1")).find((i) => i.state === "active" && i.direction === "internal"));
  check(await anna.at("disposition").count() === 0, "a call between colleagues has no result");
  await anna.accessible("a call between colleagues");
  await boris.sees("hang-up");
  await next(2000);
  const states = (await api.get("/agents")).items ?? (await api.get("/agents"));
  check(states.filter((one) => one.state === "talking").length === 2, `both talk: ${JSON.stringify(states.map((one) => [one.login, one.state]))}`);
  await boris.click("hang-up");
  const done = await interaction_where(api, id, "it has ended", (i) => i.state === "ended");
  check(done.end_cause === "answered" && done.wrap_up_ms === 0 && done.talk_ms >= 1500, JSON.stringify(done));
  await anna.sees_no("talk");
  await until("both are ready again", () => Promise.all([anna, boris].map((desk) => desk.text("state-now"))).then((all) => all.every((word) => /Готов/.test(word))));
}

// The account brings the number.
async function somebody_new(api) {
  const { version, agents } = await api.get("/configuration");
  const fresh = { id: 0, login: "galina", name: "Галина Новая", role: "agent", password: "correct horse", extension: "", department: "Склад", language: "ru", queues: [],
    capacity: { voice: 1, chat: 1, email: 5, sms: 5, social: 5 }, skills: [], points: [], mobile: "", shift: "" };
  await api.call("PATCH", "/configuration", { version, agents: [fresh] });
  const now = (await api.get("/configuration")).agents;
  const hers = now.find((one) => one.login === "galina").extension;
  check(/^\d{3,4}$/.test(hers) && !agents.some((one) => one.extension === hers), `the next free number: ${hers}`);
}

// Who waits hears in Russian his place, how long it will take, and that he may be called instead: he keeps his place without the line,
// and when an agent takes his card he is rung. The two hear each other also when the agent's browser line comes only after he answered.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Browser } from "../lib/browser.mjs";
import { Api, interaction_where, tones_are_recorded } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { Server } from "../lib/server.mjs";
import { Sipp, customer, free_sip_port } from "../lib/sipp.mjs";
import { check, next, until } from "../lib/wait.mjs";

export const name = "a customer who waits hears his place and asks to be called, and is, even by an agent whose line is late";
export const limit_s = 240;
const maria = "+79161234567", stranger = "+79169990000";
const people_to_learn_from = 10;  // served before the line knows how fast it moves

async function announced(server, admin) {
  const { version, queues, projects } = await admin.get("/configuration");
  const support = queues.find((one) => one.name === "support");
  await admin.call("PATCH", "/configuration", { version, queues: [{ ...support,
    announce_first_s: 1, announce_every_s: 0, announce_position: true, announce_wait: true, callback_offered: true }] });
  const { name, language } = projects.find((one) => one.id === support.project);
  check(language === "ru", `the project speaks ${language}`);
  return async (node) => {
    const file = join(server.data, "prompts", name, `${node}.wav`);
    await until(`${node} is spoken into a file`, () => existsSync(file), 60_000);
    return file;
  };
}

// Ten chats that had to wait are taken one after another.
async function line_learns(server) {
  const anna = await Api.sign_in(server.url, "anna");
  for (let i = 0; i < people_to_learn_from; i++)
    await anna.post("/interactions", { channel: "chat", queue: "support", from: `visitor ${i}`, text: "Здравствуйте" });
  await anna.put("/me/state", { state: "ready" });
  for (let i = 0; i < people_to_learn_from; i++) {
    const [chat] = await until(`chat ${i} is offered`, async () => {
      const all = await anna.interactions("?state=offered");
      return all.length > 0 ? all : undefined;
    });
    await anna.post(`/interactions/${chat.id}/accept`, {});
    await anna.post(`/interactions/${chat.id}/finish`, { disposition: "resolved" });
  }
  await anna.put("/me/state", { state: "pause" });
}

async function waiting_row(api) {
  const [row] = await until("the customer waits", async () => {
    const all = await api.interactions("?state=waiting");
    return all.length > 0 ? all : undefined;
  });
  return row;
}

// Presses 1 while he waits, hears the thanks, and his line is over.
async function asks_to_be_called(t, { server, admin, words, number, expected = [] }) {
  const sound = await Sound.open(t, 440);
  const call = await customer(t, server, sound, { number });
  for (const node of [...expected, "callback-offer"]) await sound.hears_words(await words(node));
  const row = await waiting_row(admin);
  sound.press("1");
  await sound.hears_words(await words("callback-thanks"));
  await call.ended_well(30_000);
  const kept = await admin.get(`/interactions/${row.id}`);
  check(kept.callback === true && kept.from === number, `he keeps his place: ${JSON.stringify(kept)}`);
  return row.id;
}

async function his_phone(t, server, port, hertz) {
  const sound = await Sound.open(t, hertz);
  const phone = new Sipp(t, "desk_phone", server.at.sip, { user: "maria", port, hold_ms: 500, keys: { sound_port: sound.port } });
  sound.follow(phone);
  return { sound, phone };
}

async function has_ended(t, admin, id, phone) {
  await phone.ended_well();
  const done = await interaction_where(admin, id, "the callback has ended", (i) => i.ended_at_ms);
  check(done.end_cause === "answered" && done.tries === 1, JSON.stringify(done));
  await tones_are_recorded(t, admin, id, { left: 700, left_s: 1 });
}

// A browser in which the microphone comes only when `let_it()` is called.
async function slow_microphone(browser) {
  const context = await browser.person();
  await context.addInitScript(() => {
    const devices = navigator.mediaDevices, ask = devices.getUserMedia.bind(devices);
    const allowed = new Promise((done) => { window.e2e_allow = done; });
    devices.getUserMedia = async (wanted) => { await allowed; return ask(wanted); };
  });
  return context;
}

export async function story(t) {
  const home = await free_sip_port();  // the customers' own telephone
  const server = await Server.start(t, { more: ["--trunk", `127.0.0.1:${home}`] });
  const admin = await Api.sign_in(server.url, "admin");
  const words = await announced(server, admin);
  await line_learns(server);

  // Anna talks, Maria waits behind.
  const browser = await Browser.start(t);
  const anna = await browser.desk(server.url);
  await anna.sign_in("anna");
  await anna.ready();
  const first = await Sound.open(t, 440);
  const talk = await customer(t, server, first, { number: stranger });
  await anna.sees("incoming", 20_000);
  await anna.click("answer");
  await first.hears_tone(1000);
  const id = await asks_to_be_called(t, { server, admin, words, number: maria, expected: ["place-1", "wait-1"] });

  // Her line is there before the customer answers.
  const home_phone = await his_phone(t, server, home, 700);
  await anna.click("hang-up");
  await talk.ended_well();
  await anna.choose_disposition();
  await anna.click("finish");
  await until("Maria's card", async () => (await anna.at("card-name").count()) > 0 && (await anna.text("card-name")).includes("Мария Иванова"), 20_000);
  await anna.click("answer");
  await home_phone.sound.hears_tone(1000, 30_000);
  await interaction_where(admin, id, "the two talk", (i) => i.state === "active");
  await next(2000);
  await anna.click("hang-up");
  await has_ended(t, admin, id, home_phone.phone);
  await anna.choose_disposition();
  await anna.click("finish");
  await anna.click("state-pause");

  // His browser asks for the microphone until the customer has long answered.
  const late = await asks_to_be_called(t, { server, admin, words, number: stranger });
  const second = await his_phone(t, server, home, 700);
  const boris = await browser.desk(server.url, { context: await slow_microphone(browser) });
  await boris.sign_in("boris");
  await boris.click("state-ready");
  await boris.sees("incoming", 20_000);
  await boris.click("answer");
  await interaction_where(admin, late, "the customer has answered", (i) => i.state === "active", 30_000);
  await next(1000);
  await boris.page.evaluate(() => window.e2e_allow());
  await boris.phone_connected();
  await second.sound.hears_tone(1000);
  await next(2000);
  await boris.click("hang-up");
  await has_ended(t, admin, late, second.phone);
}

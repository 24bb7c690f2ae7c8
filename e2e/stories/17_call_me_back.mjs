// Who waits hears his place and may ask to be called: he keeps it without the line, and when an agent takes his card he is rung.
// Outside hours he leaves a message, which is in the recording.
import { Browser } from "../lib/browser.mjs";
import { Api, interaction_where } from "../lib/call.mjs";
import { decode_mp3, seconds_of } from "../lib/sound.mjs";
import { Sound } from "../lib/rtp.mjs";
import { Server } from "../lib/server.mjs";
import { Sipp, customer, free_sip_port } from "../lib/sipp.mjs";
import { check, next, until } from "../lib/wait.mjs";

export const name = "a customer who waits asks to be called and is; outside hours he leaves a message";
export const limit_s = 180;

async function change(api, of_queue) {
  const { version, queues } = await api.get("/configuration");
  const support = queues.find((one) => one.name === "support");
  await api.call("PATCH", "/configuration", { version, queues: [{ ...support, ...of_queue }], hours: [{
    name: "never", title: "", zone: "Europe/Moscow", week: [{ weekday: 1, open: { from_s: 0, to_s: 1 } }], dates: [] }] });
}

export async function story(t) {
  const home = await free_sip_port();  // the customer's own telephone
  const server = await Server.start(t, { more: ["--trunk", `127.0.0.1:${home}`] });
  const admin = await Api.sign_in(server.url, "admin");
  await change(admin, { announce_first_s: 1, announce_every_s: 0, announce_position: true, callback_offered: true });

  const waiting = await Sound.open(t, 440);
  const call = await customer(t, server, waiting);
  const [row] = await until("the customer waits", async () => {
    const all = await admin.interactions("?state=waiting");
    return all.length > 0 ? all : undefined;
  });
  await waiting.hears_something();
  await next(1500);              // the offer is spoken
  waiting.press("1");
  await call.ended_well(30_000);  // thanked, then our BYE
  const kept = await admin.get(`/interactions/${row.id}`);
  check(kept.state === "waiting" && kept.callback === true, `he keeps his place: ${JSON.stringify(kept)}`);

  const answering = await Sound.open(t, 700);
  const phone = new Sipp(t, "desk_phone", server.at.sip, { user: "maria", port: home, hold_ms: 500, keys: { sound_port: answering.port } });
  answering.follow(phone);
  const browser = await Browser.start(t);
  const desk = await browser.desk(server.url);
  await desk.sign_in("anna");
  await desk.click("state-ready");  // the card comes at once
  await desk.sees("card-name");
  check((await desk.text("card-name")).includes("Мария Иванова"), `card-name: ${await desk.text("card-name")}`);
  await desk.click("answer");
  await answering.hears_tone(1000, 30_000);
  await interaction_where(admin, row.id, "the two talk", (i) => i.state === "active");
  await next(2000);
  await desk.click("hang-up");
  await phone.ended_well();
  const done = await interaction_where(admin, row.id, "the callback has ended", (i) => i.ended_at_ms);
  check(done.end_cause === "answered", JSON.stringify(done));

  // Closed: a message after the signal.
  await change(admin, { hours: "never", when_closed: "voicemail" });
  const late = await Sound.open(t, 440);
  const message = await customer(t, server, late, { number: "+79169990000", leaves_after_ms: 12_000 });
  await late.hears_something();
  await message.ended_well(40_000);
  const [left] = await until("the message is kept", async () => {
    const all = (await admin.interactions("?state=ended")).filter((one) => one.end_cause === "voicemail" && one.has_recording);
    return all.length > 0 ? all : undefined;
  });
  const sound = decode_mp3(await admin.recording(left.id));
  const said_s = seconds_of(sound.left, 440, sound.rate);
  t.note(`message: ${sound.seconds.toFixed(1)} s, ${said_s} s of it spoken`);
  check(said_s >= 1, `the message holds the customer's tone: ${said_s} s`);
}

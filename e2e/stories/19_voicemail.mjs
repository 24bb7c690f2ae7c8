// Outside hours a caller hears in Russian that he may leave a message, speaks after the signal and hangs up, or presses the key: the
// supervisor finds the messages on the desk with their length, and plays them.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Browser } from "../lib/browser.mjs";
import { Api } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { Server } from "../lib/server.mjs";
import { customer } from "../lib/sipp.mjs";
import { decode_mp3, seconds_of } from "../lib/sound.mjs";
import { check, next, until } from "../lib/wait.mjs";

export const name = "outside hours a caller leaves a message, and it is found on the desk and played";
export const limit_s = 180;
const speaks_ms = 3000;

// Open one second a week; gives the file of the words.
async function closed(server, admin) {
  const { version, queues, projects } = await admin.get("/configuration");
  const support = queues.find((one) => one.name === "support");
  await admin.call("PATCH", "/configuration", { version,
    queues: [{ ...support, hours: "never", when_closed: "voicemail" }],
    hours: [{ name: "never", title: "", zone: "Europe/Moscow", week: [{ weekday: 1, open: { from_s: 0, to_s: 1 } }], dates: [] }] });
  const file = join(server.data, "prompts", projects.find((one) => one.id === support.project).name, "voicemail.wav");
  await until("the words are spoken into a file", () => existsSync(file), 60_000);
  return file;
}

// Hears the words and the signal; the answer is the moment of the signal.
async function after_the_signal(sound, words) {
  await sound.hears_words(words);
  await sound.hears_tone(1000, 30_000);
  return Date.now();
}

async function kept(admin, number) {
  const [row] = await until(`the message of ${number} is kept`, async () => {
    const all = (await admin.interactions("?state=ended")).filter((one) => one.end_cause === "voicemail" && one.from === number);
    return all.length > 0 ? all : undefined;
  });
  check(row.has_recording && row.recording_mark === "" && row.queue === "support", JSON.stringify(row));
  return row;
}

async function is_heard(t, admin, row, hertz, spoken_ms) {
  const sound = decode_mp3(await admin.recording(row.id));
  const said_s = seconds_of(sound.left, hertz, sound.rate);
  t.note(`message of ${row.from}: ${row.message_ms} ms by its row, ${sound.seconds.toFixed(1)} s of recording, ${said_s} s of it spoken`);
  check(Math.abs(sound.seconds * 1000 - row.message_ms) < 700, `the row's length is the recording's: ${row.message_ms} ms, ${sound.seconds} s`);
  check(said_s * 1000 >= spoken_ms - 700, `the caller's ${hertz} Hz is in it: ${said_s} s`);
}

export async function story(t) {
  const server = await Server.start(t);
  const admin = await Api.sign_in(server.url, "admin");
  const words = await closed(server, admin);

  // A customer whom we know hangs up when he has said all.
  const known = "+79161234567", unknown = "+79169990000";
  const late = await Sound.open(t, 440);
  const leaves = await customer(t, server, late, { number: known, leaves_after_ms: 15_000 });
  await after_the_signal(late, words);
  await leaves.ended_well(40_000);
  const by_hand = await kept(admin, known);
  check(by_hand.contact?.name === "Мария Иванова" && by_hand.message_ms >= 2000, JSON.stringify(by_hand));
  await is_heard(t, admin, by_hand, 440, by_hand.message_ms);

  // A stranger ends it by the key: our BYE.
  const other = await Sound.open(t, 700);
  const call = await customer(t, server, other, { number: unknown });
  const from = await after_the_signal(other, words);
  await next(speaks_ms);
  other.press("#");
  await call.ended_well(20_000);
  const spoken_ms = Date.now() - from;
  const by_key = await kept(admin, unknown);
  check(by_key.message_ms >= speaks_ms - 500 && by_key.message_ms <= spoken_ms + 1000, `${by_key.message_ms} ms for ${spoken_ms} ms`);
  await is_heard(t, admin, by_key, 700, speaks_ms);

  // The supervisor's list.
  const browser = await Browser.start(t);
  const desk = await browser.desk(server.url);
  await desk.sign_in("vera");
  await desk.page.goto(`${server.url}/#/interactions?outcome=voicemail`);
  const rows = desk.page.locator("tbody tr");
  await until("both messages are in the list", async () => (await rows.count()) === 2);
  const line = (await rows.first().innerText()).replace(/\s+/g, " ");
  t.note(line);
  const seconds = Math.round(by_key.message_ms / 1000);
  check(line.includes("Голосовое сообщение") && [seconds - 1, seconds, seconds + 1].some((s) => line.includes(`0:0${s}`)), `the row tells the length: ${line}`);
  await rows.first().click();
  await desk.click("recording-play");
  await until("the message plays", () => desk.page.evaluate(() => [...document.querySelectorAll("audio")].some((a) => a.currentTime > 0.3)));
  await desk.accessible("a message");
  desk.no_errors(/net::ERR_ABORTED|401/);
}

// By rule: on demand nothing is recorded before the button, the announcement comes before the sound, old recordings go when their
// days are over and their rows say so, and a disk that fills is announced to supervisors while there is still room.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Browser } from "../lib/browser.mjs";
import { Api, interaction_where, last_of_anna } from "../lib/call.mjs";
import { house } from "../lib/provider.mjs";
import { Sound } from "../lib/rtp.mjs";
import { Server } from "../lib/server.mjs";
import { customer } from "../lib/sipp.mjs";
import { decode_mp3 } from "../lib/sound.mjs";
import { check, next, until } from "../lib/wait.mjs";

export const name = "recordings follow the rules: on demand, announced, deleted in time, with room left";
export const limit_s = 240;

async function change(admin, patch) {
  const now = await admin.get("/configuration");
  await admin.call("PATCH", "/configuration", { version: now.version, projects: now.projects.map((one) => ({ ...one, ...patch })) });
}

async function finish(desk, api, call, id) {
  await desk.click("hang-up");
  await call.ended_well();
  await desk.sees("wrap-up");
  await desk.choose_disposition();
  await desk.click("finish");
  return interaction_where(api, id, "the call is ended", (i) => i.state === "ended");
}

export async function story(t) {
  const data = mkdtempSync(join(tmpdir(), "okno-e2e-kept-"));
  t.after(() => rmSync(data, { recursive: true, force: true }));
  let server = await Server.start(t, { data });
  const browser = await Browser.start(t);
  const desk = await browser.desk(server.url);
  await desk.sign_in("anna");
  await desk.ready();
  let admin = await Api.sign_in(server.url, "admin");
  let api = await Api.sign_in(server.url, "anna");

  // On demand, and announced.
  await change(admin, { recorded: false, record_on_demand: true, recording_announced: true });
  const notice = join(data, "prompts", (await admin.get("/configuration")).projects[0].name, "recorded.wav");
  await until("the announcement is spoken", () => existsSync(notice), 20_000);
  const sound = await Sound.open(t, 440);
  const call = await customer(t, server, sound);
  await desk.sees("incoming");
  await desk.click("answer");
  await sound.hears_tone(1000);
  const { id } = await last_of_anna(api);
  await interaction_where(api, id, "nothing is recorded before the button", (i) => i.recording === "on_demand" && !i.has_recording);
  await next(2000);
  const pressed = Date.now();
  await desk.click("recording-switch");
  await sound.hears_words(notice);
  await interaction_where(api, id, "it is recorded then", (i) => i.recording === "on" && i.has_recording, 20_000);
  const began = Date.now();
  await sound.hears_tone(1000);
  await next(2500);
  const done = await finish(desk, api, call, id);
  const { seconds } = decode_mp3(await api.recording(id));
  t.note(`${seconds.toFixed(1)} s were recorded of ${(done.talk_ms / 1000).toFixed(1)} s; the announcement took ${began - pressed} ms`);
  check(seconds < done.talk_ms / 1000 - 2, `what was said before the button is not there: ${seconds} s of ${done.talk_ms} ms`);

  // None at all: nobody can begin.
  await change(admin, { recorded: false, record_on_demand: false });
  const other = await Sound.open(t, 440);
  const second = await customer(t, server, other);
  await desk.sees("incoming");
  await desk.click("answer");
  await other.hears_tone(1000);
  const { id: none } = await last_of_anna(api, pressed);
  const refused = await api.raw("POST", `/calls/${none}/record`, { on: true });
  check(refused.status === 409 && /not_recorded_here/.test(await refused.text()), `recording where there is none: ${refused.status}`);
  check((await desk.at("recording-switch").count()) === 0, "no button where nothing is recorded");
  check(!(await finish(desk, api, second, none)).has_recording, "the second call is not recorded");

  // Their days are over.
  await change(admin, { recorded: true, recordings_kept_days: 30 });
  await desk.page.close();
  await server.stop();
  // Once up and down: what the journal still knew is in the rows, and it begins anew.
  server = await Server.start(t, { data });
  await server.stop();
  execFileSync("python3", ["-c", `
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as db:
    db.execute("UPDATE interactions SET started_at_ms = started_at_ms - 31 * 86400000 WHERE id = ?", (int(sys.argv[2]),))
`, join(data, "okno.db"), String(id)]);
  // Just above what is free: less is free than the limit, as on a disk that fills.
  const space = statfsSync(data);
  server = await Server.start(t, { data });
  api = await Api.sign_in(server.url, "anna");
  const gone = await interaction_where(api, id, "the row says that it was deleted", (i) => i.recording_mark === "retention" && !i.has_recording, 20_000);
  check(gone.talk_ms > 0, "the conversation itself stays");
  check(!readdirSync(join(data, "recordings"), { recursive: true }).some((one) => one.endsWith(`${id}.wav`) || one.endsWith(`${id}.mp3`)), "its files are gone");
  check((await api.raw("GET", `/interactions/${id}/recording.mp3`)).status === 404, "and cannot be heard");
  check(/recordings_deleted: 1 /.test(server.log), `the log says so: ${server.log.slice(-800)}`);
  await server.stop();

  // The disk is nearly full, of a centre that begins.
  const limit = Math.ceil((space.bavail * space.bsize) / 1e6) + 50_000;
  const { server: filling, first_password } = await house(t, `[recordings]\nwarn_free_mb = ${limit}\n`);
  await until("the log warns", () => /disk_low: \d+ MB are free/.test(filling.log));
  admin = await Api.sign_in(filling.url, "admin", first_password);
  const room = await admin.get("/recordings/space");
  check(room.low && room.limit_mb === limit, JSON.stringify(room));
  const board = await browser.desk(filling.url);
  await board.sign_in("admin", first_password);
  await board.page.goto(`${filling.url}/#/board`);
  await board.sees("space-low");
  await board.accessible("a disk that fills");
  await board.picture("space");
}

// On the disk nobody hears anything: recordings and mp3 are sealed, a new key is taken while a call is recorded, old recordings
// stay readable, also when the old keys are gone; without the keys they are noise, and the answer says what to do.
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Api, interaction_where, last_of_anna } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { Server, run_program } from "../lib/server.mjs";
import { customer, desk_phone } from "../lib/sipp.mjs";
import { decode_mp3, seconds_of, to_alaw } from "../lib/sound.mjs";
import { check, next, until } from "../lib/wait.mjs";

export const name = "recordings are sealed on the disk, and keys can be changed under way";
export const limit_s = 240;

const files_of = (folder) => readdirSync(folder, { recursive: true }).map((one) => join(folder, one)).filter((one) => statSync(one).isFile());

async function talk(t, server, api) {
  const [theirs, ours] = [await Sound.open(t, 440), await Sound.open(t, 700)];
  const phone = await desk_phone(t, server, ours, { ring_ms: 100 });
  await api.put("/me/state", { state: "ready" });
  const since = Date.now();
  const call = await customer(t, server, theirs);
  await theirs.hears_tone(700, 20_000);
  const { id } = await last_of_anna(api, since);
  return { id, end: async () => {
    await api.post(`/calls/${id}/hangup`);
    await call.ended_well();
    const { dispositions } = await api.get("/me");
    await api.post(`/interactions/${id}/finish`, { disposition: dispositions[0] });
    await interaction_where(api, id, "the call is ended", (i) => i.state === "ended");
    await Promise.all([call.stop(), phone.stop()]);
    theirs.close();
    ours.close();
  } };
}

async function is_heard(t, api, id, words) {
  const sound = decode_mp3(await api.recording(id));
  const left = seconds_of(sound.left, 440, sound.rate), right = seconds_of(sound.right, 700, sound.rate);
  t.note(`${words}: ${sound.seconds.toFixed(1)} s, 440 Hz ${left} s, 700 Hz ${right} s`);
  check(left >= 2 && right >= 2, `${words}: ${left} s and ${right} s are heard`);
}

function are_sealed(folder) {
  const files = files_of(folder);
  check(files.some((one) => one.endsWith(".wav")) && files.some((one) => one.endsWith(".mp3")), `recordings: ${files}`);
  for (const one of files) {
    const bytes = readFileSync(one);
    check(bytes.toString("latin1", 0, 8) === "OKNOSND1", `${one} begins with ${JSON.stringify(bytes.toString("latin1", 0, 8))}`);
    check(!bytes.includes(Buffer.alloc(200, 0xd5)), `${one} shows the silence of its sound`);
  }
}

export async function story(t) {
  const data = mkdtempSync(join(tmpdir(), "okno-e2e-sealed-"));
  t.after(() => rmSync(data, { recursive: true, force: true }));
  const keys = join(data, "recording.keys"), recordings = join(data, "recordings");
  let server = await Server.start(t, { data });
  let api = await Api.sign_in(server.url, "anna");
  check((statSync(keys).mode & 0o777) === 0o600, `the keys are for their owner alone: ${(statSync(keys).mode & 0o777).toString(8)}`);

  const one = await talk(t, server, api);
  await next(3000);
  await one.end();
  await is_heard(t, api, one.id, "under the first key");
  are_sealed(recordings);

  // A new key while somebody talks.
  const two = await talk(t, server, api);
  await next(1500);
  const turned = await run_program(["rotate-recording-keys", "--data", data, "--forget-old"]);
  t.note(turned.out.trim().replace(/\s+/g, " "));
  check(turned.code === 0 && /a new key/.test(turned.out), `rotate: ${turned.code} ${turned.out} ${turned.err}`);
  await next(1500);
  await two.end();
  await is_heard(t, api, one.id, "the old one under the new key");
  await is_heard(t, api, two.id, "recorded while the key was changed");
  const kept = readFileSync(keys, "utf8").split("\n").filter((line) => /^\d/.test(line));
  check(kept.length === 1 && kept[0].startsWith("2 "), `keys: ${kept.map((line) => line.split(" ")[0])}`);
  await server.stop();

  // What lay open before can be heard after.
  const wav = files_of(recordings).find((path) => path.endsWith(`/${one.id}.wav`));
  const open = Buffer.alloc(58 + 16_000 * 3, 0xd5);
  writeFileSync(wav, with_tone(open));
  rmSync(wav.replace(".wav", ".mp3"));
  server = await Server.start(t, { data });
  api = await Api.sign_in(server.url, "anna");
  const old = decode_mp3(await api.recording(one.id));
  check(seconds_of(old.left, 440, old.rate) >= 2, `a recording of the time before is heard: ${old.seconds} s`);
  await server.stop();

  // Without the keys.
  copyFileSync(keys, `${keys}.copy`);
  const lines = readFileSync(keys, "utf8").replace(/^2 /m, "9 ");
  writeFileSync(keys, lines);
  server = await Server.start(t, { data });
  api = await Api.sign_in(server.url, "anna");
  const no = await api.raw("GET", `/interactions/${two.id}/recording.mp3`);
  const words = await no.text();
  check(no.status === 500 && /no_key/.test(words) && /backup/.test(words), `without the key: ${no.status} ${words}`);
  copyFileSync(`${keys}.copy`, keys);
  await until("with the keys back it is heard", async () => (await api.raw("GET", `/interactions/${two.id}/recording.mp3`)).status === 200);
}

// A stereo A-law WAV as recordings lay before they were sealed: 440 Hz on the left for three seconds.
function with_tone(bytes) {
  const size = bytes.length - 58;
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(size + 50, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(18, 16);
  bytes.writeUInt16LE(6, 20);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(8000, 24);
  bytes.writeUInt32LE(16000, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(8, 34);
  bytes.writeUInt16LE(0, 36);
  bytes.write("fact", 38, "latin1");
  bytes.writeUInt32LE(4, 42);
  bytes.writeUInt32LE(size / 2, 46);
  bytes.write("data", 50, "latin1");
  bytes.writeUInt32LE(size, 54);
  for (let i = 0; i < size / 2; i++) bytes[58 + 2 * i] = to_alaw(0.3 * Math.sin((2 * Math.PI * 440 * i) / 8000));
  return bytes;
}

// A full disk: the call goes on, the recording stops, and the card says so.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Api, interaction_where, last_of_anna } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { Server } from "../lib/server.mjs";
import { customer, desk_phone } from "../lib/sipp.mjs";
import { decode_mp3 } from "../lib/sound.mjs";
import { check } from "../lib/wait.mjs";

export const name = "with a full disk calls go on and the card says that the recording stopped";

export function cannot() {
  if (process.getuid() !== 0) return "needs root to mount a small file system";
  const folder = mkdtempSync(join(tmpdir(), "okno-e2e-mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "none", folder], { stdio: "pipe" });
    execFileSync("umount", [folder]);
    return undefined;
  } catch (error) {
    return `no mounting here: ${String(error.stderr).trim()}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function story(t) {
  const data = mkdtempSync(join(tmpdir(), "okno-e2e-full-"));
  const recordings = join(data, "recordings");
  mkdirSync(recordings);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "none", recordings]);
  t.after(() => { execFileSync("umount", ["-l", recordings]); rmSync(data, { recursive: true, force: true }); });
  const server = await Server.start(t, { data });
  const space = statfsSync(recordings);
  const left = space.bavail * space.bsize;
  check(left > 0, "the demo filled the small disk before the call");
  writeFileSync(join(recordings, "ballast"), Buffer.alloc(Math.max(0, left - 64 * 1024)));  // four seconds of sound

  const api = await Api.sign_in(server.url, "anna");
  const [theirs, ours] = [await Sound.open(t, 440), await Sound.open(t, 700)];
  await desk_phone(t, server, ours, { ring_ms: 100 });
  await api.put("/me/state", { state: "ready" });
  const call = await customer(t, server, theirs);
  await theirs.hears_tone(700);
  const { id } = await last_of_anna(api);
  await interaction_where(api, id, "the recording is marked while they talk", (i) => i.recording_mark === "disk_full" && i.state === "active", 30_000);
  await theirs.goes_on(1000);
  await ours.goes_on(1000);
  await theirs.hears_tone(700);        // it goes on
  await ours.hears_tone(440);
  await api.post(`/calls/${id}/hangup`);
  await call.ended_well();
  const ended = await interaction_where(api, id, "the recording is marked", (i) => i.recording_mark === "disk_full", 15_000);
  check(ended.end_cause === undefined || ended.end_cause === null || ended.end_cause === "answered", JSON.stringify(ended));
  const { seconds } = decode_mp3(await api.recording(id));
  t.note(`${seconds.toFixed(1)} s were kept`);
  check(seconds >= 1 && seconds * 1000 < ended.talk_ms, `what fitted on the disk can be heard: ${seconds} s of ${ended.talk_ms} ms`);
}

// kill -9 in mid-call: back at once, ended calls present, the live one marked, its recording readable to the last second.
import { rmSync } from "node:fs";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Api, interaction_where, last_of_anna } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { slowness } from "../lib/program.mjs";
import { Server } from "../lib/server.mjs";
import { customer, desk_phone } from "../lib/sipp.mjs";
import { decode_mp3, seconds_of } from "../lib/sound.mjs";
import { check, next, until } from "../lib/wait.mjs";

export const name = "kill -9 in mid-call loses nothing that was";

async function talk(t, server, api, seconds) {
  const [theirs, ours] = [await Sound.open(t, 440), await Sound.open(t, 700)];
  const phone = await desk_phone(t, server, ours, { ring_ms: 100 });
  await api.put("/me/state", { state: "ready" });
  const since = Date.now();
  const call = await customer(t, server, theirs);
  await theirs.hears_tone(700, 20_000);
  const id = (await last_of_anna(api, since)).id;
  await next(seconds * 1000);
  return { id, call, phone, close: () => { theirs.close(); ours.close(); return Promise.all([call.stop(), phone.stop()]); } };
}

export async function story(t) {
  const data = mkdtempSync(join(tmpdir(), "okno-e2e-kill-"));
  t.after(() => rmSync(data, { recursive: true, force: true }));
  const first = await Server.start(t, { data });
  let api = await Api.sign_in(first.url, "anna");

  const one = await talk(t, first, api, 1);
  await api.post(`/calls/${one.id}/hangup`);
  await one.call.ended_well();
  const { dispositions } = await api.get("/me");
  await api.post(`/interactions/${one.id}/finish`, { disposition: dispositions[0], note: "до конца" });
  await interaction_where(api, one.id, "the first call is ended", (i) => i.state === "ended");

  const two = await talk(t, first, api, 5);
  const answered = (await api.get(`/interactions/${two.id}`)).answered_at_ms;
  const killed_at = Date.now();
  await first.kill9();
  check(first.ended.signal === "SIGKILL", JSON.stringify(first.ended));

  const again = await Server.start(t, { data });
  t.note(`ready ${again.ready_after_ms} ms after the start that followed`);
  check(again.ready_after_ms < 2000 * slowness, `the restart took ${again.ready_after_ms} ms`);
  api = await Api.sign_in(again.url, "anna");
  const kept = await api.get(`/interactions/${one.id}`);
  check(kept.state === "ended" && kept.end_cause === "answered" && kept.note === "до конца" && kept.disposition === dispositions[0],
    `the ended call after the restart: ${JSON.stringify(kept)}`);
  const cut = await until("the live call is marked", async () => {
    const now = await api.get(`/interactions/${two.id}`);
    check(now.end_cause === "interrupted", JSON.stringify(now));
    return now;
  });
  check(cut.state === "ended" && cut.answered_at_ms === answered, `the interrupted call: ${JSON.stringify(cut)}`);
  const sound = decode_mp3(await api.recording(two.id));
  const talked_s = (killed_at - answered) / 1000;
  t.note(`interrupted after ${talked_s.toFixed(1)} s of talk, ${sound.seconds.toFixed(1)} s of recording readable`);
  check(sound.seconds > talked_s - 1.2, `recording of ${sound.seconds} s for ${talked_s} s of talk`);
  const last = (channel) => channel.subarray(channel.length - 8000);
  check(seconds_of(last(sound.left), 440, 8000) > 0.6 && seconds_of(last(sound.right), 700, 8000) > 0.6, "the last second of the recording is not readable");
  const first_sound = decode_mp3(await api.recording(one.id));
  check(seconds_of(first_sound.left, 440, 8000) > 0.5, "the recording of the ended call");
  // And it works on, whatever the phones of the cut call still send.
  const three = await talk(t, again, api, 0);
  await api.post(`/calls/${three.id}/hangup`);
  await three.call.ended_well();
}

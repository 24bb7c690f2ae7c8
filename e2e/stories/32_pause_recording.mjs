// Anna pauses the recording by its button, a program pauses it by the API, and it pauses by itself while she types a card's number:
// what is said meanwhile is not in the recording, on neither side, and the row says where.
import { Api, anna_is_ready, interaction_where, last_of_anna } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { customer } from "../lib/sipp.mjs";
import { at_frequency, decode_mp3 } from "../lib/sound.mjs";
import { check, next, until } from "../lib/wait.mjs";

export const name = "a paused recording keeps silence on both sides, and says so";

export async function story(t) {
  const { server, desk } = await anna_is_ready(t);
  const api = await Api.sign_in(server.url, "anna");
  const vera = await Api.sign_in(server.url, "vera");
  const boris = await Api.sign_in(server.url, "boris");
  const sound = await Sound.open(t, 440);
  const call = await customer(t, server, sound);
  await desk.sees("incoming");
  await desk.click("answer");
  await sound.hears_tone(1000);
  const { id } = await last_of_anna(api);
  const state = (words, which) => interaction_where(api, id, words, (i) => i.recording === which);
  await state("it is recorded", "on");
  await desk.accessible("a recorded call");
  await next(1500);

  await desk.click("recording-switch");
  await state("the button pauses", "paused");
  await until("the button says so", async () => (await desk.at("recording-switch").getAttribute("data-state")) === "paused");
  await desk.accessible("a paused recording");
  await next(1500);
  await desk.click("recording-switch");
  await state("and lets it go on", "on");
  await next(1200);

  const refused = await boris.raw("POST", `/calls/${id}/record`, { on: false });
  check(refused.status === 403, `a colleague pauses: ${refused.status}`);
  const bad = await api.raw("POST", `/calls/${id}/record`, {});
  check(bad.status === 422 || bad.status === 400, `no wish at all: ${bad.status}`);
  await vera.post(`/calls/${id}/record`, { action: "pause" });
  await state("a program pauses", "paused");
  await next(1000);
  await vera.post(`/calls/${id}/record`, { action: "resume" });
  await state("and lets it go on", "on");
  await next(1200);

  await desk.click("card-data");
  await desk.at("card-number").pressSequentially("4111111111111111");
  await state("it pauses by itself", "paused");
  await desk.accessible("a card's number");
  await next(1000);
  await desk.page.keyboard.press("Escape");
  await state("and goes on by itself", "on");
  await next(1200);

  await desk.click("hang-up");
  await call.ended_well();
  await desk.sees("wrap-up");
  await desk.choose_disposition();
  await desk.click("finish");
  const done = await interaction_where(api, id, "the call is ended", (i) => i.state === "ended");
  const pauses = done.recording_pauses;
  check(pauses.length === 3 && pauses.every((one) => one.to_ms > one.from_ms + 800), `pauses: ${JSON.stringify(pauses)}`);
  check(JSON.stringify(pauses.map((one) => one.card)) === "[false,false,true]", `which were for a card: ${JSON.stringify(pauses)}`);

  const mp3 = decode_mp3(await api.recording(id));
  const part = (samples, from_ms, to_ms) => samples.subarray(Math.round(from_ms * 8), Math.round(to_ms * 8));
  for (const { from_ms, to_ms } of pauses)
    for (const side of ["left", "right"]) {
      const { rms } = at_frequency(part(mp3[side], from_ms + 250, to_ms - 250), 440, 8000);
      check(rms < 0.003, `the pause at ${from_ms} ms is not silent on the ${side}: ${rms}`);
    }
  const loud = [0, ...pauses.map((one) => one.to_ms)].map((from) => at_frequency(part(mp3.left, from + 300, from + 1000), 440, 8000));
  check(loud.every((one) => one.rms > 0.01 && one.share > 0.5), `the customer between the pauses: ${JSON.stringify(loud)}`);
  check(Math.abs(mp3.seconds * 1000 - done.talk_ms) < 1500, `the recording has ${mp3.seconds} s of ${done.talk_ms} ms`);
  t.note(`pauses: ${pauses.map((one) => `${one.from_ms}–${one.to_ms} ms`).join(", ")} of ${mp3.seconds.toFixed(1)} s`);
  desk.no_errors(/net::ERR_ABORTED|40[0-9]/);
}

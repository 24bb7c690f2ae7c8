// Steps that many stories share.
import { Api } from "./api.mjs";
import { Browser } from "./browser.mjs";
import { Sound } from "./rtp.mjs";
import { Server } from "./server.mjs";
import { customer } from "./sipp.mjs";
import { decode_mp3, seconds_of } from "./sound.mjs";
import { check, until } from "./wait.mjs";

// A demo without carrier, anna signed in with her browser phone and ready.
export async function anna_is_ready(t, { server_options = {}, browser_options = {}, desk_options = {} } = {}) {
  const server = await Server.start(t, server_options);
  const browser = await Browser.start(t, browser_options);
  const desk = await browser.desk(server.url, desk_options);
  await desk.sign_in("anna");
  await desk.ready();
  return { server, browser, desk };
}

// Anna talks with a customer, each hears the other, and Boris is ready beside her.
export async function anna_talks_boris_is_ready(t, server, browser) {
  const anna = await browser.desk(server.url);
  await anna.sign_in("anna");
  await anna.ready();
  const sound = await Sound.open(t, 440);
  const call = await customer(t, server, sound);
  await anna.click("answer");
  await sound.hears_tone(1000);
  const boris = await browser.desk(server.url);
  await boris.sign_in("boris");
  await boris.ready();
  const mine = await Api.sign_in(server.url, "anna");
  const { id } = await last_of_anna(mine);
  return { anna, boris, sound, call, mine, id };
}

// Anna's newest interaction, of those that began after `since` (milliseconds since 1970).
export function last_of_anna(api, since = Date.now() - 90_000) {
  return until("an interaction of anna", async () => {
    const [newest] = await api.interactions("?agent=me&limit=1");
    return newest?.started_at_ms >= since - 1000 ? newest : undefined;
  });
}

// Waits until `holds(interaction)` and gives the interaction.
export function interaction_where(api, id, words, holds, within_ms = 10_000) {
  return until(words, async () => {
    const now = await api.get(`/interactions/${id}`);
    check(holds(now), JSON.stringify(now));
    return now;
  }, within_ms);
}

// The recording has the customer's tone left and the agent's right, at least so many seconds of each, and no crosstalk.
export async function tones_are_recorded(t, api, id, { left = 440, right = 1000, left_s = 2, right_s = 1 } = {}) {
  const sound = decode_mp3(await api.recording(id));
  const found = { left: seconds_of(sound.left, left, sound.rate), right: seconds_of(sound.right, right, sound.rate),
    left_in_right: seconds_of(sound.right, left, sound.rate), right_in_left: seconds_of(sound.left, right, sound.rate) };
  t.note(`recording: ${sound.seconds.toFixed(1)} s, ${left} Hz left ${found.left} s, ${right} Hz right ${found.right} s`);
  check(sound.channels === 2, `the recording has ${sound.channels} channels`);
  check(found.left >= left_s, `the customer's ${left} Hz: ${found.left} s in the left channel, expected ${left_s} of ${sound.seconds}`);
  check(found.right >= right_s, `the agent's ${right} Hz: ${found.right} s in the right channel, expected ${right_s} of ${sound.seconds}`);
  check(found.left_in_right <= 0.3 && found.right_in_left <= 0.3, `crosstalk: ${JSON.stringify(found)}`);
  return sound;
}

export { Api };

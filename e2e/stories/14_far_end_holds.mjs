// The customer's phone puts us on hold: the agent hears music instead of nothing, and the customer again when he is back.
import { Api, last_of_anna } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { Server } from "../lib/server.mjs";
import { customer, desk_phone } from "../lib/sipp.mjs";
import { at_frequency, telephone_rate } from "../lib/sound.mjs";
import { until } from "../lib/wait.mjs";

export const name = "whom a far end puts on hold hears music until it comes back";

export async function story(t) {
  const server = await Server.start(t);
  const api = await Api.sign_in(server.url, "anna");
  const voice_hz = 1900;  // no note of the music
  const [theirs, ours] = [await Sound.open(t, voice_hz), await Sound.open(t, 700)];
  await desk_phone(t, server, ours, { ring_ms: 100 });
  await api.put("/me/state", { state: "ready" });
  const call = await customer(t, server, theirs, { holds_ms: 5000 });
  await ours.hears_tone(voice_hz);
  await until("the agent hears music, and the customer no more", () => {
    const now = at_frequency(ours.last(400), voice_hz, telephone_rate);
    return now.rms > 0.01 && now.share < 0.1;
  }, 10_000);
  await ours.hears_tone(voice_hz);
  await theirs.hears_tone(700);
  const { id } = await last_of_anna(api);
  await api.post(`/calls/${id}/hangup`);
  await call.ended_well();
}

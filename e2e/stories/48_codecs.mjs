// A peer that speaks nothing but G.722 (a real Asterisk) calls an agent whose phone knows only G.711: the tone is heard, and
// both sides are recorded.
import { Asterisk, cannot_run_asterisk } from "../lib/asterisk.mjs";
import { Api, interaction_where, last_of_anna, tones_are_recorded } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { Server } from "../lib/server.mjs";
import { desk_phone, free_sip_port } from "../lib/sipp.mjs";
import { seconds_of, telephone_rate } from "../lib/sound.mjs";
import { check, next, until } from "../lib/wait.mjs";

export const name = "a peer with G.722 alone is understood and recorded";
export const cannot = () => cannot_run_asterisk();

const pjsip = (port) => `[okno]
type=endpoint
transport=transport
context=tone
disallow=all
allow=g722
aors=okno
direct_media=no

[okno]
type=aor
contact=sip:127.0.0.1:${port}

[okno]
type=identify
endpoint=okno
match=127.0.0.1
`;
const extensions = `[general]
static=yes
[tone]
exten => s,1,Playtones(440/60000)
 same => n,Wait(120)
`;

export async function story(t) {
  const [okno, out] = [await free_sip_port(), await free_sip_port()];
  const asterisk = await Asterisk.start(t, { pjsip: pjsip(okno), extensions, port: out });
  const server = await Server.start(t, { sip: `127.0.0.1:${okno}`, more: ["--trunk", `127.0.0.1:${out}`] });
  const api = await Api.sign_in(server.url, "anna");
  const ours = await Sound.open(t, 700);
  const phone = await desk_phone(t, server, ours, { ring_ms: 100 });
  await api.put("/me/state", { state: "ready" });

  asterisk.call({ channel: "PJSIP/support@okno", caller: "+79161234567", context: "tone", extension: "s" });
  await ours.hears_tone(440, 20_000);
  await until("the call at Asterisk is G.722", () => /g722/.test(asterisk.cli("pjsip show channelstats")), 5000);
  const { id } = await last_of_anna(api);
  await next(4000);
  t.note(`the agent's phone heard 440 Hz for ${seconds_of(ours.last(4000), 440, telephone_rate)} of 4 s`);
  await api.post(`/calls/${id}/hangup`);
  await phone.ended_well();
  await api.post(`/interactions/${id}/finish`, { disposition: "resolved" });
  await interaction_where(api, id, "the call is ended", (one) => one.state === "ended" && one.end_cause === "answered");
  await tones_are_recorded(t, api, id, { left: 440, right: 700, left_s: 1.5 });
}

// The same call with a desk phone as the agent's: it rings after the card is drawn in the open desk.
import { Browser, give_time_to_draw } from "../lib/browser.mjs";
import { Api, interaction_where, last_of_anna, tones_are_recorded } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { Server } from "../lib/server.mjs";
import { customer, desk_phone } from "../lib/sipp.mjs";
import { check, next, until } from "../lib/wait.mjs";

export const name = "a desk phone rings after the card is drawn, and both sides are recorded";

export async function story(t) {
  const server = await Server.start(t);
  await give_time_to_draw(server);
  const browser = await Browser.start(t);
  const [theirs, ours] = [await Sound.open(t, 440), await Sound.open(t, 700)];
  const phone = await desk_phone(t, server, ours, { ring_ms: 800 });
  const context = await browser.person();
  // No browser phone in this browser: the desk phone is what rings.
  await context.addInitScript(() => { delete window.RTCPeerConnection; });
  const desk = await browser.desk(server.url, { context });
  await desk.sign_in("anna");
  await desk.ready({ phone: false });
  const api = await Api.sign_in(server.url, "anna");
  const call = await customer(t, server, theirs);
  await desk.sees("card-name");
  check((await desk.text("card-name")).includes("Мария Иванова"), `card-name: ${await desk.text("card-name")}`);
  const invite = await until("the desk phone gets its INVITE", () => phone.messages().find((m) => !m.sent && m.first.startsWith("INVITE ")));
  await desk.card_before(invite.at_ms, "the desk phone's INVITE");

  await theirs.hears_tone(700);
  await ours.hears_tone(440);
  const id = (await last_of_anna(api)).id;
  await interaction_where(api, id, "the call is active", (i) => i.state === "active");
  await desk.sees("hang-up");
  await next(3000);
  await desk.click("hang-up");
  await call.ended_well();
  await phone.ended_well();
  await desk.choose_disposition();
  await desk.click("finish");
  await interaction_where(api, id, "the call is ended", (i) => i.state === "ended" && i.end_cause === "answered");
  await tones_are_recorded(t, api, id, { right: 700, left_s: 2, right_s: 2 });
}

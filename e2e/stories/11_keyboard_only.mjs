// From the sign-in to the next call without a mouse.
import { Browser } from "../lib/browser.mjs";
import { Api, interaction_where, last_of_anna } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { Server } from "../lib/server.mjs";
import { customer } from "../lib/sipp.mjs";
import { check } from "../lib/wait.mjs";

export const name = "a whole call by the keyboard alone";

export async function story(t) {
  const server = await Server.start(t);
  const browser = await Browser.start(t);
  const desk = await browser.desk(server.url);
  const keys = desk.page.keyboard;
  await desk.sees("login");
  await desk.tab_to("login");
  await keys.type("anna");
  await desk.tab_to("password");
  await keys.type("demo");
  await keys.press("Enter");
  await desk.sees("state-ready");
  await desk.tab_to("state-ready");
  await keys.press("Enter");
  await desk.phone_connected();
  const sound = await Sound.open(t, 440);
  const call = await customer(t, server, sound);
  await desk.sees("incoming");
  await desk.tab_to("answer");
  await keys.press("Enter");
  await sound.hears_tone(1000);
  await desk.tab_to("mute");
  await keys.press("Enter");
  await keys.press("Enter");
  await sound.hears_tone(1000);
  await desk.tab_to("hang-up");
  await keys.press("Enter");
  await call.ended_well();
  await desk.sees("wrap-up");
  await desk.tab_to("disposition");
  await keys.press("ArrowDown");
  await keys.press("Enter");
  await desk.tab_to("finish");
  await keys.press("Enter");
  const api = await Api.sign_in(server.url, "anna");
  const { id } = await last_of_anna(api);
  const done = await interaction_where(api, id, "the call is ended", (i) => i.state === "ended");
  check(done.disposition !== "", "no disposition was set by the keyboard");
}

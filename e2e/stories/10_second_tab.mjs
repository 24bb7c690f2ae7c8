// A second tab is a remote control of the first: it shows the call and its buttons work, the sound stays in the first.
import { Api, anna_is_ready, interaction_where, last_of_anna } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { customer } from "../lib/sipp.mjs";
import { check, until } from "../lib/wait.mjs";

export const name = "a second tab is a remote control of the first";

export async function story(t) {
  const { server, browser, desk } = await anna_is_ready(t);
  const second = await browser.desk(server.url, { context: desk.page.context() });
  await second.sees("state-ready");
  const sound = await Sound.open(t, 440);
  const call = await customer(t, server, sound);
  await desk.sees("incoming");
  await second.sees("incoming");
  await second.click("answer");
  await sound.hears_tone(1000);
  await desk.sees("hang-up");
  await second.sees("hang-up");
  const connected = (tab) => tab.page.evaluate(() => window.e2e.peers.filter((p) => p.connectionState === "connected").length);
  check((await connected(desk)) === 1 && (await connected(second)) === 0, `connected phones: first ${await connected(desk)}, second ${await connected(second)}`);
  const api = await Api.sign_in(server.url, "anna");
  const { id } = await last_of_anna(api);
  await second.click("hold");
  await interaction_where(api, id, "the call is held", (i) => i.state === "held");
  await until("the second tab shows it held", async () => (await second.at("hold").getAttribute("aria-pressed")) === "true");
  await second.click("hold");
  await interaction_where(api, id, "the call is active again", (i) => i.state === "active");
  await sound.hears_tone(1000);
  await second.page.close();           // closing the remote control changes nothing
  await sound.goes_on(1000);
  await sound.hears_tone(1000);
  await desk.click("hang-up");
  await call.ended_well();
}

// What the customer pressed in the menu is on the card.
import { Api, anna_is_ready } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { customer } from "../lib/sipp.mjs";
import { check, until } from "../lib/wait.mjs";

export const name = "the way through the menu travels with the call to the card";

export async function story(t) {
  const { server, desk } = await anna_is_ready(t);
  const sound = await Sound.open(t, 0);
  const call = await customer(t, server, sound, { user: "ivr" });
  await sound.hears_something();       // the menu speaks
  const vera = await Api.sign_in(server.url, "vera");
  const pressed = async () => (await vera.interactions("?state=ivr"))[0]?.ivr_path.map((step) => step.digits).join("");
  await until("he is in the first menu", async () => (await pressed()) === "");
  sound.press("2");                    // help with windows, a menu of its own
  await until("he is in the second", async () => (await pressed()) === "2");
  sound.press("1");
  await desk.sees("incoming", 30_000);
  const path = (await (await desk.sees("ivr-path")).innerText()).trim();
  t.note(`ivr-path: ${path.replace(/\s+/g, " ")}`);
  const api = await Api.sign_in(server.url, "anna");
  const { ivr_path } = await api.get(`/interactions/${desk.frame("offer.made").data.interaction.id}`);
  check(ivr_path.map((step) => step.digits).join("") === "21", `ivr_path: ${JSON.stringify(ivr_path)}`);
  for (const step of ivr_path) check(path.includes(step.title), `"${step.title}" is not in the card's path: ${path}`);
  await desk.click("answer");
  await sound.hears_tone(1000);
  await desk.click("hang-up");
  await call.ended_well();
}

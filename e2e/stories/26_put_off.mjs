// A promised call that does not come about is put off: it leaves the screen, and the keys are those of the next call.
import { Api, anna_is_ready, interaction_where } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { customer } from "../lib/sipp.mjs";
import { check, until } from "../lib/wait.mjs";

export const name = "a promised call that is not reached is put off and leaves the screen, F4 hangs up the call that came after it";

export async function story(t) {
  const { server, desk } = await anna_is_ready(t);  // a demo without carrier: calls out lead nowhere
  const api = await Api.sign_in(server.url, "anna");
  const { id } = await api.post("/planned-calls", { number: "+79161234567", queue: "support", at_ms: Date.now() + 500, note: "Обещали скидку" });
  await desk.sees("incoming");
  await desk.click("answer");
  await interaction_where(api, id, "it was tried and is put off", (one) => one.state === "planned" && one.tries === 1);
  await until("anna is told", async () => (await desk.page.locator("body").innerText()).includes("Не дозвонились: Мария Иванова"));
  await desk.sees_no("hang-up");
  check((await desk.page.getByText("Обещали скидку").count()) === 0, "the call that was put off is still on the screen");

  const sound = await Sound.open(t, 440);
  const call = await customer(t, server, sound, { number: "+79031110022" });
  await desk.click("answer");
  await desk.sees("hang-up");
  await sound.hears_tone(1000);
  await desk.page.keyboard.press("F4");
  await call.ended_well();
}

// Hands faster than the network: what was pressed is what happens, and nothing of one call reaches the next.
import { Api, anna_is_ready, interaction_where, last_of_anna } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { customer } from "../lib/sipp.mjs";
import { check, until } from "../lib/wait.mjs";

export const name = "quick hands: double clicks, fast digits, Enter before the search has answered, a mute that ends with its call";

export async function story(t) {
  const { server, desk } = await anna_is_ready(t);
  const api = await Api.sign_in(server.url, "anna");
  const digits = [], pressed = [];
  desk.page.on("request", (request) => { if (/\/(un)?(mute|hold)$/.test(request.url())) pressed.push(request.url()); });
  desk.page.on("request", (request) => { if (request.url().endsWith("/dtmf")) digits.push(JSON.parse(request.postData()).digits); });
  const sound = await Sound.open(t, 440);
  const call = await customer(t, server, sound);

  // A double click on Answer answers, and mutes and holds nobody.
  await desk.sees("incoming");
  await desk.at("answer").dblclick();
  await desk.sees("hang-up");
  await sound.hears_tone(1000);
  const { id } = await last_of_anna(api);
  check(pressed.length === 0, `a double click on answer sent ${pressed}`);
  for (const key of ["mute", "hold"]) check((await desk.at(key).getAttribute("aria-pressed")) === "false", `a double click on answer pressed ${key}`);

  // Muted and unmuted faster than the server answers: heard, on the screen and by the customer.
  await desk.page.keyboard.press("F8");
  await desk.page.keyboard.press("F8");
  check((await desk.at("mute").getAttribute("aria-pressed")) === "false", "pressed twice, the microphone shows as off");
  await until("the server knows of both", () => /unmute$/.test(pressed.at(-1) ?? "") || pressed.length === 0);
  await sound.goes_on(1000);
  await sound.hears_tone(1000);

  // Digits leave in their order.
  await desk.click("keypad");
  await desk.page.keyboard.type("9081726354", { delay: 3 });
  await until("all digits were sent", () => digits.join("").length === 10);
  check(digits.join("") === "9081726354", `digits were sent as ${digits.join(" ")}`);
  await desk.page.keyboard.press("Escape");

  // Enter before the search has answered opens whom the letters name.
  await desk.at("search").fill("Ив");
  await desk.sees("search-result");
  await desk.at("search").fill("Мария Иванова");
  await desk.page.keyboard.press("Enter");
  await until("the card of the name that was typed", async () => (await desk.text("card-name")).includes("Мария Иванова"));

  // A form that was begun is there after a reload, and the call too.
  check((await desk.page.locator(".return-bar").count()) === 0, "it is the card of who is on the line: nothing to return to");
  await desk.page.getByRole("button", { name: "Изменить карточку" }).click();
  await desk.page.locator("#contact-name").fill("Мария Ивановна Иванова");
  await desk.page.reload();
  await desk.sees("hang-up");
  await desk.phone_connected();
  await until("the form is there again", async () => (await desk.page.locator("#contact-name").inputValue()) === "Мария Ивановна Иванова");
  await desk.page.getByRole("button", { name: "Отмена" }).click();

  // Muted to the end of the call: the next customer hears all the same, also after a reload.
  await desk.click("mute");
  await desk.click("hang-up");
  await call.ended_well();
  await desk.choose_disposition();
  await desk.click("finish");
  await interaction_where(api, id, "the call is ended", (i) => i.state === "ended");
  await desk.page.reload();
  await desk.phone_connected();
  const second = await customer(t, server, sound);
  await desk.sees("incoming");
  await desk.click("answer");
  await desk.sees("hang-up");
  await sound.hears_tone(1000);
  await desk.click("hang-up");
  await second.ended_well();
}

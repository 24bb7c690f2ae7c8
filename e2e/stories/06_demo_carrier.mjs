// make run's promise: whoever is ready is rung within a minute, by somebody who speaks.
import { Browser } from "../lib/browser.mjs";
import { Api, last_of_anna } from "../lib/call.mjs";
import { Server } from "../lib/server.mjs";
import { check, next } from "../lib/wait.mjs";

export const name = "within a minute a customer of the demo rings, and speaks";

export async function story(t) {
  const server = await Server.start(t, { carrier: true });
  const browser = await Browser.start(t);
  const desk = await browser.desk(server.url);
  await desk.sign_in("anna");
  await desk.ready();
  const ready_at = Date.now();
  await desk.sees("incoming", 60_000);
  t.note(`rang ${((Date.now() - ready_at) / 1000).toFixed(1)} s after "ready": ${(await desk.text("card")).split("\n").slice(0, 2).join(", ")}`);
  await desk.sees("card");
  await desk.click("answer");
  await desk.hears_something(20_000);
  const api = await Api.sign_in(server.url, "anna");
  const { id } = await last_of_anna(api);
  await next(5000);
  check((await api.get(`/interactions/${id}`)).state === "active", "the customer left within 5 s of the answer");
  await desk.click("hang-up");
  await desk.choose_disposition();
  await desk.click("finish");
}

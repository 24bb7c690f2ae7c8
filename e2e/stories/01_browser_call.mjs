// The whole story: ready, card before ring, answer, sound both ways, reload in mid-call, result, recording from the timeline.
import { Api, anna_is_ready, interaction_where, last_of_anna, tones_are_recorded } from "../lib/call.mjs";
import { give_time_to_draw } from "../lib/browser.mjs";
import { Sound } from "../lib/rtp.mjs";
import { customer } from "../lib/sipp.mjs";
import { check, next, until } from "../lib/wait.mjs";

export const name = "a customer's call reaches the browser, card first, and stays on the card";

export async function story(t) {
  const { server, desk } = await anna_is_ready(t);
  await give_time_to_draw(server);
  const api = await Api.sign_in(server.url, "anna");
  const sound = await Sound.open(t, 440);
  const called_at = Date.now();
  const call = await customer(t, server, sound);

  await desk.sees("incoming");
  check((await desk.text("card-name")).includes("Мария Иванова"), `card-name: ${await desk.text("card-name")}`);
  check((await desk.text("card-phone")).replace(/\D/g, "").endsWith("9161234567"), `card-phone: ${await desk.text("card-phone")}`);
  await until("the ring begins", () => desk.frame("offer.ringing", called_at));
  check(desk.sent("card.drawn", called_at), "the desk never said that the card is drawn");
  await desk.card_before(await desk.page_got("offer.ringing"), "the ring");
  await desk.accessible("the ring");

  await desk.click("answer");
  await desk.sees("hang-up");
  await sound.hears_tone(1000);
  await desk.hears_something();
  const id = (await last_of_anna(api)).id;
  await interaction_where(api, id, "the call is active", (i) => i.state === "active" && i.answered_at_ms);
  await desk.accessible("the call");
  await next(2000);  // a stretch of both tones for the recording

  // A reload keeps the customer; the agent comes back to him.
  await desk.page.reload();
  await desk.sees("hang-up");
  await desk.phone_connected();
  await sound.hears_tone(1000, 25_000);
  await desk.hears_something();
  check((await last_of_anna(api)).id === id, "after the reload it is another interaction");
  await next(1500);

  await desk.click("hang-up");
  await call.ended_well();
  await desk.sees("wrap-up");
  await desk.choose_disposition();
  await desk.click("finish");
  await desk.sees_no("wrap-up");
  const done = await interaction_where(api, id, "the call is ended", (i) => i.state === "ended");
  check(done.end_cause === "answered" && done.disposition, `after finish: ${JSON.stringify(done)}`);
  await tones_are_recorded(t, api, id, { left_s: 4, right_s: 2 });

  // From the customer's timeline.
  await show_contact(desk, "Мария Иванова");
  await desk.sees("timeline-item");
  await desk.click("recording-play");
  await until("the recording plays", () => desk.page.evaluate(() =>
    [...document.querySelectorAll("audio")].some((a) => a.currentTime > 0.3) || (window.e2e.played ?? 0) > 0));
  await desk.accessible("the timeline");
  desk.no_errors(/net::ERR_ABORTED|401/);
}

// Opens a customer's card through the search, unless it is open.
export async function show_contact(desk, who) {
  if (await desk.at("timeline").first().isVisible()) return;
  await desk.at("search").fill(who);
  await desk.click("search-result");
}

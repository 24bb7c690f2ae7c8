// Anna asks Boris while the customer hears music, all three talk, she hands the customer over: he hears whoever he should, and one
// recording holds the whole conversation with each one's share named.
import { Browser } from "../lib/browser.mjs";
import { Api, anna_talks_boris_is_ready, interaction_where, tones_are_recorded } from "../lib/call.mjs";
import { Server } from "../lib/server.mjs";
import { check } from "../lib/wait.mjs";

export const name = "a colleague is asked, talks with all, and has the customer handed over";
export const limit_s = 180;

export async function story(t) {
  const server = await Server.start(t);
  const browser = await Browser.start(t);
  const { anna, boris, sound, call, mine, id } = await anna_talks_boris_is_ready(t, server, browser);
  const api = await Api.sign_in(server.url, "vera");

  await anna.click("transfer");
  await anna.at("transfer-note").fill("Вернуть деньги за чайник");
  await anna.at("transfer-to").fill("Борис");
  await anna.page.keyboard.press("Shift+Enter");
  await boris.sees("incoming", 20_000);
  check((await boris.text("card-name")).includes("Мария Иванова"), `who is asked sees whom it is about: ${await boris.text("card-name")}`);
  const told = await boris.text("handed-over");
  check(/Анна/.test(told) && told.includes("Вернуть деньги за чайник"), `he reads before the answer who asks and why: ${told}`);
  await boris.picture("asked");
  await boris.click("answer");
  await anna.sees("hand-over", 20_000);
  await interaction_where(api, id, "the customer hears music", (i) => i.company?.state === "aside");
  await anna.accessible("a question");
  await anna.click("join-all");
  await interaction_where(api, id, "all talk", (i) => i.company?.state === "all");
  await sound.hears_tone(1000);
  await sound.goes_on(2000);
  await anna.click("hand-over");
  await interaction_where(api, id, "boris has him", (i) => i.state === "active" && /Борис/.test(i.agent?.name ?? ""));
  await her_part(anna, api, id);
  await sound.hears_tone(1000);
  await sound.goes_on(2000);
  await boris.click("hang-up");
  await call.ended_well();
  const done = await interaction_where(api, id, "it has ended", (i) => i.ended_at_ms);
  const shares = done.segments.map((one) => `${one.agent?.name?.split(" ")[0] ?? one.outside}: ${one.part}`).join(", ");
  t.note(shares);
  check(done.segments.length >= 3 && done.segments.every((one) => one.ended_at_ms), `segments: ${JSON.stringify(done.segments)}`);
  check(done.segments.at(-1).part === "talk" && done.segments.some((one) => one.part === "conference"), `segments: ${shares}`);
  await boris.choose_disposition();
  await boris.click("finish");
  await interaction_where(api, id, "both have finished", (i) => i.state === "ended");
  await tones_are_recorded(t, api, id, { left_s: 4, right_s: 3 });
}

// She who handed him over gives her own result while Boris talks on.
async function her_part(anna, api, id) {
  const form = await (await anna.sees("wrap-up")).innerText();
  check(/Борис/.test(form), `she sees who has the customer now: ${form}`);
  await anna.choose_disposition();
  await anna.click("finish");
  await anna.sees_no("wrap-up");
  const live = await interaction_where(api, id, "her result is kept", (i) => i.segments.some((one) => /Анна/.test(one.agent?.name ?? "") && one.disposition !== ""));
  check(live.state === "active" && /Борис/.test(live.agent.name), `boris talks on: ${live.state} ${live.agent?.name}`);
}

// Vera, a supervisor who is not at work for the queues, goes on Anna's line: she hears both and nobody hears her, then only Anna does,
// then both do; she takes the conversation over, and all of it is in the audit.
import { Browser } from "../lib/browser.mjs";
import { Api, interaction_where, last_of_anna } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { Server } from "../lib/server.mjs";
import { customer } from "../lib/sipp.mjs";
import { check } from "../lib/wait.mjs";

export const name = "a supervisor listens, whispers, joins in, and takes the conversation over";
export const limit_s = 240;
const customer_hz = 440, agent_hz = 1000, supervisor_hz = 1700;

export async function story(t) {
  const server = await Server.start(t);
  const browser = await Browser.start(t, { microphone_hz: agent_hz });
  const hers = await Browser.start(t, { microphone_hz: supervisor_hz });
  const anna = await browser.desk(server.url);
  await anna.sign_in("anna");
  await anna.ready();
  const sound = await Sound.open(t, customer_hz);
  const call = await customer(t, server, sound);
  await anna.click("answer");
  await sound.hears_tone(agent_hz);
  const { id } = await last_of_anna(await Api.sign_in(server.url, "anna"));
  const mine = await Api.sign_in(server.url, "vera");
  await refusals(server, id);

  const vera = await hers.desk(server.url);
  await vera.sign_in("vera");
  await vera.sees("listen-anna", 20_000);
  await vera.tab_to("listen-anna");
  await vera.page.keyboard.press("Enter");
  await vera.sees("listening", 20_000);
  check(/Анна.*Мария/s.test(await vera.text("listening")), `whom she hears: ${await vera.text("listening")}`);
  await vera.hears_tones([customer_hz, agent_hz]);
  await Promise.all([sound.hears_no(supervisor_hz), anna.hears_none([supervisor_hz])]);
  await anna.hears_tones([customer_hz]);
  await sound.hears_tone(agent_hz);
  check(!await anna.at("listened-to").isVisible(), "Anna is not shown who only listens");
  await vera.accessible("the board with the strip");
  await vera.picture("30-board-listening");

  await vera.click("line-whisper");
  await anna.hears_tones([customer_hz, supervisor_hz]);
  await sound.hears_no(supervisor_hz);
  check(/Вера/.test(await (await anna.sees("listened-to")).innerText()), "Anna sees who speaks to her");
  await anna.picture("30-desk-whisper");
  await anna.accessible("the desk with the strip");

  await vera.click("line-barge");
  await sound.hears_among(supervisor_hz);
  await sound.hears_among(agent_hz);
  await anna.hears_tones([customer_hz, supervisor_hz]);

  await vera.click("line-take-over");
  await vera.click("take-over-sure");
  await anna.sees("wrap-up", 20_000);
  await vera.sees("talk", 20_000);
  await vera.sees_no("listening");
  const taken = await interaction_where(mine, id, "vera has him", (i) => i.state === "active" && /Вера/.test(i.agent?.name ?? ""));
  check(taken.segments.at(-1).from?.name.includes("Анна"), `segments: ${JSON.stringify(taken.segments)}`);
  await sound.hears_tone(supervisor_hz);
  await sound.hears_no(agent_hz);
  await vera.hears_tones([customer_hz]);
  await Promise.all([vera.hears_none([agent_hz]), anna.hears_none([customer_hz, supervisor_hz])]);
  await vera.click("hang-up");
  await call.ended_well();
  await audited(t, server, id);
}

async function refusals(server, id) {
  const anna = await Api.sign_in(server.url, "anna"), vera = await Api.sign_in(server.url, "vera");
  const said = async (api, path, body) => {
    const answer = await api.raw("POST", path, body);
    return `${answer.status} ${(await answer.json()).code}`;
  };
  check(await said(anna, `/calls/${id}/listen`, { mode: "listen" }) === "403 not_allowed", "an agent may not listen");
  check(await said(vera, `/calls/${id}/listen`, { mode: "listen" }) === "409 no_browser_phone", "without a phone there is nothing to hear with");
  check(await said(vera, `/calls/${id}/listen`, { mode: "spy" }) === "422 bad_mode", "a mode that is none");
}

async function audited(t, server, id) {
  const admin = await Api.sign_in(server.url, "admin");
  const rows = (await admin.get("/audit")).items.filter((row) => row.place === `call ${id}` && row.author.name.startsWith("Вера"));
  const acts = rows.map((row) => JSON.parse(row.after).did).reverse();
  t.note(`audit: ${acts.join(", ")}`);
  for (const act of ["listened", "whispered", "barged", "left_line", "took_over"]) check(acts.includes(act), `the audit lacks “${act}”: ${acts.join(", ")}`);
}

// The server is killed while Anna talks, with a note and a result she has not sent: when it is back and her time for the work after
// is over, the conversation that was cut still shows both, and one press saves them where they belong.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Browser } from "../lib/browser.mjs";
import { Api, interaction_where, last_of_anna } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { Server } from "../lib/server.mjs";
import { customer } from "../lib/sipp.mjs";
import { check, next, until } from "../lib/wait.mjs";

export const name = "a call cut by kill -9: what was written about it is kept and saved late";
export const limit_s = 180;
const note = "Просит счёт до вечера";
const work_after_s = 3;

export async function story(t) {
  const data = mkdtempSync(join(tmpdir(), "okno-e2e-cut-"));
  t.after(() => rmSync(data, { recursive: true, force: true }));
  const first = await Server.start(t, { data });
  await short_work_after(await Api.sign_in(first.url, "admin"));
  const browser = await Browser.start(t);
  const desk = await browser.desk(first.url);
  await desk.sign_in("anna");
  await desk.ready();
  const { id, chosen } = await talks_and_writes(t, first, desk);

  await first.kill9();
  check(first.ended.signal === "SIGKILL", JSON.stringify(first.ended));
  const again = await Server.start(t, { data, http: first.at.http, sip: first.at.sip });  // her window stays open and comes back by itself
  const anna = await Api.sign_in(again.url, "anna");
  const cut = await interaction_where(anna, id, "the call is marked as cut", (i) => i.state === "ended" && i.end_cause === "interrupted");
  check(cut.note === "" && cut.disposition === "", `nothing was sent before: ${JSON.stringify(cut)}`);
  await next((work_after_s + 1) * 1000);

  await desk.sees("late", 30_000);
  check((await desk.at("note").inputValue()) === note, `her note is still there: ${await desk.at("note").inputValue()}`);
  check((await desk.at("disposition").getAttribute("data-value")) === chosen, "and her result");
  await desk.accessible("what is saved late");
  await desk.click("save-late");
  const saved = await interaction_where(anna, id, "it is saved in the conversation", (i) => i.note === note && i.disposition === chosen);
  check(saved.state === "ended" && saved.end_cause === "interrupted", JSON.stringify(saved));
  await desk.sees_no("late");
  await until("nothing of it waits in the browser", () => desk.page.evaluate((key) => localStorage.getItem(key) === null, `okno.draft.${id}`));
}

async function short_work_after(admin) {
  const { version, queues } = await admin.get("/configuration");
  const support = queues.find((one) => one.name === "support");
  await admin.call("PATCH", "/configuration", { version, queues: [{ ...support, wrap_up_limit_s: work_after_s }] });
}

async function talks_and_writes(t, server, desk) {
  const since = Date.now();
  const sound = await Sound.open(t, 440);
  const call = await customer(t, server, sound);
  t.after(() => call.stop());
  await desk.sees("incoming", 20_000);
  await desk.click("answer");
  await sound.hears_tone(1000);
  const { id } = await last_of_anna(await Api.sign_in(server.url, "anna"), since);
  await desk.at("note").fill(note);
  await desk.choose_disposition();
  const chosen = await desk.at("disposition").getAttribute("data-value");
  check(chosen !== "", "a result is chosen");
  await until("both are kept", () => desk.page.evaluate(([key, words]) => JSON.parse(localStorage.getItem(key) ?? "{}").note === words, [`okno.draft.${id}`, note]));
  return { id, chosen };
}

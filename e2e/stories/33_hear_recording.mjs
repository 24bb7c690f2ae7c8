// Who may hear a recording, and what is left behind: a line in the audit each time, remarks at moments, a download by right, and
// the project's rules about both.
import { Api, anna_is_ready, interaction_where, last_of_anna } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { customer } from "../lib/sipp.mjs";
import { check, next, until } from "../lib/wait.mjs";
import { show_contact } from "./01_browser_call.mjs";

export const name = "each listening is told, remarks stay at their moments, and downloading is a right";
export const limit_s = 240;

export async function story(t) {
  const { server, browser, desk } = await anna_is_ready(t);
  const [anna, boris, vera, admin] = await Promise.all(["anna", "boris", "vera", "admin"].map((login) => Api.sign_in(server.url, login)));
  const sound = await Sound.open(t, 440);
  const call = await customer(t, server, sound);
  await desk.sees("incoming");
  await desk.click("answer");
  await sound.hears_tone(1000);
  const { id } = await last_of_anna(anna);
  await next(3500);
  await desk.click("hang-up");
  await call.ended_well();
  await desk.sees("wrap-up");
  await desk.choose_disposition();
  await desk.click("finish");
  await interaction_where(anna, id, "the call is ended", (i) => i.state === "ended" && i.has_recording);

  // In the desk: play, remark, jump to it, change the speed.
  await show_contact(desk, "Мария Иванова");
  await desk.click("recording-play");
  await until("the recording plays", () => desk.page.evaluate(() => [...document.querySelectorAll(".player audio")].some((a) => a.currentTime > 0.5)), 20_000);
  await desk.at("moment-text").fill("Здесь клиент <b>согласился</b>");
  await desk.click("moment-add");
  await desk.sees("recording-mark");
  const [moment] = (await anna.get(`/interactions/${id}/recording`)).moments;
  check(moment.text === "Здесь клиент <b>согласился</b>" && moment.at_ms > 300 && moment.mine, JSON.stringify(moment));
  check((await desk.text("moment")).includes("<b>согласился</b>"), `a remark is text: ${await desk.text("moment")}`);
  await desk.accessible("the player");
  await desk.picture("recording");
  check((await desk.at("recording-download").count()) === 0, "an agent sees no download without the right");

  // The API says the same, and the audit tells of each.
  const heard = (who, query = "", headers = {}) => who.raw("GET", `/interactions/${id}/recording.mp3${query}`, undefined, headers);
  check((await heard(boris)).status === 403, "boris hears a call of anna's");
  const whole = Buffer.from(await (await heard(vera)).arrayBuffer());
  const part = await heard(vera, "", { Range: "bytes=100-299" });
  check(part.status === 206 && part.headers.get("content-range") === `bytes 100-299/${whole.length}`, `a range: ${part.status} ${part.headers.get("content-range")}`);
  check(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(100, 300)), "a range has other bytes than the whole");
  check((await heard(vera, "", { Range: `bytes=${whole.length}-` })).status === 416, "a range past the end");
  check((await heard(anna, "?download=1")).status === 403, "anna downloads without the right");
  const file = await heard(vera, "?download=1");
  check(file.status === 200 && /attachment/.test(file.headers.get("content-disposition")), `vera downloads: ${file.status}`);
  const lines = (await admin.get("/audit?limit=50")).items.filter((one) => one.place === `recording ${id}`);
  const told = lines.map((one) => `${one.author.name.split(" ")[0]} ${JSON.parse(one.after).did}`).sort();
  t.note(told.join(", "));
  check(told.filter((one) => /heard_recording/.test(one)).length === 2, `one line a listener, however often his player asked: ${told}`);
  check(told.filter((one) => /downloaded_recording/.test(one)).length === 1, `one download: ${told}`);

  // Somebody else's remark stays; one's own goes.
  check((await vera.raw("DELETE", `/interactions/${id}/moments/${moment.id}`)).status === 403, "vera takes anna's remark away");
  check((await anna.raw("POST", `/interactions/${id}/moments`, { at_ms: -1, text: "x" })).status >= 400, "a moment before the beginning");
  await anna.call("DELETE", `/interactions/${id}/moments/${moment.id}`);
  check((await anna.get(`/interactions/${id}/recording`)).moments.length === 0, "the remark is gone");

  // The project's rules decide.
  const rules = await admin.get("/configuration");
  const project = (patch) => admin.get("/configuration").then((now) => admin.call("PATCH", "/configuration", { version: now.version, projects: [{ ...now.projects[0], ...patch }] }));
  check(rules.projects[0].agents_hear_own === true && rules.projects[0].agents_download === false, "the rules as they are at first");
  await project({ agents_download: true });
  check((await heard(anna, "?download=1")).status === 200, "anna downloads by the rule");
  await project({ agents_hear_own: false });
  check((await heard(anna)).status === 403, "anna hears her own against the rule");
  check((await heard(vera)).status === 200, "a supervisor always may");

  // The board's people see the list of what was done.
  const page = await browser.desk(server.url);
  await page.sign_in("admin");
  await page.page.goto(`${server.url}/#/rules?tab=audit`);
  await until("the list of changes tells of it", async () => /прослушал/.test(await page.page.locator("[data-testid=audit-row]").allInnerTexts().then((all) => all.join(" "))), 15_000);
  desk.no_errors(/net::ERR_ABORTED|40[0-9]/);
}

// A desk phone hands its customer over by REFER, to a colleague and into a slot; whoever fetches him there hears him; a colleague's
// ringing telephone is picked up by a code, and who does not want to be disturbed is not rung.
import { Browser } from "../lib/browser.mjs";
import { Api, interaction_where } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { Server } from "../lib/server.mjs";
import { customer, desk_phone, phone_dials } from "../lib/sipp.mjs";
import { check, until } from "../lib/wait.mjs";

export const name = "REFER from a desk phone, a parked customer is fetched, a ringing call is picked up";
export const limit_s = 240;

export async function story(t) {
  const server = await Server.start(t);
  const browser = await Browser.start(t);
  const boris = await browser.desk(server.url);
  const admin = await Api.sign_in(server.url, "admin");
  const anna = await Api.sign_in(server.url, "anna");
  const { agents } = await admin.get("/configuration");
  const number_of = (login) => agents.find((one) => one.login === login).extension;
  await boris.sign_in("boris");
  await boris.ready();
  await boris.click("state-pause");  // on a break: the queue leaves him alone

  await refers(t, server, admin, anna, boris, number_of("boris"));
  await parks(t, server, admin, anna, boris);
  await picks_up(t, server, admin, boris, number_of("anna"));
}

async function talks_on_the_desk_phone(t, server, admin, anna, refer_to) {
  const [theirs, hers] = [await Sound.open(t, 440), await Sound.open(t, 700)];
  const phone = await desk_phone(t, server, hers, { user: "anna-desk", ring_ms: 1500, scenario: "phone_refers", keys: { refer_to } });
  await anna.put("/me/state", { state: "ready" });
  const call = await customer(t, server, theirs);
  await theirs.hears_tone(700);
  const [live] = await admin.interactions("?limit=1");
  return { phone, call, theirs, id: live.id };
}

async function refers(t, server, admin, anna, boris, borises) {
  await boris.click("state-ready");
  await anna.put("/me/state", { state: "ready" });
  const { phone, call, theirs, id } = await talks_on_the_desk_phone(t, server, admin, anna, borises);
  await boris.sees("incoming", 20_000);
  await boris.click("answer");
  await phone.ended_well();
  await theirs.hears_tone(1000);
  const row = await interaction_where(admin, id, "boris has him", (i) => i.state === "active" && /Борис/.test(i.agent?.name ?? ""));
  check(row.segments.length === 2 && /Анна/.test(row.segments[1].from?.name ?? ""), JSON.stringify(row.segments));
  await boris.click("hang-up");
  await call.ended_well();
  await boris.choose_disposition();
  await boris.click("finish");
  await anna.post(`/interactions/${id}/finish`, { disposition: "resolved" });  // her own work after it
}

async function parks(t, server, admin, anna, boris) {
  await boris.click("state-pause");
  const { phone, call, theirs, id } = await talks_on_the_desk_phone(t, server, admin, anna, "*7");
  await phone.ended_well();
  const row = await interaction_where(admin, id, "he is parked", (i) => i.state === "held" && i.slot === 1);
  check((await admin.get("/parked")).items?.length === 1 || (await admin.get("/parked")).length === 1, JSON.stringify(row));
  await boris.click("colleagues");
  await boris.sees("parked");
  await boris.accessible("somebody is parked");
  await boris.click("parked-fetch");
  await theirs.hears_tone(1000);
  await interaction_where(admin, id, "boris has him", (i) => i.state === "active" && i.slot === 0 && /Борис/.test(i.agent?.name ?? ""));
  await boris.click("hang-up");
  await call.ended_well();
  await boris.choose_disposition();
  await boris.click("finish");
}

// Anna's browser is nowhere; her desk phone rings on and on, and Boris's telephone dials *8.
async function picks_up(t, server, admin, boris, annas) {
  const [theirs, his, hers] = [await Sound.open(t, 440), await Sound.open(t, 900), await Sound.open(t, 700)];
  const anna = await Api.sign_in(server.url, "anna");
  await anna.put("/me/state", { state: "ready" });
  const phone = await desk_phone(t, server, hers, { user: "anna-desk", ring_ms: 60_000 });
  const call = await customer(t, server, theirs);
  await until("her telephone rings", () => phone.messages().some((m) => !m.sent && m.first.startsWith("INVITE ")));
  const picks = await phone_dials(t, server, his, "*8" + annas, { user: "boris-desk" });
  await theirs.hears_tone(900);
  await his.hears_tone(440);
  const [live] = await admin.interactions("?limit=1");
  check(live.state === "active" && /Борис/.test(live.agent?.name ?? ""), JSON.stringify(live));
  await call.stop();
  const boris_api = await Api.sign_in(server.url, "boris");
  await boris_api.call("POST", `/calls/${live.id}/hangup`);
  await picks.ended_well();
  // Do not disturb: not rung, and the line says so.
  await boris_api.put("/me/absence", { absence: "do_not_disturb" });
  const state = (await boris_api.get("/me"));
  check(state.absence === "do_not_disturb", JSON.stringify(state));
  await boris.sees("colleagues");
}

// A provider's line at a real Asterisk: Okno registers with a login, calls go both ways with sound, a line that is silent is
// left for the next one, and a wrong password is told in words.
import { Asterisk, cannot_run_asterisk } from "../lib/asterisk.mjs";
import { Browser } from "../lib/browser.mjs";
import { Api, interaction_where, last_of_anna } from "../lib/call.mjs";
import { dialplan, ends_recorded, hire_anna, house, one_line, password } from "../lib/provider.mjs";
import { free_sip_port } from "../lib/sipp.mjs";
import { check, next, until } from "../lib/wait.mjs";

export const name = "a provider's line: registered at Asterisk, calls both ways, a silent line is passed over, a wrong password is named";
export const cannot = () => cannot_run_asterisk();


export async function story(t) {
  const asterisk = await Asterisk.start(t, { pjsip: one_line("74950001122", "a good secret"), extensions: dialplan("exten => +74950009999,1,Hangup(17)\n") });
  const nobody = await free_sip_port();
  const { server, first_password } = await house(t, `[[sip.trunks]]
name = "silent"
address = "127.0.0.1:${nobody}"
keep_alive_s = 0
[[sip.trunks]]
name = "line"
address = "127.0.0.1:${asterisk.port}"
login = "74950001122"
password = "a good secret"
register = true
caller_id = "+74950001122"
[[sip.trunks]]
name = "mistaken"
address = "127.0.0.1:${asterisk.port}"
login = "74950001122"
password = "a wrong one"
register = true
prefixes = ["+99"]
`);
  const admin = await Api.sign_in(server.url, "admin", first_password);
  await hire_anna(admin);
  const standing = async (trunk) => (await admin.get("/trunks")).items.find((one) => one.name === trunk);
  await until("the line is registered", async () => (await standing("line")).standing === "registered");
  await until("the wrong password is named", async () => (await standing("mistaken")).why === "wrong_login");
  check(asterisk.cli("pjsip show contacts").includes("74950001122/sip:"), `contacts at Asterisk: ${asterisk.cli("pjsip show contacts")}`);

  const browser = await Browser.start(t);
  const desk = await browser.desk(server.url);
  await desk.sign_in("anna", password);
  await desk.ready();
  const api = await Api.sign_in(server.url, "anna", password);

  // The board says which line is down and what to do about it.
  const board = await browser.desk(server.url);
  await board.sign_in("admin", first_password);
  await board.page.goto(`${server.url}/#/board`);
  await board.sees("lines-down");
  check((await board.text("lines-down")).includes("Сверьте логин и пароль"), `lines-down: ${await board.text("lines-down")}`);
  check((await board.text("line-line")).includes("На связи"), `line-line: ${await board.text("line-line")}`);

  // Out: past the line that says nothing, with our proof; both are heard.
  const before = Date.now();
  const { id: out } = await api.post("/calls", { to: "+79031112233" });
  await interaction_where(api, out, "the provider has answered", (one) => one.state === "active", 20_000);
  t.note(`answered ${((Date.now() - before) / 1000).toFixed(1)} s after the call, over the second line`);
  await desk.hears_something();
  check((await standing("line")).channels === 1, `calls on the line: ${JSON.stringify(await standing("line"))}`);
  await next(3000);
  await ends_recorded(t, desk, api, out, { left: 700 });

  // Busy is the callee's word: no other line is tried.
  const { id: busy } = await api.post("/calls", { to: "+74950009999" });
  await interaction_where(api, busy, "the callee is busy", (one) => one.end_cause === "busy", 20_000);
  if (await desk.at("finish").isVisible()) { await desk.choose_disposition(); await desk.click("finish"); }
  await desk.sees("state-ready");
  await until("anna is ready again", async () => (await api.get("/me")).state === "ready");

  // In: where we registered, without an address on a list.
  asterisk.call({ channel: "PJSIP/support@74950001122", caller: "+79161234567", context: "tone", extension: "s" });
  await desk.sees("incoming");
  check((await desk.text("card-name")).includes("Мария Иванова"), `card-name: ${await desk.text("card-name")}`);
  await desk.click("answer");
  await desk.hears_something();
  const { id } = await last_of_anna(api, before);
  await next(3000);
  await ends_recorded(t, desk, api, id, { left: 440 });
  check(asterisk.cli("core show channels count").includes("0 active channels"), "calls were left at the provider");
}

// Lines set up in the desk: an administrator adds a provider with a wrong password, is told so, mends it, calls come; the line is
// taken away while a call on another line goes on; each registration is taken back, the last at the program's end.
import { Asterisk, cannot_run_asterisk } from "../lib/asterisk.mjs";
import { Browser } from "../lib/browser.mjs";
import { Api, interaction_where, last_of_anna } from "../lib/call.mjs";
import { dialplan, ends, hire_anna, house, one_line, password } from "../lib/provider.mjs";
import { Server } from "../lib/server.mjs";
import { check, until } from "../lib/wait.mjs";

export const name = "lines in the desk: added, mended, removed while other calls go on; registrations are taken back";
export const cannot = () => cannot_run_asterisk();

const first = "74950001122", second = "74950003344";

export async function story(t) {
  const asterisk = await Asterisk.start(t, { pjsip: one_line(first, "a good secret") + one_line(second, "another secret"), extensions: dialplan() });
  const { server, data, file, first_password } = await house(t, `[[sip.trunks]]
name = "office"
address = "127.0.0.1:${asterisk.port}"
login = "${first}"
password = "a good secret"
register = true
`);
  const admin = await Api.sign_in(server.url, "admin", first_password);
  await hire_anna(admin);
  const standing = async (trunk) => (await admin.get("/trunks")).items.find((one) => one.name === trunk);
  const contacts = () => asterisk.cli("pjsip show contacts");
  await until("the line of the file is registered", async () => (await standing("office")).standing === "registered");

  const browser = await Browser.start(t);
  const desk = await browser.desk(server.url);
  await desk.sign_in("anna", password);
  await desk.ready();
  const anna = await Api.sign_in(server.url, "anna", password);
  let refused;
  try { await anna.post("/trunks", { address: "thief.example" }); } catch (error) { refused = error; }
  check(/403/.test(String(refused)), `an agent set a line up: ${refused}`);

  // The administrator's form: address, login, password; the mistake is told where he looks.
  const page = await browser.desk(server.url, { width: 1280, height: 900 });
  await page.sign_in("admin", first_password);
  await page.page.goto(`${server.url}/#/rules?tab=lines`);
  await page.sees("line-office");
  await page.click("add-line");
  await page.at("line-address").fill(`127.0.0.1:${asterisk.port}`);
  await page.at("line-login").fill(second);
  await page.at("line-password").fill("a wrong one");
  await page.at("line-number").fill("+7 495 000-33-44");
  await page.at("line-name").fill("south");
  await page.picture?.("36-line-form");
  await page.click("save-line");
  await until("the wrong password is told", async () => (await page.text("line-how-south")).includes("Сверьте логин и пароль"));
  await page.click("edit-line-south");
  await page.at("line-password").fill("another secret");
  await page.click("save-line");
  await until("the line is registered", async () => (await page.text("line-south")).includes("На связи"));
  check(contacts().includes(`${second}/sip:`), `contacts at Asterisk: ${contacts()}`);
  const setups = JSON.stringify(await admin.get("/trunks/setup")), audit = JSON.stringify(await admin.get("/audit"));
  for (const secret of ["a wrong one", "another secret", "a good secret"]) check(!(setups + audit).includes(secret), `a password is told: ${secret}`);
  check(audit.includes("line south"), `the audit: ${audit}`);

  // A call on the first line goes on while the second is changed and taken away.
  const { id } = await anna.post("/calls", { to: "+79031112233" });
  await interaction_where(anna, id, "the provider has answered", (one) => one.state === "active", 20_000);
  await desk.hears_something();
  await page.click("edit-line-south");
  await page.click("remove-line");
  await page.sees_no("line-south");
  await until("the registration is taken back", () => !contacts().includes(`${second}/sip:`));
  check(contacts().includes(`${first}/sip:`), `the other registration is gone too: ${contacts()}`);
  check((await admin.get("/trunks")).items.every((one) => one.name !== "south"), "the board still has the line");
  await desk.hears_something();
  await interaction_where(anna, id, "the call goes on", (one) => one.state === "active");
  await ends(desk, anna, id);

  // What was set up is there after the next start, and the provider rings nobody who is gone.
  await admin.post("/trunks", { address: `127.0.0.1:${asterisk.port}`, login: second, password: "another secret", name: "south" });
  await until("both are registered", () => contacts().includes(`${first}/sip:`) && contacts().includes(`${second}/sip:`));
  await server.stop();
  check(!contacts().includes("/sip:"), `at the program's end no registration stays: ${contacts()}`);
  const again = await Server.start(t, { data, args: ["serve", "--config", file] });
  await until("both are registered again", () => contacts().includes(`${first}/sip:`) && contacts().includes(`${second}/sip:`));
  const later = await browser.desk(again.url);
  await later.sign_in("anna", password);
  await later.ready();
  const since = Date.now();
  asterisk.call({ channel: `PJSIP/support@${second}`, caller: "+79161234567", context: "tone", extension: "s" });
  await later.sees("incoming");
  await later.click("answer");
  await later.hears_something();
  const api = await Api.sign_in(again.url, "anna", password);
  const { id: came } = await last_of_anna(api, since);
  await later.click("hang-up");
  await interaction_where(api, came, "the call has come and ended", (one) => one.state !== "active");
}

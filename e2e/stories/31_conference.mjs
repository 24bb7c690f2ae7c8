// Anna calls a customer over a provider's line (a real Asterisk) and brings two more people into the conversation: all hear each other.
// One is muted and not heard, one is dropped, the others talk on; the history names who was in it.
import { Asterisk, cannot_run_asterisk } from "../lib/asterisk.mjs";
import { Browser } from "../lib/browser.mjs";
import { Api, interaction_where } from "../lib/call.mjs";
import { hire_alone, house, password } from "../lib/provider.mjs";
import { check, until } from "../lib/wait.mjs";

export const name = "a conference of four: one is muted, one is dropped, the rest talk on";
export const limit_s = 240;
export const cannot = () => cannot_run_asterisk();

const pjsip = `[okno]
type=endpoint
transport=transport
context=people
disallow=all
allow=alaw
identify_by=ip
direct_media=no

[okno]
type=identify
endpoint=okno
match=127.0.0.1
`;
const people = { customer: ["+79161234567", 440], lawyer: ["+79035550101", 700], courier: ["+79035550102", 1900] };
const extensions = `[general]
static=yes
[people]
${Object.values(people).map(([number, hz]) => `exten => ${number},1,Answer()\n same => n,Playtones(${hz}/60000)\n same => n,Wait(200)\n`).join("")}`;
export async function story(t) {
  const asterisk = await Asterisk.start(t, { pjsip, extensions });
  const { server, first_password } = await house(t, `[[sip.trunks]]
name = "line"
address = "127.0.0.1:${asterisk.port}"
keep_alive_s = 0
`);
  const admin = await Api.sign_in(server.url, "admin", first_password);
  await hire_alone(admin);
  const browser = await Browser.start(t);
  const anna = await browser.desk(server.url);
  await anna.sign_in("anna", password);
  await anna.ready();
  const api = await Api.sign_in(server.url, "anna", password);
  const [customer, customer_hz] = people.customer;
  const { id } = await api.post("/calls", { to: customer });
  await interaction_where(api, id, "the customer has answered", (one) => one.state === "active", 20_000);
  await anna.hears_tones([customer_hz]);

  for (const [number, hz] of [people.lawyer, people.courier]) {
    await anna.click("transfer");
    await anna.at("transfer-to").fill(number);
    await anna.click("invite-number");
    await anna.page.locator(`[data-member="number:${number}"]`).waitFor();
    await anna.hears_tones([customer_hz, hz], 20_000);
  }
  await anna.hears_tones([440, 700, 1900]);
  const four = await interaction_where(api, id, "all are members", (one) => one.company?.members?.length === 3 && one.company.members.every((member) => !member.ringing));
  check(four.company.state === "all", `company: ${JSON.stringify(four.company)}`);
  await anna.accessible("a conference");
  await anna.picture("31-conference");

  const row = (number) => anna.page.locator(`[data-member="number:${number}"]`);
  await row(people.lawyer[0]).getByTestId("member-mute").click();
  await interaction_where(api, id, "the lawyer is muted", (one) => one.company.members.some((member) => member.muted && member.number === people.lawyer[0]));
  await anna.hears_none([700]);
  await anna.hears_tones([440, 1900]);
  await row(people.courier[0]).getByTestId("member-drop").click();
  await interaction_where(api, id, "the courier is out", (one) => one.company.members.length === 2);
  await anna.hears_none([700, 1900]);
  await row(people.lawyer[0]).getByTestId("member-mute").click();
  await anna.hears_tones([440, 700]);
  check((await api.raw("POST", `/calls/${id}/members/drop`, { member: "customer" })).status === 409, "the customer is not dropped");

  await anna.click("hang-up");
  const done = await interaction_where(api, id, "it has ended", (one) => one.ended_at_ms);
  const outside = done.segments.filter((share) => share.outside).map((share) => share.outside).sort();
  check(outside.join() === [people.lawyer[0], people.courier[0]].sort().join(), `who was in it: ${outside.join(", ")}`);
  check(done.segments.every((share) => share.ended_at_ms), `segments: ${JSON.stringify(done.segments)}`);
  await until("nobody is left at the provider", () => asterisk.cli("core show channels count").includes("0 active channels"));
}

// What stories about providers' lines share: accounts at Asterisk, and a house with one agent and one customer.
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { interaction_where, tones_are_recorded } from "./call.mjs";
import { Server } from "./server.mjs";

export const password = "long enough";
const nothing_special = { extension: "", department: "", language: "ru", capacity: { voice: 1, chat: 1, email: 5, sms: 5, social: 5 }, skills: [], points: [], mobile: "", shift: "" };

// A house (`okno serve`) on the loopback; `more`: TOML behind [media], which the lines of `media` go into. `first_password`: the
// administrator's, of a house that begins with this start.
export async function house(t, more, { data = mkdtempSync(join(t.folder, "data-")), media = "" } = {}) {
  const file = join(t.folder, "okno.toml");
  writeFileSync(file, `data = "${data}"
[http]
port = 0
[sip]
address = "127.0.0.1"
port = 0
[media]
rtp_address = "127.0.0.1"
advertised = ["127.0.0.1"]
${media}
${more}`);
  const server = await Server.start(t, { data, args: ["serve", "--config", file] });
  return { server, data, file, first_password: /password[^\n]*?([a-z0-9_]{16})\b/.exec(server.log)?.[1] };
}

// What the provider does with calls: an answer and a tone (700 Hz) for us, a tone (440 Hz) of who is made to call; `more` extensions.
export const dialplan = (more = "") => `[general]
static=yes
[from-okno]
exten => _+X.,1,Answer()
 same => n,Playtones(700/60000)
 same => n,Wait(120)
${more}[tone]
exten => s,1,Playtones(440/60000)
 same => n,Wait(120)
`;

// The agent ends her call, and it is a row.
export async function ends(desk, api, id) {
  await desk.click("hang-up");
  await desk.choose_disposition();
  await desk.click("finish");
  await interaction_where(api, id, "the call is ended", (one) => one.state === "ended" && one.end_cause === "answered");
}
export async function ends_recorded(t, desk, api, id, tones) {
  await ends(desk, api, id);
  await tones_are_recorded(t, api, id, tones);
}

// The first agent of a house that was opened this minute.
export async function hire_alone(admin) {
  const { version, queues } = await admin.get("/configuration");
  await admin.call("PATCH", "/configuration", { version, agents: [{ id: 0, login: "anna", name: "Анна Петрова", password, role: "agent", queues: [queues[0].id], ...nothing_special }] });
}
// … and its first customer.
export async function hire_anna(admin) {
  await hire_alone(admin);
  await admin.post("/contacts", { name: "Мария Иванова", phones: ["+79161234567"] });
}

// An account at Asterisk (its pjsip.conf) that registers with a login; `more` goes into the endpoint.
export function one_line(login, secret, more = "") {
  return `[${login}]
type=endpoint
transport=transport
context=from-okno
disallow=all
allow=alaw
auth=${login}-auth
aors=${login}
identify_by=auth_username,username
direct_media=no
${more}
[${login}-auth]
type=auth
auth_type=userpass
username=${login}
password=${secret}

[${login}]
type=aor
max_contacts=1
remove_existing=yes

`;
}

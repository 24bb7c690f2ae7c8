// What stories about providers' lines share: accounts at Asterisk, and a house with one agent and one customer.
export const password = "long enough";
const nothing_special = { extension: "", department: "", language: "ru", capacity: { voice: 1, chat: 1, email: 5, sms: 5, social: 5 }, skills: [], points: [], mobile: "", shift: "" };

// A house that was opened this minute gets its first agent and its first customer.
export async function hire_anna(admin) {
  const { version, queues } = await admin.get("/configuration");
  await admin.call("PATCH", "/configuration", { version, agents: [{ id: 0, login: "anna", name: "Анна Петрова", password, role: "agent", queues: [queues[0].id], ...nothing_special }] });
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

// FOR DEVELOPMENT ONLY: a pretended Okno server with a scripted call, for looking at the desk's screens without telephony.
// It keeps everything in memory and forgets it. Usage: npm run fake [-- PORT]   (serves dist/ too)
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { WebSocketServer } from "ws";

const dist = join(dirname(fileURLToPath(import.meta.url)), "..", "dist");
const port = Number(process.argv[2] ?? 8080);
const now = () => Date.now();
const person = (id, name) => ({ id, name });
const anna = person(1, "Анна Смирнова"), boris = person(2, "Борис Ковалёв"), vera = person(3, "Вера Титова");
const users = { anna: [anna, "agent"], boris: [boris, "agent"], vera: [vera, "supervisor"], admin: [person(4, "Администратор"), "admin"] };
const first = ["Мария", "Олег", "Ирина", "Павел", "Светлана", "Дмитрий", "Юлия", "Артём"], last = ["Иванова", "Петров", "Соколова", "Кузнецов", "Орлова", "Никитин", "Зайцева", "Громов"];
const companies = ["ООО «Ромашка»", "ТД «Северный ветер»", "ООО «Домострой»", "ИП Лебедев"].map((name, i) => ({ id: i + 1, name, branch: ["Цветы", "Оптовая торговля", "Строительство", "Ремонт"][i] }));
const contacts = first.map((name, i) => ({
  id: i + 1, name: `${name} ${last[i]}`, phones: [`+791612345${67 + i}`, ...(i === 0 ? ["+74951234567"] : [])], emails: [`client${i}@example.com`], company: i % 3 === 2 ? null : companies[i % 4],
  owner: i % 2 ? boris : anna, segment: i === 0 ? "VIP" : "Розница", vip: i === 0, difficult: i === 3, language: "ru", created_at_ms: now() - 4e10, version: 1,
}));
const call = (id, patch) => ({
  id, channel: "voice", direction: "inbound", state: "ended", queue: "support", project: "main", agent: anna, contact: null, from: "+79161234567", to: "+78005550100", caller_name: "", started_at_ms: now(),
  answered_at_ms: null, ended_at_ms: null, end_cause: null, ivr_path: [], disposition: "", note: "", words: "", has_recording: false, recording_mark: "", talk_ms: 0, wait_ms: 0, wrap_up_ms: 0, message_ms: 0, source: "", segments: [], callback: false, tries: 0, ...patch,
});
const path = [{ node: "main", title: "Главное меню", digits: "2" }, { node: "service", title: "Помощь с окнами", digits: "1" }];
const interactions = [];
for (let i = 0; i < 24; i += 1) {
  const contact = contacts[i % contacts.length], at = now() - (i + 1) * 47 * 60_000, lost = i % 7 === 3;
  interactions.push(call(100 - i, {
    agent: lost ? null : i % 3 === 2 ? boris : anna, contact: person(contact.id, contact.name), from: contact.phones[0], started_at_ms: at, answered_at_ms: lost ? null : at + 9000, ended_at_ms: at + 200_000, end_cause: lost ? "lost" : "answered",
    disposition: lost ? "" : ["resolved", "sale", "callback", "complaint"][i % 4], note: i % 2 ? "" : "Спрашивал про срок замены стеклопакета, договорились созвониться после замера. <b>не жирно</b>", has_recording: !lost,
    recording_mark: i === 4 ? "interrupted" : "", talk_ms: lost ? 0 : 60_000 + i * 13_000, wait_ms: 9000 + i * 500, wrap_up_ms: 12_000, ivr_path: i % 2 ? path : [], channel: i === 5 ? "chat" : "voice", direction: i === 6 ? "outbound" : "inbound",
  }));
}
const deals = [{ id: 1, title: "Остекление балкона 6 м", funnel: "Остекление", stage: "Договор", amount_minor: 18_450_000, currency: "RUB", owner: boris, open: true, updated_at_ms: now() - 9e7 }];
const claims = [{ id: 1, title: "Продувает створка на кухне", priority: "high", status: "in_work", created_at_ms: now() - 2e8, due_at_ms: now() + 9e7 }];
const agents = Object.entries(users).map(([login, [who, role]], i) => ({
  id: who.id, name: who.name, login, role, extension: String(101 + i), department: "", state: login === "boris" ? "talking" : "offline", reason: "", since_ms: now() - 83_000, until_ms: null, interaction: null,
  phones: { browser: login === "boris", desk: false }, queues: role === "agent" ? ["support", "sales"] : [], beside: [],
}));
const queues = [["support", "Поддержка", 2, 0.91, 0.04], ["sales", "Продажи", 0, 0.78, 0.08]].map(([name, title, waiting, sl, lost], i) => ({
  id: i + 1, name, title, waiting, longest_since_ms: waiting ? now() - 37_000 : null, agents_ready: 1, agents_busy: 1, agents_paused: 0, offered: 128 - i * 60, answered: 121 - i * 60, lost: 7, service_level: sl, lost_rate: lost, asa_s: 11.4 + i * 9, aht_s: 214, service_level_limit_s: 20, more_time: 1,
}));
const sockets = new Map();  // socket → {seq, who}
const sessions = new Map();
let nextId = 1000, nextOffer = 1, timers = [];
const send = (socket, type, data) => { const of = sockets.get(socket); if (of) socket.send(JSON.stringify({ seq: ++of.seq, type, data })); };
const tell = (type, data, agent) => { for (const [socket, of] of sockets) if (!agent || of.who === agent) send(socket, type, data); };
const agentOf = (id) => agents.find((agent) => agent.id === id);
const me = (login) => {
  const agent = agents.find((one) => one.login === login);
  return { id: agent.id, login, name: agent.name, role: agent.role, language: "ru", state: agent.state, reason: agent.reason, since_ms: agent.since_ms, demo: true, dispositions: ["resolved", "sale", "callback", "complaint", "no_sale", "wrong_number", "spam"], results: [], pause_reasons: ["break", "lunch", "meeting", "training", "paperwork"] };
};
function setAgent(id, patch) { Object.assign(agentOf(id), { since_ms: now() }, patch); tell("agent.changed", agentOf(id)); tell("me.changed", me(agentOf(id).login), id); }
function card(contact, one) {
  const number = one ? (one.direction === "outbound" ? one.to : one.from) : (contact?.phones[0] ?? "");
  return { interaction: one?.id ?? 0, number, number_pretty: "", caller_name: one?.caller_name ?? "", contact: contact ?? null, open_deals: contact ? deals : [], open_claims: contact?.id === 1 ? claims : [], last: interactions.filter((row) => contact && row.contact?.id === contact.id).slice(0, 5), colleagues_here: contact?.id === 1 ? [boris] : [], colleagues_how: contact?.id === 1 ? "viewing" : "", owner_is_me: contact?.owner?.id === 1 };
}
const cardOf = (one) => card(contacts.find((each) => each.id === one.contact?.id), one);
const patch = (one, change) => { Object.assign(one, change); tell("interaction.changed", one); return one; };
let offers = new Map(), turn = 0;
function offerSoon(id, ms = Number(process.env.FAKE_RING_MS ?? 4000)) { clearTimeout(timers[id]); timers[id] = setTimeout(() => { if (agentOf(id).state === "ready") offer(id); }, ms); }
function offer(id) {
  turn += 1;
  const known = (turn + (process.env.FAKE_STRANGER ? 2 : 0)) % 3 !== 0, contact = known ? contacts[turn === 1 ? 0 : turn % 8] : null;
  const one = call(nextId++, { state: "offered", agent: person(id, agentOf(id).name), contact: contact ? person(contact.id, contact.name) : null, from: contact ? contact.phones[0] : "+79035551122", ivr_path: path, caller_name: contact ? "" : "" });
  interactions.unshift(one);
  const made = { offer: nextOffer++, interaction: one, card: cardOf(one), answer_by_ms: now() + 20_000 };
  offers.set(one.id, made);
  setAgent(id, { state: "offered", interaction: one.id, until_ms: made.answer_by_ms });
  tell("offer.made", made, id);
  setTimeout(() => tell("offer.ringing", { offer: made.offer, interaction: one.id, reason: "" }, id), 150);
  timers[`o${one.id}`] = setTimeout(() => withdraw(one, "time_out"), 20_000);
}
function withdraw(one, reason) {
  const made = offers.get(one.id); if (!made) return;
  offers.delete(one.id); clearTimeout(timers[`o${one.id}`]);
  tell("offer.withdrawn", { offer: made.offer, interaction: one.id, reason }, one.agent.id);
  setAgent(one.agent.id, reason === "declined" ? { state: "ready", interaction: null, until_ms: null } : { state: "pause", reason: "no_answer", interaction: null, until_ms: null });
  patch(one, { state: "ended", end_cause: "lost", agent: null });
}
const verbs = {
  answer(one) { offers.delete(one.id); clearTimeout(timers[`o${one.id}`]); setAgent(one.agent.id, { state: "talking", until_ms: null }); return patch(one, { state: "active", answered_at_ms: now() }); },
  accept(one) { return verbs.answer(one); },
  decline(one) { withdraw(one, "declined"); offerSoon(agents[0].id); return one; },
  hangup(one) { const until = now() + 30_000; setAgent(one.agent.id, { state: "wrap_up", until_ms: until }); timers[`w${one.id}`] = setTimeout(() => verbs.finish(one, {}), 30_000); return patch(one, { state: "wrap_up", ended_at_ms: now(), end_cause: "answered", talk_ms: now() - (one.answered_at_ms ?? now()), has_recording: true }); },
  hold: (one) => patch(one, { state: "held" }), unhold: (one) => patch(one, { state: "active" }), mute: (one) => one, unmute: (one) => one, dtmf: (one) => one,
  finish(one, body) { clearTimeout(timers[`w${one.id}`]); if (one.state === "ended") return one; patch(one, { state: "ended", disposition: body.disposition ?? "", note: body.note ?? "" }); setAgent(one.agent.id, { state: "ready", interaction: null, until_ms: null }); offerSoon(one.agent.id, 15_000); return one; },
};
const problem = (status, code, detail = "") => ({ status, body: { type: `urn:okno:problem:${code}`, title: code, status, detail, code } });
function route(method, url, body, login) {
  const parts = url.pathname.split("/").slice(3), [what, id, verb] = parts, q = url.searchParams;
  if (what === "session" && method === "POST") return users[body.login] && body.password === "demo" ? { body: { csrf: "fake" }, login: body.login } : problem(401, "wrong_password");
  if (!login) return problem(401, "no_session");
  if (what === "session") return { status: 204, logout: true };
  const my = me(login);
  if (what === "me" && id === "state") { setAgent(my.id, { state: body.state, reason: body.reason ?? "" }); if (body.state === "ready") offerSoon(my.id); return { body: me(login) }; }
  if (what === "me") return { body: my };
  if (["configuration", "audit", "decisions", "blacklist"].includes(what)) return rulesRoute(what, method, id, body, person(my.id, my.name));
  if (what === "companies") return { body: { items: companies, next: "" } };
  if (what === "calls" && !id) { const found = contacts.find((one) => one.phones.includes(body.to)); const one = call(nextId++, { state: "dialling", direction: "outbound", queue: "", agent: person(my.id, my.name), from: "+78005550100", to: body.to, contact: found ? person(found.id, found.name) : null }); interactions.unshift(one); setAgent(my.id, { state: "talking", interaction: one.id }); tell("card.changed", cardOf(one), my.id); tell("interaction.changed", one); setTimeout(() => one.state === "dialling" && patch(one, { state: "active", answered_at_ms: now() }), 2500); return { status: 201, body: one }; }
  if (what === "calls" || what === "interactions") {
    const one = interactions.find((row) => row.id === Number(id));
    if (id && !one) return problem(404, "not_found");
    if (what === "interactions" && !id) return { body: { items: interactions.filter((row) => (!q.get("agent") || row.agent?.id === (q.get("agent") === "me" ? my.id : Number(q.get("agent")))) && (!q.get("state") || row.state === q.get("state"))), next: "" } };
    if (method === "GET" && !verb) return { body: one };
    if (verb === "decisions") return { body: [{ at_ms: one.started_at_ms, rule: "owner", chosen: one.agent, passed: [], candidates: 3, words_ru: "Выбрана Анна Смирнова: она ответственная за этого клиента и свободна.", words_en: "Anna Smirnova was chosen: she is responsible for this customer and free." }] };
    if (verb === "contact") { const found = contacts.find((each) => each.id === body.contact); patch(one, { contact: person(found.id, found.name) }); return { body: cardOf(one) }; }
    return verbs[verb] ? { body: verbs[verb](one, body) } : problem(501, "not_built", "This verb is not built yet.");
  }
  if (what === "contacts") {
    if (!id && method === "GET") { const text = (q.get("q") ?? "").toLowerCase(), digits = text.replace(/\D/g, ""); return { body: { items: contacts.filter((one) => `${one.name} ${one.company?.name ?? ""}`.toLowerCase().includes(text) || (digits.length > 1 && one.phones.some((phone) => phone.includes(digits)))).slice(0, 8), next: "" } }; }
    if (!id) { const one = { ...contacts[1], company: null, vip: false, difficult: false, emails: [], owner: null, ...body, company: companies.find((each) => each.id === body.company) ?? null, id: contacts.length + 1 }; contacts.push(one); return { status: 201, body: one }; }
    const found = contacts.find((one) => one.id === Number(id));
    if (verb === "card") return { body: card(found) };
    if (verb === "notes") return { status: 201, body: { id: nextId++, author: person(my.id, my.name), text: body.text, at_ms: now() } };
    if (verb === "timeline") return { body: { items: [...interactions.filter((row) => row.contact?.id === found.id && row.state === "ended").map((row) => ({ kind: "interaction", at_ms: row.started_at_ms, interaction: row })), { kind: "note", at_ms: now() - 9e8, note: { id: 1, author: boris, text: "Просит звонить после 18:00.\n<script>alert(1)</script>", at_ms: now() - 9e8 } }, { kind: "deal", at_ms: now() - 1.2e9, deal: deals[0] }], next: "" } };
    if (method === "PATCH") { const { company, ...rest } = body; Object.assign(found, rest, company ? { company: companies.find((each) => each.id === company) } : {}); found.version += 1; }
    return { body: found };
  }
  return problem(404, "no_such_path");
}
// --- the rules of routing
const nine = 32_400, six = 64_800, weekOf = (days, from_s, to_s) => days.map((weekday) => ({ weekday, open: { from_s, to_s } }));
const aQueue = (id, name, title, patch) => ({
  id, name, title, project: 1, strategy: "longest_idle", ring_limit_s: 20, card_limit_ms: 150, wrap_up_limit_s: 30, owner_wait_s: 0, last_agent_first: true, owner_first: true, max_waiting: 10_000, service_level_limit_s: 20, recorded: true, required: [], preferred: [], relaxation: [],
  language_as_skill: false, difficult_skill: "", difficult_level: 1, priority: 0, ageing: 0, vip_priority: 1000, last_agent_wait_s: 0, owner_on_mobile: false, ring_at_once: 1, letters_min_idle: 0, letters_max_occupancy: 100, letters_put_back: false, hours: "", when_closed: "", overflow_size: 0,
  overflow_wait_s: 0, overflow_to: "", when_nobody: "", announce_first_s: 0, announce_every_s: 0, announce_position: false, announce_wait: false, callback_offered: false, callback_tries: 3, callback_retry_s: 300, no_answer: "pause", no_answer_pause_s: 0, wrap_up_extension_s: 0, wrap_up_extensions: 1, ...patch,
});
let rules = {
  version: 7,
  projects: [{ id: 1, name: "main", title: "Окна и двери", language: "ru", greeting: "Здравствуйте! Вы позвонили в «Окно».", menus: [{ name: "main", title: "Главное меню" }], dispositions: ["resolved", "sale", "callback"], pause_reasons: ["break", "lunch", "meeting"], recorded: true, together: [{ holding: "email", coming: "voice" }, { holding: "email", coming: "chat" }, { holding: "chat", coming: "sms" }],
    weights: { voice: 100, chat: 30, email: 20, sms: 10, social: 20 }, zone: "Europe/Moscow", hours: "office", when_closed: "message:closed", messages: [{ name: "closed", title: "Мы закрыты", say: "Здравствуйте! Мы работаем с девяти до шести по будням." }], pause_rules: [{ reason: "lunch", limit_s: 2700 }], blacklist: ["+79990000001"], whitelist: [], hooligan_disposition: "hooligan", hooligan_marks: 3, blacklisted_to: "hangup" }],
  queues: [aQueue(1, "support", "Поддержка", { required: [{ skill: "billing", level: 3 }], preferred: ["windows"], relaxation: [{ after_s: 30, level: 1 }, { after_s: 60, level: 0 }], owner_wait_s: 20, overflow_size: 20, overflow_to: "queue:sales", announce_first_s: 15, announce_every_s: 30, announce_position: true, callback_offered: true, wrap_up_extension_s: 60 }), aQueue(2, "sales", "Продажи", { strategy: "by_qualification", ring_at_once: 3 })],
  agents: agents.map((one) => ({ id: one.id, login: one.login, name: one.name, role: one.role, queues: one.role === "agent" ? [1, 2] : [], department: "", capacity: { voice: 1, chat: 3, email: 5, sms: 2, social: 2 }, skills: one.id === 1 ? [{ skill: "billing", level: 5 }, { skill: "windows", level: 8 }, { skill: "lang:en", level: 4 }] : one.id === 2 ? [{ skill: "billing", level: 2 }, { skill: "windows", level: 10 }] : [], points: one.id === 2 ? [{ queue: 2, points: 50 }] : [], mobile: "", shift: one.id === 1 ? "office" : "" })),
  entries: [], hours: [{ name: "office", title: "Офис", zone: "Europe/Moscow", week: [...weekOf([1, 2, 3, 4], nine, 46_800), ...weekOf([1, 2, 3, 4], 50_400, six), ...weekOf([5], nine, 61_200)], dates: [{ year: 0, month: 1, day: 1, title: "Новый год", open: [] }, { year: 2026, month: 12, day: 31, title: "Короткий день", open: [{ from_s: nine, to_s: 50_400 }] }] }, { name: "night", title: "Ночная смена", zone: "Europe/Moscow", week: weekOf([1, 2, 3, 4, 5, 6, 7], 72_000, 28_800), dates: [] }],
};
const audit = [], blocked = [{ project: "main", number: "+79035550000", until_ms: Date.now() + 3e7, marks: 3 }];
const kinds = { projects: "project", queues: "queue", agents: "agent", hours: "hours" };
function changeRules(body, who) {
  if (body.version !== rules.version) return problem(409, "conflict", "The settings were changed meanwhile.");
  const problems = [];
  for (const queue of body.queues ?? []) { if (queue.ring_limit_s <= 0) problems.push({ place: `queue ${queue.name}`, words: "the ring limit must be over 0" }); if (queue.ring_at_once < 1 || queue.ring_at_once > 20) problems.push({ place: `queue ${queue.name}`, words: `agents rung at once must be between 1 and 20, not ${queue.ring_at_once}` }); }
  if (problems.length) { const no = problem(422, "bad_configuration"); no.body.problems = problems; return no; }
  const next = structuredClone(rules);
  for (const [kind, word] of Object.entries(kinds)) for (const item of body[kind] ?? []) {
    const at = next[kind].findIndex((one) => (kind === "hours" ? one.name === item.name : one.id === item.id));
    audit.unshift({ id: audit.length + 1, author: who, at_ms: now(), place: `${word} ${item.login ?? item.name}`, before: at < 0 ? "" : JSON.stringify(next[kind][at]), after: JSON.stringify(item) });
    if (at < 0) next[kind].push(item); else next[kind][at] = item;
  }
  next.hours = next.hours.filter((one) => !(body.forget_hours ?? []).includes(one.name));
  next.version += 1;
  rules = next;
  setTimeout(() => tell("configuration.changed", { version: rules.version }), 50);
  return { body: { configuration: rules, warnings: [] } };
}
function rulesRoute(what, method, id, body, who) {
  if (what === "configuration") return method === "GET" ? { body: rules } : changeRules(body, who);
  if (what === "audit") return { body: { items: audit, next: "" } };
  if (what === "blacklist" && method === "GET") return { body: { items: blocked, next: "" } };
  if (what === "blacklist") { const number = decodeURIComponent(id); const at = blocked.findIndex((one) => one.number === number); if (at >= 0) blocked.splice(at, 1); if (method === "PUT") blocked.push({ project: "main", number, until_ms: now() + 3e7, marks: 0 }); return { body: { project: "main", number, until_ms: now(), marks: 0 } }; }
  return { body: { items: interactions.slice(0, 6).map((one, i) => ({ interaction: one, decision: { at_ms: one.started_at_ms, rule: "longest_idle", chosen: one.agent, passed: [], candidates: 3, words_ru: i % 2 ? "Ждёт: все, кто умеет, заняты. Борис Ковалёв пропущен: не хватает навыка. Через 30 с требования ослабнут." : "Выбрана Анна Смирнова: дольше всех свободна. Борис Ковалёв пропущен: не хватает навыка. Вера Титова пропущена: на перерыве.", words_en: i % 2 ? "Waits: everybody who is able is busy. Boris Kovalev was passed over: lacks the skill." : "Anna Smirnova was chosen: idle for the longest time. Boris Kovalev was passed over: lacks the skill. Vera Titova was passed over: on a pause." } })), next: "" } };
}
const pretendedPhone = `window.RTCPeerConnection = class extends EventTarget {
  iceGatheringState = "complete"; connectionState = "new"; localDescription = null;
  addTransceiver() { return {}; } getSenders() { return []; } close() { this.connectionState = "closed"; }
  async createOffer() { return { type: "offer", sdp: "pretended" }; } async setLocalDescription(offer) { this.localDescription = offer; }
  async setRemoteDescription() { this.connectionState = "connected"; this.onconnectionstatechange?.(); }
};`;
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const csp = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws: wss:; media-src 'self' blob:";
const loginOf = (request) => sessions.get(/okno=(\w+)/.exec(request.headers.cookie ?? "")?.[1]);
const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://x");
  const json = (status, body, headers = {}) => { response.writeHead(status, { "content-type": "application/json", ...headers }); response.end(body === undefined ? "" : JSON.stringify(body)); };
  if (url.pathname === "/healthz") return json(200, { status: "ok", demo: true });
  if (url.pathname === "/pretended-phone.js") { response.writeHead(200, { "content-type": "text/javascript" }); return response.end(pretendedPhone); }
  if (!url.pathname.startsWith("/api/")) {
    const file = join(dist, normalize(url.pathname === "/" ? "/index.html" : url.pathname));
    if (!existsSync(file) || !statSync(file).isFile()) { response.writeHead(404); return response.end(); }
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream", "content-security-policy": csp });
    // There is no sound behind this server: the page gets a pretended line, so that the phone looks connected.
    if (file.endsWith("index.html")) return response.end(readFileSync(file, "utf8").replace("<head>", '<head><script src="/pretended-phone.js"></script>'));
    return createReadStream(file).pipe(response);
  }
  if (url.pathname.endsWith("recording.mp3")) {  // a second of a quiet tone: WAV under another name will do here
    const samples = 8000 * 6, wav = Buffer.alloc(44 + samples); wav.write("RIFF", 0); wav.writeUInt32LE(36 + samples, 4); wav.write("WAVEfmt ", 8); wav.writeUInt32LE(16, 16); wav.writeUInt16LE(1, 20); wav.writeUInt16LE(1, 22); wav.writeUInt32LE(8000, 24); wav.writeUInt32LE(8000, 28); wav.writeUInt16LE(1, 32); wav.writeUInt16LE(8, 34); wav.write("data", 36); wav.writeUInt32LE(samples, 40);
    for (let i = 0; i < samples; i += 1) wav[44 + i] = 128 + Math.round(20 * Math.sin(i / 3));
    response.writeHead(200, { "content-type": "audio/wav", "content-length": wav.length, "accept-ranges": "bytes" }); return response.end(wav);
  }
  let text = ""; for await (const chunk of request) text += chunk;
  const answer = route(request.method, url, text ? JSON.parse(text) : {}, loginOf(request));
  if (answer.login) { const token = Math.random().toString(36).slice(2); sessions.set(token, answer.login); return json(200, answer.body, { "set-cookie": `okno=${token}; Path=/; HttpOnly` }); }
  return json(answer.status ?? 200, answer.body);
});
new WebSocketServer({ server, path: "/api/v1/live" }).on("connection", (socket, request) => {
  const login = loginOf(request); if (!login) return socket.close(4401);
  const my = me(login);
  sockets.set(socket, { seq: 0, who: my.id });
  const mine = interactions.filter((one) => one.state !== "ended" && (one.agent?.id === my.id || my.role !== "agent"));
  const made = [...offers.values()].find((one) => one.interaction.agent?.id === my.id), current = interactions.find((one) => one.id === agentOf(my.id).interaction);
  send(socket, "snapshot", { me: my, agents, queues, interactions: mine, offer: made ?? null, card: current ? cardOf(current) : null, ringing: Boolean(made) });
  send(socket, "phone.state", { connected: false, here: false });
  socket.on("message", (raw) => {
    const frame = JSON.parse(raw);
    if (frame.type === "ping") send(socket, "pong", {});
    if (frame.type === "phone.offer") { agentOf(my.id).phones.browser = true; send(socket, "phone.answer", { sdp: "pretended" }); send(socket, "phone.state", { connected: true, here: true }); tell("agent.changed", agentOf(my.id)); }
    if (frame.type === "phone.echo") send(socket, "phone.echo", { on: frame.on });
  });
  socket.on("close", () => sockets.delete(socket));
});
server.listen(port, "127.0.0.1", () => console.log(`FOR DEVELOPMENT: pretended server on http://127.0.0.1:${server.address().port}`));

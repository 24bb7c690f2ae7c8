// A line over TLS with sealed sound (SRTP, keys by SDES) at a real Asterisk: registered, calls both ways with tones, nothing of the
// sound readable on the wire; a certificate that is not believed is named; a provider that refuses sealed sound where it is required too.
import dgram from "node:dgram";
import { Asterisk, cannot_run_asterisk } from "../lib/asterisk.mjs";
import { Browser } from "../lib/browser.mjs";
import { Api, interaction_where, last_of_anna } from "../lib/call.mjs";
import { dialplan, ends_recorded, hire_anna, house, one_line, password } from "../lib/provider.mjs";
import { Tap, is_readable_tone } from "../lib/tap.mjs";
import { check, next, until } from "../lib/wait.mjs";

export const name = "a line over TLS with sealed sound: calls both ways at Asterisk, a certificate that is not believed is named";
export const cannot = () => cannot_run_asterisk();
export const limit_s = 180;

const sealed = "74950001122", open = "74950003344";
const sound = { first: 28_000, last: 28_199 };  // ports of ours that no other story has, so that the tap knows them
const is_ours = (port) => port >= sound.first && port <= sound.last;
const by_tls = (text) => text.replace("transport=transport\n", "transport=transport-tls\n");

export async function story(t) {
  const asterisk = await Asterisk.start(t, { tls: true, extensions: dialplan(),
    pjsip: by_tls(one_line(sealed, "a good secret", "media_encryption=sdes\n")) + by_tls(one_line(open, "another secret", "media_encryption=no\n")) });
  const media = `first_port = ${sound.first}\nlast_port = ${sound.last}`;
  const lines = (authorities) => `[sip.tls]
port = 0
${authorities}
[[sip.trunks]]
name = "sealed"
address = "127.0.0.1:${asterisk.tls_port}"
transport = "tls"
media_encryption = "required"
login = "${sealed}"
password = "a good secret"
register = true
prefixes = ["+7"]
[[sip.trunks]]
name = "open"
address = "127.0.0.1:${asterisk.tls_port}"
transport = "tls"
media_encryption = "required"
login = "${open}"
password = "another secret"
register = true
prefixes = ["+4"]
`;

  // Nobody vouches for this certificate: no password is told, and the test names it.
  const { server: doubting, data, first_password } = await house(t, lines(""), { media });
  const early = await Api.sign_in(doubting.url, "admin", first_password);
  await early.post("/trunks/sealed/test", {});
  const named = await until("the test is over", async () => {
    const test = await early.get("/trunks/sealed/test");
    return test.over ? test.steps.find((one) => one.step === "transport") : undefined;
  }, 30_000);
  check(named.state === "failed" && named.code === "tls_trouble" && /certificate is not believed/.test(named.en), `the transport: ${JSON.stringify(named)}`);
  check((await early.get("/trunks")).items.find((one) => one.name === "sealed").standing !== "registered", "registered at somebody whom nobody vouches for");
  await doubting.stop();

  const { server } = await house(t, lines(`authorities = "${asterisk.authority}"`), { data, media });
  const admin = await Api.sign_in(server.url, "admin", first_password);
  await hire_anna(admin);
  const standing = async (trunk) => (await admin.get("/trunks")).items.find((one) => one.name === trunk);
  await until("the line is registered over TLS", async () => (await standing("sealed")).standing === "registered", 15_000);
  check(asterisk.cli("pjsip show contacts").includes(`${sealed}/sip:`), `contacts: ${asterisk.cli("pjsip show contacts")}`);

  const browser = await Browser.start(t);
  const desk = await browser.desk(server.url);
  await desk.sign_in("anna", password);
  await desk.ready();
  const api = await Api.sign_in(server.url, "anna", password);

  // All that goes over loopback; an open packet with a tone shows that the tap would see one.
  const tap = await Tap.start(t);
  const open_packet = Buffer.alloc(172);
  open_packet.set([0x80, 8], 0);
  for (let i = 0; i < 160; ++i) open_packet[12 + i] = (i % 80) ^ 0x55;
  const speaker = dgram.createSocket("udp4");
  t.after(() => speaker.close());
  await new Promise((done) => speaker.send(open_packet, 9, "127.0.0.1", done));
  const spoken = speaker.address().port;
  await until("the tap sees open sound", () => tap.speech().some((one) => one.from === spoken && is_readable_tone(one.payload)));
  // Between whoever: tones of both sides, at the browser and at the provider.
  const nothing_readable = (at_least, what) => {
    const heard = tap.speech().filter((one) => is_ours(one.from) || is_ours(one.to));
    const readable = heard.filter((one) => is_readable_tone(one.payload));
    const ways = new Set(heard.map((one) => `${is_ours(one.from) ? "from" : "to"} us ${Math.floor((is_ours(one.from) ? one.to : one.from) / 1000) === 21 ? "Asterisk" : "browser"}`));
    t.note(`${what}: ${heard.length} packets of sound on the wire, ${readable.length} readable`);
    check(heard.length >= at_least && ["from us Asterisk", "to us Asterisk"].every((way) => ways.has(way)), `${what}: ${heard.length} packets, ${[...ways].join(", ")}`);
    check(readable.length === 0, `${what}: ${readable.length} of ${heard.length} packets are readable, the first from ${readable[0]?.from} to ${readable[0]?.to}`);
  };

  // Out.
  const since = Date.now();
  const { id: out } = await api.post("/calls", { to: "+79031112233" });
  await interaction_where(api, out, "the provider has answered", (one) => one.state === "active", 20_000);
  await desk.hears_something();
  const channel = /PJSIP\/\S+/.exec(asterisk.cli("core show channels concise"))[0].split("!")[0];
  const security = asterisk.cli(`core show channel ${channel}`);
  t.note(`channel at Asterisk: ${channel}`);
  check(/PJSIP/.test(security), security);
  await next(3000);
  await ends_recorded(t, desk, api, out, { left: 700 });
  nothing_readable(200, "out");

  // In, over the connection that our registration made.
  await desk.sees("state-ready");
  await until("anna is ready again", async () => (await api.get("/me")).state === "ready");
  asterisk.call({ channel: `PJSIP/support@${sealed}`, caller: "+79161234567", context: "tone", extension: "s" });
  await desk.sees("incoming");
  await desk.click("answer");
  await desk.hears_something();
  const { id } = await last_of_anna(api, since);
  await next(3000);
  await ends_recorded(t, desk, api, id, { left: 440 });
  nothing_readable(400, "in");

  // A provider that knows no sealed sound gets no open one where it is required.
  const { id: refused } = await api.post("/calls", { to: "+4930111" });
  const ended = await interaction_where(api, refused, "the call is refused", (one) => one.state !== "active" && one.end_cause !== undefined && one.end_cause !== "answered", 20_000);
  t.note(`sealed sound refused: ${ended.end_cause}`);
}

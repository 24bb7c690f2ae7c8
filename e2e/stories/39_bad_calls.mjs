// Bad input at the exchange: no codec in common, a header of a megabyte, a storm of re-INVITEs. Each gets a clear answer, the first one a
// row with its cause, and a call that goes on beside them is heard all the time.
import dgram from "node:dgram";
import net from "node:net";
import { anna_is_ready, Api, last_of_anna } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { customer } from "../lib/sipp.mjs";
import { check, next, until } from "../lib/wait.mjs";

export const name = "no codec in common, a header of a megabyte, a storm of re-INVITEs: clear answers, other calls go on";

// A telephone that says what it likes.
class Rude {
  static async open(t, port) {
    const rude = new Rude();
    rude.to = port;
    rude.heard = [];
    rude.socket = dgram.createSocket("udp4");
    rude.socket.on("message", (bytes) => rude.heard.push(String(bytes)));
    await new Promise((done) => rude.socket.bind(0, "127.0.0.1", done));
    rude.port = rude.socket.address().port;
    t.after(() => rude.socket.close());
    return rude;
  }
  say(text) { this.socket.send(text, this.to, "127.0.0.1"); }
  head(method, uri, call, cseq, { tag = "", more = "" } = {}) {
    return `${method} ${uri} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:${this.port};branch=z9hG4bK${call}${cseq}${method};rport\r\nMax-Forwards: 70\r\n`
      + `From: <sip:+79160000000@127.0.0.1>;tag=${call}\r\nTo: <sip:support@127.0.0.1>${tag ? `;tag=${tag}` : ""}\r\nCall-ID: ${call}@rude\r\nCSeq: ${cseq} ${method}\r\nContact: <sip:rude@127.0.0.1:${this.port}>\r\n${more}`;
  }
  invite(call, cseq, media, options = {}) {
    const sdp = `v=0\r\no=- 1 ${cseq} IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n${media}`;
    this.say(`${this.head("INVITE", options.uri ?? "sip:support@127.0.0.1", call, cseq, options)}Content-Type: application/sdp\r\nContent-Length: ${sdp.length}\r\n\r\n${sdp}`);
  }
  answers(call, cseq) { return this.heard.filter((one) => one.includes(`Call-ID: ${call}@rude`) && one.includes(`CSeq: ${cseq} INVITE`)).map((one) => Number(one.slice(8, 11))); }
  answer(call, cseq, wanted) {
    return until(`${wanted} for ${call}`, () => this.heard.find((one) => one.startsWith(`SIP/2.0 ${wanted}`) && one.includes(`Call-ID: ${call}@rude`) && one.includes(`CSeq: ${cseq} INVITE`)));
  }
}

export async function story(t) {
  const { server, desk } = await anna_is_ready(t);
  const sound = await Sound.open(t, 440);
  await customer(t, server, sound);
  await desk.click("answer");
  await desk.hears_something();
  await sound.hears_tone(1000);
  const anna = await Api.sign_in(server.url, "anna");
  const { id } = await last_of_anna(anna);
  const port = Number(server.at.sip.split(":").at(-1));
  const rude = await Rude.open(t, port);

  // Only codecs that nobody here speaks.
  rude.invite("nocodec", 1, "m=audio 40000 RTP/AVP 18 3\r\na=rtpmap:18 G729/8000\r\na=rtpmap:3 GSM/8000\r\n");
  await rude.answer("nocodec", 1, 488);
  await until("the log says what was offered", () => /no_common_sound: loopback: codecs offered: G729, GSM/.test(server.log));
  const admin = await Api.sign_in(server.url, "admin");
  const row = await until("the call has a row with its cause", async () => (await admin.interactions("?limit=5")).find((one) => one.from.includes("9160000000") && one.end_cause));
  check(row.end_cause === "failed", `the row: ${JSON.stringify(row)}`);

  // A header of a megabyte: over TCP, where it could arrive.
  const told = await new Promise((done) => {
    let text = "";
    const socket = net.connect(port, "127.0.0.1", () => socket.write(`${rude.head("INVITE", "sip:support@127.0.0.1", "long", 1).replace("/UDP", "/TCP")}Subject: ${"x".repeat(1 << 20)}\r\nContent-Length: 0\r\n\r\n`));
    socket.on("data", (bytes) => { text += bytes; if (/SIP\/2.0 [4-6]/.test(text)) socket.destroy(); });
    socket.on("error", () => {});
    socket.on("close", () => done(text));
    setTimeout(() => socket.destroy(), 8000);
  });
  check(told === "" || /SIP\/2.0 (413|400|513)/.test(told), `the long header: ${told.slice(0, 200)}`);
  t.note(`a header of a megabyte: ${told === "" ? "the connection was closed" : told.split("\r\n")[0]}`);

  // A caller who offers anew 500 times without waiting.
  const media = "m=audio 40002 RTP/AVP 8\r\n";
  rude.invite("storm", 1, media);
  const accepted = await rude.answer("storm", 1, 200).catch(() => undefined);
  const tag = /^To:.*;tag=([^\s;]+)/m.exec(accepted ?? rude.heard.findLast((one) => one.includes("Call-ID: storm@rude")))?.[1];
  const uri = /^Contact: <([^>]+)>/m.exec(accepted ?? rude.heard.findLast((one) => one.includes("Call-ID: storm@rude")))?.[1] ?? "sip:support@127.0.0.1";
  if (accepted) rude.say(`${rude.head("ACK", uri, "storm", 1, { tag })}Content-Length: 0\r\n\r\n`);
  for (let cseq = 2; cseq <= 501; cseq++) {
    rude.invite("storm", cseq, media, { tag, uri });
    if (cseq % 50 === 0) await next(20);
  }
  await until("the storm is answered", () => [...Array(500).keys()].filter((n) => rude.answers("storm", n + 2).some((status) => status >= 200)).length >= 400, 15_000);
  const kinds = new Set(rude.heard.filter((one) => one.includes("Call-ID: storm@rude")).map((one) => one.slice(8, 11)));
  t.note(`answers to the storm: ${[...kinds].sort().join(", ")}`);
  check([...kinds].every((one) => ["100", "180", "183", "200", "400", "481", "486", "487", "491", "500", "503"].includes(one)), `answers to the storm: ${[...kinds]}`);
  rude.say(`${rude.head("BYE", uri, "storm", 600, { tag })}Content-Length: 0\r\n\r\n`);

  // The call beside it was heard all the time, and is.
  await sound.hears_tone(1000);
  await desk.hears_something();
  const now = await anna.get(`/interactions/${id}`);
  check(now.state === "active", `the call beside: ${JSON.stringify(now)}`);
  const health = await fetch(`${server.url}/healthz`);
  check(health.ok, `healthz: ${health.status}`);
  await desk.click("hang-up");
}

// The sound of a SIP phone: sends a tone as RTP (PCMA, RFC 3551), presses digits (RFC 4733), and keeps what it hears.
// SIPp does the signalling and names this port in its SDP; where to send is read from the SDP that SIPp got.
import dgram from "node:dgram";
import { slowness } from "./program.mjs";
import { at_frequency, from_alaw, from_ulaw, likeness, loudest_part, read_wav, telephone_rate, to_alaw } from "./sound.mjs";
import { Failure, check, next, until } from "./wait.mjs";

const packet_ms = 20, packet_samples = (telephone_rate * packet_ms) / 1000, event_payload = 101;

export class Sound {
  static async open(t, frequency, address = "127.0.0.1") {
    const sound = new Sound();
    sound.frequency = frequency;
    sound.socket = await even_port(address);
    sound.port = sound.socket.address().port;
    sound.heard = [];            // {at_ms, samples}
    sound.keys = "";             // pressed at the other side
    sound.key_stamps = new Set();
    sound.packets_in = 0;
    sound.sequence = 100;
    sound.stamp = 1000;
    sound.ssrc = (Math.random() * 2 ** 32) >>> 0;
    sound.socket.on("message", (bytes) => sound.take(bytes));
    sound.began = Date.now();
    sound.sent = 0;
    sound.events = [];
    sound.timer = setInterval(() => sound.tick(), 10);
    t.after(() => sound.close());
    return sound;
  }

  close() {
    clearInterval(this.timer);
    try { this.socket.close(); } catch { /* closed before */ }
  }

  take(bytes) {
    if (bytes.length < 12 || bytes[0] >> 6 !== 2) return;
    const payload = bytes[1] & 0x7f;
    if (payload === event_payload && bytes.length >= 16) return this.take_key(bytes);
    if (payload !== 0 && payload !== 8) return;
    this.packets_in++;
    const decode = payload === 8 ? from_alaw : from_ulaw;
    this.heard.push({ at_ms: Date.now(), stamp: bytes.readUInt32BE(4), ssrc: bytes.readUInt32BE(8), samples: Float32Array.from(bytes.subarray(12), decode) });
    if (this.heard.length > 3000) this.heard.splice(0, 1000);
  }

  // RFC 4733: packets of one key share its stamp, however many of them come.
  take_key(bytes) {
    const stamp = bytes.readUInt32BE(4);
    if (this.key_stamps.has(stamp)) return;
    this.key_stamps.add(stamp);
    this.keys += "0123456789*#ABCD"[bytes[12]];
  }

  // From now on the other side's SDP in SIPp's trace says where to send; a later one counts more.
  follow(sipp) { this.sipp = sipp; this.remote = undefined; this.looked = 0; }

  look() {
    if (!this.sipp || (this.remote && Date.now() - this.looked < 1000) || Date.now() - this.looked < 50) return;
    this.looked = Date.now();
    const body = this.sipp.messages().findLast((m) => !m.sent && /^m=audio [1-9]/m.test(m.body))?.body;
    if (body) this.remote = { port: Number(/^m=audio (\d+)/m.exec(body)[1]), address: /^c=IN IP4 (\S+)/m.exec(body)[1] };
  }

  tick() {
    this.look();
    const due = Math.floor((Date.now() - this.began) / packet_ms);
    for (; this.sent < due; this.sent++) {
      if (this.remote) this.send_one();
      this.stamp += packet_samples;
    }
  }

  send_one() {
    if (this.events.length) return this.send_event();
    const body = Buffer.alloc(packet_samples);
    for (let i = 0; i < packet_samples; i++)
      body[i] = to_alaw(this.frequency ? 0.4 * Math.sin((2 * Math.PI * this.frequency * (this.stamp + i)) / telephone_rate) : 0);
    this.send(8, this.stamp, false, body);
  }

  send(payload, stamp, marker, body) {
    const head = Buffer.alloc(12);
    head[0] = 0x80;
    head[1] = payload | (marker ? 0x80 : 0);
    head.writeUInt16BE(this.sequence++ & 0xffff, 2);
    head.writeUInt32BE(stamp >>> 0, 4);
    head.writeUInt32BE(this.ssrc, 8);
    this.socket.send(Buffer.concat([head, body]), this.remote.port, this.remote.address);
  }

  // RFC 4733: one stamp for the whole event, duration grows, the end is sent three times.
  send_event() {
    const event = this.events[0];
    event.stamp ??= this.stamp;
    event.step = (event.step ?? 0) + 1;
    const end = event.step > 5;
    const body = Buffer.from([event.code, (end ? 0x80 : 0) | 10, 0, 0]);
    body.writeUInt16BE(Math.min(event.step, 6) * packet_samples, 2);
    if (event.code >= 0) this.send(event_payload, event.stamp, event.step === 1, body);
    if (event.step >= 8) this.events.shift();
  }

  press(digits) { for (const digit of digits) this.events.push({ code: "0123456789*#ABCD".indexOf(digit) }); }

  // What was heard in the last `ms`; a packet that a busy machine has lost leaves silence of its length.
  last(ms) {
    const since = Date.now() - ms;
    let length = 0, before;
    const places = [];
    for (const part of this.heard.filter((one) => one.at_ms >= since)) {
      const gap = before && before.ssrc === part.ssrc ? ((part.stamp - before.stamp) >>> 0) - before.samples.length : 0;
      if (gap > 0 && gap < telephone_rate) length += gap;
      places.push([length, part.samples]);
      length += part.samples.length;
      before = part;
    }
    const all = new Float32Array(length);
    for (const [at, samples] of places) all.set(samples, at);
    return all;
  }

  hears_something(within_ms = 10_000) {
    return until("sound reaches the SIP phone", () => at_frequency(this.last(500), 1000, telephone_rate).rms > 0.003, within_ms);
  }

  // These very words: the loudest part of the file is in what was heard since it was asked for.
  async hears_words(file, within_ms = 20_000) {
    const part = loudest_part(read_wav(file), telephone_rate / 5), length_ms = (part.length * 1000) / telephone_rate;
    const limit_ms = within_ms * slowness, end = Date.now() + limit_ms;
    let best = 0;
    for (let from = Date.now() - length_ms; Date.now() < end; await next(300)) {
      const now = Date.now();
      best = Math.max(best, likeness(this.last(now - from), part));
      if (best > 0.8) return;
      from = now - length_ms - 50;
    }
    throw new Failure(`not within ${limit_ms} ms: the words of ${file} are heard; likest ${best.toFixed(2)} of 1, ${this.packets_in} packets came`);
  }

  // So much more sound has come, counted from now.
  goes_on(ms, within_ms = ms + 10_000) {
    const from = Date.now();
    return until(`${ms} ms more of sound come`, () => this.heard.filter((part) => part.at_ms >= from).length * packet_ms >= ms, within_ms);
  }

  // Among others: each alone would have more than half of the power.
  hears_among(frequency, within_ms = 15_000) {
    return until(`the SIP phone hears ${frequency} Hz among other tones`, () => at_frequency(this.last(400), frequency, telephone_rate).share > 0.15, within_ms);
  }

  // For so long it does not sound, counted from now on.
  async hears_no(frequency, for_ms = 2500, fading_ms = 800) {
    await next(fading_ms);
    for (const end = Date.now() + for_ms; Date.now() < end; await next(100)) {
      const { share, rms } = at_frequency(this.last(300), frequency, telephone_rate);
      check(rms < 0.003 || share < 0.05, `the SIP phone hears ${frequency} Hz, which it must not (share ${share.toFixed(2)}, loudness ${rms.toFixed(3)})`);
    }
  }

  hears_tone(frequency, within_ms = 15_000) {
    let best = { share: 0, rms: 0 };
    return until(`the SIP phone hears ${frequency} Hz`, () => {
      const now = at_frequency(this.last(300), frequency, telephone_rate);
      if (now.rms * now.share > best.rms * best.share) best = now;
      return now.rms > 0.01 && now.share > 0.5;
    }, within_ms).catch((late) => {
      throw new Failure(`${late.message}; ${this.packets_in} packets came, best loudness ${best.rms.toFixed(3)}, share of the tone ${best.share.toFixed(2)}`);
    });
  }
}

async function even_port(address) {
  for (;;) {
    const socket = dgram.createSocket("udp4");
    await new Promise((done, no) => { socket.once("error", no); socket.bind(0, address, done); });
    if (socket.address().port % 2 === 0) return socket;
    socket.close();
  }
}

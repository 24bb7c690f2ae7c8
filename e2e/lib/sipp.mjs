// SIPp as customer and as desk phone. Each run has a folder of its own for its message trace.
import { spawn } from "node:child_process";
import dgram from "node:dgram";
import { mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Failure, check, within } from "./wait.mjs";

const scenarios = new URL("../sipp/", import.meta.url).pathname;

export class Sipp {
  constructor(t, scenario, remote, { user = "support", keys = {}, hold_ms = 3000, port, address = "127.0.0.1", calls = 1, more = [] } = {}) {
    this.folder = mkdtempSync(join(t.folder, `sipp-${scenario}-`));
    const args = [remote, "-sf", `${scenarios}${scenario}.xml`, "-s", user, "-i", address, "-m", String(calls), "-l", String(calls),
      "-d", String(hold_ms), "-nostdin", "-trace_msg", "-message_file", join(this.folder, "messages.log"), "-trace_err",
      "-error_file", join(this.folder, "errors.log"), ...(port ? ["-p", String(port)] : []), ...more];
    for (const [key, value] of Object.entries(keys)) args.push("-key", key, String(value));
    this.scenario = scenario;
    this.child = spawn("sipp", args, { cwd: this.folder, stdio: ["ignore", "ignore", "pipe"] });
    this.words = "";
    this.child.stderr.on("data", (bytes) => { this.words += bytes; });
    this.exited = new Promise((done) => this.child.once("exit", (code) => { this.code = code; done(code); }));
    t.after(() => this.stop());
  }

  // Ended as its scenario says.
  async ended_well(within_ms = 15_000) {
    const code = await within(within_ms, `the end of SIPp's ${this.scenario}`, this.exited);
    check(code === 0, `SIPp's ${this.scenario} ended with ${code}: ${this.words.slice(-500)} ${this.errors().slice(-1500)}`);
  }

  errors() {
    try { return readFileSync(join(this.folder, "errors.log"), "utf8"); } catch { return ""; }
  }

  // [{at_ms, sent, first}] of the messages so far; the clock is this machine's.
  messages() {
    let text = "";
    for (const name of readdirSync(this.folder)) if (name.startsWith("messages")) text += readFileSync(join(this.folder, name), "utf8");
    return text.split(/^-{20,} /m).slice(1).map((part) => {
      const when = /^(\d{4}-\d\d-\d\d)[T\s](\d\d:\d\d:\d\d)[.:](\d+)/.exec(part);
      const body = part.slice(part.search(/\r?\n\r?\n/)).trim();
      return { at_ms: when ? new Date(`${when[1]}T${when[2]}`).getTime() + Number(`0.${when[3]}`) * 1000 : NaN,
        sent: /message sent/.test(part), first: body.split(/\r?\n/)[0], body };
    });
  }

  async stop() {
    if (this.code !== undefined) return;
    this.child.kill("SIGTERM");
    const timer = setTimeout(() => this.child.kill("SIGKILL"), 1500);
    await this.exited;
    clearTimeout(timer);
  }
}

// A customer who calls `user` from `number`, with the sound of `sound`; waits for the other side's BYE, or leaves
// after leaves_after_ms; with holds_ms puts the other side on hold after so long, for as long.
export async function customer(t, server, sound, { number = "+79161234567", name = "", user = "support", leaves_after_ms, holds_ms, address = "127.0.0.1" } = {}) {
  const call = new Sipp(t, leaves_after_ms ? "customer_leaves" : holds_ms ? "customer_holds" : "customer", server.at.sip,
    { user, address, port: await free_sip_port(address), hold_ms: leaves_after_ms ?? holds_ms ?? 1000, keys: { number, name, sound_port: sound.port } });
  sound.follow(call);
  return call;
}

// Below the range from which the kernel serves "any port": what is free now is not given to a browser's socket before
// SIPp has taken it.
const first_port = 10_000, ports = 10_000;
let next_port = (process.pid * 97) % ports;
export async function free_sip_port(address = "127.0.0.1") {
  for (let tried = 0; tried < ports; ++tried) {
    const port = first_port + (next_port++ % ports);
    const socket = dgram.createSocket("udp4");
    const free = await new Promise((done) => { socket.once("error", () => done(false)); socket.bind(port, address, () => done(true)); });
    await new Promise((done) => socket.close(done));
    if (free) return port;
  }
  throw new Failure(`no port is free from ${first_port} on`);
}

// Registers `user` with digest and then is a phone that rings ring_ms and answers.
export async function desk_phone(t, server, sound, { user = "anna-desk", password = "demo", ring_ms = 500, scenario = "desk_phone", keys = {}, address = "127.0.0.1" } = {}) {
  const port = await free_sip_port(address);
  const registration = new Sipp(t, "register", server.at.sip, { user, port, address, more: ["-au", user, "-ap", password] });
  await registration.ended_well();
  const phone = new Sipp(t, scenario, server.at.sip, { user, port, address, hold_ms: ring_ms, keys: { sound_port: sound.port, ...keys } });
  sound.follow(phone);
  return phone;
}

// Registers `user` with digest and dials `number` from the same place, speaking `sound`, until the other side hangs up; `scenario`:
// what else becomes of it.
export async function phone_dials(t, server, sound, number, { user = "anna-desk", password = "demo", scenario = "phone_calls", keys = {} } = {}) {
  const port = await free_sip_port();
  const proof = ["-au", user, "-ap", password];
  const registration = new Sipp(t, "register", server.at.sip, { user, port, more: proof });
  await registration.ended_well();
  const phone = new Sipp(t, scenario, server.at.sip, { user: number, port, keys: { user, sound_port: sound?.port ?? 9, ...keys }, more: proof });
  sound?.follow(phone);
  return phone;
}

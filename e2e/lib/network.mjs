// A network of a test's own: a namespace behind a cable, and rules of nft in it (loss, NAT, closed doors).
// `ours` is this machine's end of the cable, `theirs` the end inside.
import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const quiet = { stdio: ["pipe", "pipe", "pipe"] };
export const ip = (...args) => execFileSync("ip", args, quiet).toString();

// Why there can be none here; nothing when there can.
export function no_network(number = 250) {
  if (process.getuid() !== 0) return "needs root for a network namespace";
  const made = [];
  try {
    const space = new Space("try", number);
    made.push(space);
    space.rules("table ip try { chain in { type filter hook input priority 0; numgen random mod 100 < 0 drop; }; }");
    return undefined;
  } catch (error) {
    return `no network namespaces with nft here: ${String(error.stderr ?? error.message).trim().split("\n")[0]}`;
  } finally {
    for (const one of made) one.close();
  }
}

export class Space {
  // `number`: of its addresses, 10.213.number.0/24; each story has its own.
  constructor(word, number) {
    this.name = `okno-${word}-${process.pid}`;
    this.cable = [`o${word}${process.pid}a`.slice(-15), `o${word}${process.pid}b`.slice(-15)];
    [this.ours, this.theirs] = [`10.213.${number}.1`, `10.213.${number}.2`];
    ip("netns", "add", this.name);
    try {
      ip("link", "add", this.cable[0], "type", "veth", "peer", "name", this.cable[1], "netns", this.name);
      ip("addr", "add", `${this.ours}/24`, "dev", this.cable[0]);
      ip("link", "set", this.cable[0], "up");
      ip("-n", this.name, "addr", "add", `${this.theirs}/24`, "dev", this.cable[1]);
      ip("-n", this.name, "link", "set", this.cable[1], "up");
      ip("-n", this.name, "link", "set", "lo", "up");
    } catch (error) {
      this.close();
      throw error;
    }
  }

  // A home behind this namespace, which becomes its router and hides its addresses (NAT): 192.168.number.2 inside.
  add_home(t, word) {
    const home = Object.create(Space.prototype);
    Object.assign(home, { name: `okno-${word}-${process.pid}`, cable: [`o${word}${process.pid}c`.slice(-15), `o${word}${process.pid}d`.slice(-15)] });
    const number = this.ours.split(".")[2];
    [home.router, home.address] = [`192.168.${number}.1`, `192.168.${number}.2`];
    ip("netns", "add", home.name);
    t.after(() => home.close());
    ip("-n", this.name, "link", "add", home.cable[0], "type", "veth", "peer", "name", home.cable[1], "netns", home.name);
    ip("-n", this.name, "addr", "add", `${home.router}/24`, "dev", home.cable[0]);
    ip("-n", this.name, "link", "set", home.cable[0], "up");
    ip("-n", home.name, "addr", "add", `${home.address}/24`, "dev", home.cable[1]);
    ip("-n", home.name, "link", "set", home.cable[1], "up");
    ip("-n", home.name, "link", "set", "lo", "up");
    ip("-n", home.name, "route", "add", "default", "via", home.router);
    this.run("sysctl", "-qw", "net.ipv4.ip_forward=1");
    this.rules("table ip home { chain out { type nat hook postrouting priority srcnat; ip saddr 192.168.0.0/16 counter masquerade; }; }");
    return home;
  }

  // What goes from the home through this router is dropped when it fits: "ip protocol udp", "tcp dport 3478".
  closes(what) { this.rules(`table ip doors { chain through { type filter hook forward priority 0; ${what} counter drop; }; }`); }

  static open(t, word, number) {
    const space = new Space(word, number);
    t.after(() => space.close());
    return space;
  }

  close() { try { ip("netns", "del", this.name); } catch { /* gone already */ } }

  run(...command) { return execFileSync("ip", ["netns", "exec", this.name, ...command], quiet).toString(); }

  // nft's language; what was said before stays.
  rules(text) { return execFileSync("ip", ["netns", "exec", this.name, "nft", "-f", "-"], { ...quiet, input: text }).toString(); }

  // Of the UDP that comes from and goes to these ports, so many in a hundred are lost, whatever was said before.
  loses(percent, ports) {
    const set = `{ ${ports.join(", ")} }`;
    this.rules(`table ip loss {}
delete table ip loss
table ip loss {
  chain in { type filter hook input priority 0; udp sport ${set} numgen random mod 100 < ${percent} drop; }
  chain out { type filter hook output priority 0; udp dport ${set} numgen random mod 100 < ${percent} drop; }
}`);
  }

  // A program file that runs `program` inside.
  wrapper(t, program) {
    const file = join(t.folder, `${this.name}-${program.split("/").at(-1)}`);
    writeFileSync(file, `#!/bin/sh\nexec ip netns exec ${this.name} ${program} "$@"\n`);
    chmodSync(file, 0o755);
    return file;
  }
}

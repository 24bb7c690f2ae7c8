// What goes over loopback by UDP, as tcpdump sees it: for stories about what must not be readable there. Needs root.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, until } from "./wait.mjs";

export class Tap {
  static async start(t) {
    const tap = new Tap();
    tap.file = join(t.folder, "loopback.pcap");
    tap.child = spawn("tcpdump", ["-i", "lo", "-U", "-n", "-s", "0", "-Z", "root", "-w", tap.file, "udp"], { stdio: ["ignore", "ignore", "pipe"] });
    tap.words = "";
    tap.child.stderr.on("data", (bytes) => { tap.words += bytes; });
    tap.exited = new Promise((done) => {
      tap.child.once("exit", done);
      tap.child.once("error", (error) => { tap.words += error.message; done(); });
    });
    t.after(() => tap.stop());
    await until("tcpdump listens", () => {
      if (tap.child.exitCode !== null) throw new Failure(`tcpdump: ${tap.words}`);
      return tap.words.includes("listening on");
    });
    return tap;
  }

  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill("SIGINT");
    await this.exited;
  }

  // The RTP packets so far that carry speech (payload types 0 and 8): [{from, to, payload}], ports and bytes. A record that is
  // not whole yet is left for the next look.
  speech() {
    const all = readFileSync(this.file), found = [];
    for (let at = 24; at + 16 <= all.length;) {
      const size = all.readUInt32LE(at + 8), frame = all.subarray(at + 16, at + 16 + size);
      at += 16 + size;
      if (frame.length < size || frame.readUInt16BE(12) !== 0x0800) continue;  // IPv4 in Ethernet, as loopback has it
      const udp = frame.subarray(14 + (frame[14] & 15) * 4), rtp = udp.subarray(8);
      if (rtp.length < 12 + 160 || rtp[0] >> 6 !== 2 || ![0, 8].includes(rtp[1] & 127)) continue;
      found.push({ from: udp.readUInt16BE(0), to: udp.readUInt16BE(2), payload: rtp.subarray(12 + (rtp[0] & 15) * 4) });
    }
    return found;
  }
}

// G.711 of a steady tone of whole hundreds of Hz is the same every 80 samples; what is sealed never is.
export function is_readable_tone(payload) {
  let same = 0;
  for (let i = 0; i < 80; ++i) if (payload[i] === payload[i + 80]) ++same;
  return same >= 40;
}

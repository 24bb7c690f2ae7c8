// A real relay: Debian's coturn, with the secret that it shares with the office.
import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { free_sip_port } from "./sipp.mjs";
import { Failure, until } from "./wait.mjs";

const program = "/usr/bin/turnserver";
export const no_turn = () => (existsSync(program) ? undefined : "coturn is not installed");

export class Turn {
  static async start(t, { address, secret }) {
    const turn = new Turn();
    [turn.port, turn.tls_port] = [await free_sip_port(address), await free_sip_port(address)];
    const [certificate, key] = [join(t.folder, "turn.pem"), join(t.folder, "turn.key")];
    execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", `/CN=${address}`,
      "-addext", `subjectAltName=IP:${address}`, "-keyout", key, "-out", certificate], { stdio: "ignore" });
    turn.child = spawn(program, ["-n", "--listening-ip", address, "--relay-ip", address, "--listening-port", String(turn.port),
      "--tls-listening-port", String(turn.tls_port), "--use-auth-secret", "--static-auth-secret", secret, "--realm", "office", "--cert", certificate,
      "--pkey", key, "--no-cli", "--no-dtls", "--min-port", "45000", "--max-port", "45999", "--log-file", "stdout", "--simple-log", "--verbose",
      "--pidfile", join(t.folder, "turn.pid"), "--userdb", join(t.folder, "turn.db")], { cwd: t.folder, stdio: ["ignore", "pipe", "pipe"] });
    turn.words = "";
    for (const stream of [turn.child.stdout, turn.child.stderr]) stream.on("data", (bytes) => { turn.words += bytes; });
    turn.exited = new Promise((done) => turn.child.once("exit", (code) => { turn.code = code ?? -1; done(); }));
    t.after(() => turn.stop());
    t.on_failure(() => `coturn: ${turn.words.slice(-2500)}`);
    await until("the relay listens", () => {
      if (turn.code !== undefined) throw new Failure(`coturn ended with ${turn.code}: ${turn.words.slice(-1500)}`);
      return turn.words.includes("TLS") && /listener opened on/i.test(turn.words);
    }, 15_000);
    return turn;
  }

  async stop() {
    if (this.code !== undefined) return;
    this.child.kill("SIGTERM");
    const timer = setTimeout(() => this.child.kill("SIGKILL"), 3000);
    await this.exited;
    clearTimeout(timer);
  }
}

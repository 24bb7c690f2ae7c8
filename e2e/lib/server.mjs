// The program under test: started as a user would, known by its `ready` line, ended or killed.
import { spawn } from "node:child_process";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program } from "./program.mjs";
import { Failure, check, within } from "./wait.mjs";

export class Server {
  // options: data (directory, kept), carrier, args, log (file to append to), space (a network namespace to run in)
  static async start(t, options = {}) {
    const server = new Server();
    server.data = options.data ?? mkdtempSync(join(tmpdir(), "okno-e2e-"));
    server.temporary = !options.data;
    const args = options.args ?? ["demo", "--http", options.http ?? "127.0.0.1:0", "--sip", options.sip ?? "127.0.0.1:0",
      "--data", server.data, ...(options.carrier ? [] : ["--no-carrier"]), ...(options.more ?? [])];
    const began = Date.now();
    server.child = spawn(options.space ? "ip" : program, options.space ? ["netns", "exec", options.space.name, program, ...args] : args, { stdio: ["ignore", "pipe", "pipe"] });
    server.log = "";
    const file = createWriteStream(join(t.folder, "server.log"), { flags: "a" });
    server.child.stderr.on("data", (bytes) => { server.log += bytes; file.write(bytes); });
    server.exited = new Promise((done) => server.child.once("exit", (code, signal) => { server.ended = { code, signal }; done(server.ended); }));
    t.after(() => server.stop());
    const line = await within(30_000, `the ready line of ${program} ${args.join(" ")}`, new Promise((yes, no) => {
      let text = "";
      server.child.stdout.on("data", (bytes) => {
        text += bytes;
        const found = /^ready (.*)$/m.exec(text);
        if (found) yes(found[1]);
      });
      server.child.once("error", no);
      server.child.once("exit", (code) => no(new Failure(`the server ended with ${code} before it was ready: ${server.log.slice(-2000)}`)));
    }));
    server.ready_after_ms = Date.now() - began;
    server.at = Object.fromEntries(line.trim().split(/\s+/).map((word) => word.split("=")));
    server.url = `http://${server.at.http}`;
    return server;
  }

  kill9() { this.child.kill("SIGKILL"); return this.exited; }

  async stop() {
    if (!this.ended) {
      this.child.kill("SIGTERM");
      try {
        await within(5000, "the server's end after SIGTERM", this.exited);
      } catch (late) {
        this.child.kill("SIGKILL");
        await this.exited;
        throw late;
      }
      check(this.ended.code === 0, `exit status after SIGTERM: ${JSON.stringify(this.ended)}: ${this.log.slice(-1500)}`);
    }
    if (this.temporary) rmSync(this.data, { recursive: true, force: true });
  }
}

// Runs the program to its end: {code, out, err}. For wrong options, wrong settings and the like.
export function run_program(args, within_ms = 20_000) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let out = "", err = "";
  child.stdout.on("data", (bytes) => { out += bytes; });
  child.stderr.on("data", (bytes) => { err += bytes; });
  const ended = new Promise((done) => child.once("exit", (code, signal) => done({ code, signal, out, err })));
  return within(within_ms, `the end of okno ${args.join(" ")}`, ended).catch((late) => { child.kill("SIGKILL"); throw late; });
}

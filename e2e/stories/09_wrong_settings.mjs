// Wrong options, a wrong settings file, a dead database: one clear line, status 2 or a refusal to start.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run_program } from "../lib/server.mjs";
import { check } from "../lib/wait.mjs";

export const name = "wrong options and settings are named in one line, a dead database refuses to start";

export async function story(t) {
  const folder = mkdtempSync(join(tmpdir(), "okno-e2e-settings-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [args, words] of [
    [["demo", "--htpp", "127.0.0.1:0"], ["--htpp"]], [["demo", "--http", "nowhere"], ["--http", "nowhere"]],
    [["serve"], ["--config"]], [["dance"], ["dance"]], [["serve", "--config", "/nowhere/okno.toml"], ["/nowhere/okno.toml"]]]) {
    await refused(args, words);
  }
  const file = join(folder, "okno.toml");
  for (const [toml, words] of [
    [`data = "${folder}/d"\n[http]\nport = 70000\n`, [":3:", "http.port"]],
    [`data = "${folder}/d"\n[sip]\nrelm = "x"\n`, [":3:", "sip.relm"]],
    [`data = "${folder}/d"\n[http\n`, [":2:"]]]) {
    writeFileSync(file, toml);
    await refused(["serve", "--config", file], ["okno.toml", ...words]);
  }

  // A file that is no database, and a directory that cannot be written.
  const data = join(folder, "dead");
  mkdirSync(data);
  writeFileSync(join(data, "okno.db"), Buffer.alloc(8192, "this is no database, "));
  const dead = await run_program(["demo", "--http", "127.0.0.1:0", "--sip", "127.0.0.1:0", "--data", data, "--no-carrier"]);
  check(dead.code !== 0 && dead.code !== null, `a dead database: ${JSON.stringify(dead)}`);
  check(!dead.out.includes("ready"), "it said ready over a dead database");
  check(dead.err.includes("okno.db"), `the dead database's file is not named: ${dead.err}`);
  t.note(`dead database: ${dead.err.trim().split("\n").at(-1)}`);
  const version = await run_program(["--version"]);
  check(version.code === 0 && /\d+\.\d+/.test(version.out), `--version: ${JSON.stringify(version)}`);
}

async function refused(args, words) {
  const { code, out, err } = await run_program(args);
  check(code === 2, `okno ${args.join(" ")}: status ${code}, expected 2: ${err}`);
  check(err.trim().split("\n").length === 1, `okno ${args.join(" ")}: more than one line: ${err}`);
  for (const word of words) check(err.includes(word), `okno ${args.join(" ")}: "${word}" is not in: ${err}`);
  check(!out.includes("ready"), `okno ${args.join(" ")} said ready`);
}

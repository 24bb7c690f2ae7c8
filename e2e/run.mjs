// Runs the stories: node e2e/run.mjs [words in their names] [--report FILE]. OKNO names the program (build/okno).
// A story is `export const name, story(t)`, and `cannot()` when it may be unable to run here: it answers why.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { within } from "./lib/wait.mjs";
import { program, slowness } from "./lib/program.mjs";

const words = process.argv.slice(2);
const report_at = words.indexOf("--report");
const report_file = report_at >= 0 ? words.splice(report_at, 2)[1] : undefined;
const kept = new URL("../build/e2e/", import.meta.url).pathname;

class Telling {
  constructor(name) {
    this.name = name;
    this.folder = mkdtempSync(join(tmpdir(), "okno-story-"));
    this.last = [];
    this.tellers = [];
  }
  after(work) { this.last.push(work); }
  on_failure(work) { this.tellers.push(work); }
  note(text) { console.log(`  ${text}`); }

  async end() {
    let trouble;
    for (const work of this.last.reverse()) {
      try { await within(20_000, "cleaning up", Promise.resolve(work())); } catch (error) { trouble ??= error; }
    }
    return trouble;
  }
}

async function tell(file) {
  const { name, story, cannot, limit_s = 120 } = await import(join(stories, file));
  const why = cannot ? await cannot() : undefined;
  if (why) return { name, result: "skipped", why, seconds: 0 };
  const t = new Telling(name);
  const began = Date.now();
  let trouble, told = [];
  try {
    await within(limit_s * 1000, `the story "${name}"`, story(t));
  } catch (error) {
    trouble = error;
    for (const [i, teller] of t.tellers.entries()) {
      try { told.push(await within(10_000, "telling", teller(`failed-${i}`))); } catch { /* the page is gone */ }
    }
  }
  const late = await t.end();
  trouble ??= late;
  const seconds = Math.round((Date.now() - began) / 100) / 10;
  if (!trouble) {
    rmSync(t.folder, { recursive: true, force: true });
    return { name, result: "passed", seconds };
  }
  return { name, result: "failed", seconds, words: [trouble.stack ?? String(trouble), ...told].join("\n"), folder: t.folder };
}

const stories = new URL("./stories/", import.meta.url).pathname;
mkdirSync(kept, { recursive: true });
const files = readdirSync(stories).filter((f) => f.endsWith(".mjs") && (words.length === 0 || words.some((w) => f.includes(w)))).sort();
const results = [];
console.log(`e2e: ${files.length} stories with ${program}${slowness > 1 ? " (sanitizers: limits on time are longer)" : ""}`);
for (const file of files) {
  let result;
  try { result = await tell(file); } catch (error) { result = { name: file, result: "failed", seconds: 0, words: error.stack ?? String(error) }; }
  results.push(result);
  console.log(`e2e: ${result.result === "passed" ? "ok    " : result.result} ${result.name} (${result.seconds} s)${result.why ? `: ${result.why}` : ""}`);
  if (result.words) console.log(result.words.replace(/^/gm, "    ") + (result.folder ? `\n    kept in ${result.folder}` : ""));
}
const count = (what) => results.filter((r) => r.result === what).length;
if (report_file) writeFileSync(report_file, JSON.stringify(results, null, 1));
console.log(`e2e: ${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} could not run`);
process.exit(count("failed") ? 1 : 0);

// kill -9 with ten thousand waiting: all are back, at their places, whether the journal began with them or not.
import { openSync, readSync, closeSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Api } from "../lib/call.mjs";
import { slowness } from "../lib/program.mjs";
import { Server } from "../lib/server.mjs";
import { check, until } from "../lib/wait.mjs";

export const name = "ten thousand wait and kill -9 costs nobody his place";

const all = 10_000, hands = 48, served_each_time = 60;
const channels = ["chat", "chat", "chat", "email", "sms", "social"];

// As many as may be under way at once; the answers in the order of the questions.
async function write_all(api, from, to) {
  const ids = new Array(to - from);
  let next = from;
  await Promise.all(Array.from({ length: hands }, async () => {
    while (next < to) {
      const n = next++;
      const { id } = await api.post("/interactions",
        { channel: channels[n % channels.length], queue: "support", from: `+7999${String(1_000_000 + n)}`, text: `слова ${n}` });
      ids[n - from] = id;
    }
  }));
  return ids;
}

async function waiting(api) {
  const found = new Map();
  for (let cursor = ""; ;) {
    const page = await api.get(`/interactions?state=waiting&limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
    for (const row of page.items) found.set(row.id, `${row.channel} ${row.from} ${row.started_at_ms} ${row.note}`);
    if (!page.next) return found;
    cursor = page.next;
  }
}

function journal_begins_with(data) {
  const file = openSync(join(data, "journal"), "r");
  const bytes = Buffer.alloc(200);
  readSync(file, bytes, 0, bytes.length, 0);
  closeSync(file);
  return /"event":"(\w+)"/.exec(bytes.toString("latin1"))?.[1];
}

// Whom anna gets, one after another.
async function serve(api, count) {
  const got = [];
  await api.put("/me/state", { state: "ready" });
  for (let i = 0; i < count; ++i) {
    const mine = await until("somebody is offered to anna", async () => (await api.interactions("?state=offered&limit=1"))[0]);
    await api.post(`/interactions/${mine.id}/accept`);
    await api.post(`/interactions/${mine.id}/finish`, { disposition: "resolved" });
    got.push(mine);
  }
  return got;
}

export async function story(t) {
  const data = mkdtempSync(join(tmpdir(), "okno-e2e-waiting-"));
  t.after(() => rmSync(data, { recursive: true, force: true }));
  let server = await Server.start(t, { data });
  let api = await Api.sign_in(server.url, "admin");
  const began = Date.now();
  const ids = await write_all(api, 0, all);
  check(new Set(ids).size === all, `${new Set(ids).size} of ${all} came in`);
  t.note(`${all} came in within ${((Date.now() - began) / 1000).toFixed(1)} s`);
  const before = await waiting(api);
  check(before.size === all, `${before.size} wait`);
  check(journal_begins_with(data) === "CheckpointTaken", `the journal begins with ${journal_begins_with(data)}`);

  for (let round = 1; round <= 2; ++round) {
    await server.kill9();
    server = await Server.start(t, { data });
    t.note(`ready ${server.ready_after_ms} ms after the start that followed`);
    check(server.ready_after_ms < 10_000 * slowness, `the restart took ${server.ready_after_ms} ms`);
    api = await Api.sign_in(server.url, "admin");
    const after = await waiting(api);
    for (const [id, row] of before)
      check(after.get(id) === row, `${id} was "${row}", is "${after.get(id)}"`);
    check(after.size === before.size, `${after.size} wait, ${before.size} did`);
  }
  // Who came first is served first (several came within one millisecond).
  const got = await serve(await Api.sign_in(server.url, "anna"), served_each_time);
  const moments = got.map((row) => row.started_at_ms);
  check(moments.every((at, i) => i === 0 || at >= moments[i - 1]), `anna got them in the order ${moments}`);
  const left = await waiting(api);
  const earlier = [...left].filter(([, row]) => Number(row.split(" ")[2]) < moments.at(-1));
  check(earlier.length === 0, `passed over: ${earlier.slice(0, 3)}`);
  check(left.size >= all - got.length - 1, `${left.size} are left`);
}

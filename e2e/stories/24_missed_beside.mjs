// Anna writes with one customer and misses the next: her window says what becomes of her and why while there is still time, the
// supervisor's board says it too, and one press keeps her ready: the one who waits comes again.
import { Api, anna_is_ready, interaction_where } from "../lib/call.mjs";
import { check, until } from "../lib/wait.mjs";

export const name = "an offer missed beside a chat: told at once, on the board too, and taken back with one press";
export const limit_s = 180;

export async function story(t) {
  const { server, browser, desk } = await anna_is_ready(t);
  const admin = await Api.sign_in(server.url, "admin");
  const anna = await Api.sign_in(server.url, "anna");
  await two_chats_and_a_short_ring(admin, 3);
  const vera = await browser.desk(server.url);
  await vera.sign_in("vera");
  await vera.page.goto(`${server.url}/#/board`);

  const held = await writes(anna, "Сколько стоит окно?");
  await desk.sees("incoming");
  await desk.page.keyboard.press("F2");
  await interaction_where(anna, held, "the chat is open", (i) => i.state === "active");
  await desk.sees_no("afterwards");
  await desk.at("note").fill("Окно, две створки");

  const next = await writes(anna, "Когда замер?");
  await desk.sees("incoming");
  await desk.sees_no("incoming");  // nobody answers it
  await told(desk, vera, anna);

  // Time enough to look at it: what comes again is not missed again.
  await two_chats_and_a_short_ring(admin, 30);
  await desk.click("stay-ready");
  await desk.sees("incoming", 20_000);
  await desk.sees_no("afterwards");
  await vera.sees_no("then-anna");
  check((await anna.get("/me")).then === undefined, "nothing comes after it any more");
  await desk.page.keyboard.press("F2");
  await interaction_where(anna, next, "it is hers now", (i) => i.state === "active" && /Анна/.test(i.agent?.name ?? ""));
  check((await anna.get(`/interactions/${held}`)).state === "active", "the first goes on");
  desk.no_errors();
  vera.no_errors();
}

async function told(desk, vera, anna) {
  const words = await (await desk.sees("afterwards")).innerText();
  check(/перерыв/.test(words) && /пропущено предложение/.test(words), `she is told what comes and why: ${words}`);
  check((await desk.at("afterwards").getAttribute("role")) === null, "a screen reader hears it from the announcer alone");
  check(/пропущено предложение/.test(await desk.page.locator("#announcer").innerText()), "and does hear it");
  check((await desk.at("note").inputValue()) === "Окно, две створки", "what she writes is untouched");
  const { then } = await anna.get("/me");
  check(then?.state === "pause" && then.reason === "no_answer", JSON.stringify(then));
  const board = await (await vera.sees("then-anna")).innerText();
  check(/перерыв/.test(board) && /не ответил/.test(board), `the board says it: ${board}`);
  await desk.accessible("what comes afterwards");
  await vera.accessible("the board with what comes afterwards");
}

async function two_chats_and_a_short_ring(admin, ring_limit_s) {
  const { version, agents, queues } = await admin.get("/configuration");
  const anna = agents.find((one) => one.login === "anna");
  const support = queues.find((one) => one.name === "support");
  await admin.call("PATCH", "/configuration", { version, agents: [{ ...anna, capacity: { ...anna.capacity, chat: 2 } }], queues: [{ ...support, ring_limit_s }] });
}

async function writes(anna, words) {
  return (await anna.post("/interactions", { channel: "chat", queue: "support", from: `visitor ${words}`, text: words })).id;
}

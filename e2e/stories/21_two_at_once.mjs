// Anna holds two chats: the second is offered while she types about the first and takes nothing from under her hands; she finishes
// the older one first, then, of the next two, the newer one. A call that comes beside a chat is marked and one key away.
import { Api, anna_is_ready, interaction_where } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { customer } from "../lib/sipp.mjs";
import { check, until } from "../lib/wait.mjs";
import { set_language } from "./12_pictures.mjs";

export const name = "two conversations at once: each has its own note, result and end, and the call stays at hand";
export const limit_s = 180;
const sizes = [[1280, 800], [1920, 1080]];

export async function story(t) {
  const { server, desk } = await anna_is_ready(t);
  const admin = await Api.sign_in(server.url, "admin");
  const anna = await Api.sign_in(server.url, "anna");
  await two_chats_and_a_call_are_allowed(admin);
  await in_both_orders(desk, anna);
  await a_call_beside_a_chat(t, server, desk, anna);
  desk.no_errors();
}

async function two_chats_and_a_call_are_allowed(admin) {
  const { version, agents, projects } = await admin.get("/configuration");
  const anna = agents.find((one) => one.login === "anna");
  await admin.call("PATCH", "/configuration", { version, agents: [{ ...anna, capacity: { ...anna.capacity, chat: 2 } }],
    projects: [{ ...projects[0], together: [{ holding: "chat", coming: "voice" }, { holding: "voice", coming: "chat" }] }] });
}

async function writes(anna, words) {
  return (await anna.post("/interactions", { channel: "chat", queue: "support", from: `visitor ${words}`, text: words })).id;
}
async function takes(desk, anna, words) {
  const id = await writes(anna, words);
  await desk.sees("incoming");
  await desk.page.keyboard.press("F2");
  await interaction_where(anna, id, "the chat is open", (i) => i.state === "active");
  await shows(desk, words);
  return id;
}
const shows = (desk, words) => until(`"${words}" is on the screen`, async () => (await desk.page.locator("main blockquote").innerText()) === words);
const rows = (desk) => desk.at("now-row").evaluateAll((all) => all.map((one) => Number(one.dataset.interaction)));
const typed_in = (desk) => desk.page.evaluate(() => document.activeElement?.dataset.testid);

async function first_of_two(desk, anna) {
  const first = await takes(desk, anna, "Сколько стоит окно?");
  await desk.at("note").click();
  await desk.page.keyboard.type("Окно, ");
  const second = await writes(anna, "Когда замер?");
  await desk.sees("incoming");
  check((await typed_in(desk)) === "note", `the note keeps the focus, not ${await typed_in(desk)}`);
  await desk.page.keyboard.type("две створки");
  check((await desk.at("note").inputValue()) === "Окно, две створки", "and each letter");
  return { first, second };
}

async function in_both_orders(desk, anna) {
  for (const older_first of [true, false]) {
    const { first, second } = await first_of_two(desk, anna);
    if (older_first) await pictures(desk, "offer-beside", ["ru"]);  // it rings for twenty seconds only
    await desk.at("note").focus();
    await desk.page.keyboard.press("F2");
    await interaction_where(anna, second, "the second is open too", (i) => i.state === "active");
    await shows(desk, "Когда замер?");
    check(JSON.stringify(await rows(desk)) === JSON.stringify([first, second]), `both are listed: ${await rows(desk)}`);
    await desk.at("note").fill("Замер в среду");
    await desk.page.keyboard.press("F6");
    await shows(desk, "Сколько стоит окно?");
    check((await desk.at("note").inputValue()) === "Окно, две створки" && (await typed_in(desk)) === "note", "its own note, and the hands are in it");
    if (older_first) await pictures(desk, "two-chats");
    if (!older_first) {
      await desk.page.keyboard.press("Shift+F6");
      await shows(desk, "Когда замер?");
    }
    const [done, left] = older_first ? [first, second] : [second, first];
    await desk.choose_disposition();
    await desk.page.keyboard.press("Control+Enter");
    const ended = await interaction_where(anna, done, "one is finished", (i) => i.state === "ended");
    check(ended.note === (older_first ? "Окно, две створки" : "Замер в среду") && ended.disposition !== "", JSON.stringify(ended));
    check((await anna.get(`/interactions/${left}`)).state === "active", "the other goes on");
    await shows(desk, older_first ? "Когда замер?" : "Сколько стоит окно?");
    check((await desk.at("disposition").getAttribute("data-value")) === "", "it has no result yet");
    await desk.choose_disposition();
    await desk.click("finish");
    const last = await interaction_where(anna, left, "the other is finished", (i) => i.state === "ended");
    check(last.note === (older_first ? "Замер в среду" : "Окно, две створки"), JSON.stringify(last));
    await until("nothing is in hand", async () => (await rows(desk)).length === 0);
  }
}

async function a_call_beside_a_chat(t, server, desk, anna) {
  const chat = await takes(desk, anna, "Пишу и жду");
  const sound = await Sound.open(t, 440);
  const call = await customer(t, server, sound);
  await desk.sees("incoming", 20_000);
  await shows(desk, "Пишу и жду");
  await desk.page.keyboard.press("F2");
  await desk.sees("hang-up");
  await sound.hears_tone(1000);
  await desk.at("now-row").nth(1).click();
  await shows(desk, "Пишу и жду");
  await desk.sees("return");
  await desk.accessible("a chat while a call is on");
  await pictures(desk, "chat-and-call");
  await desk.page.keyboard.press("F7");
  await desk.sees("hang-up");
  await desk.page.keyboard.press("F9");
  await until("the call is held", async () => (await desk.at("hold").getAttribute("aria-pressed")) === "true");
  await pictures(desk, "call-held");
  await desk.page.keyboard.press("F9");
  await until("the call is back", async () => (await desk.at("hold").getAttribute("aria-pressed")) === "false");
  await desk.page.keyboard.press("F6");
  await shows(desk, "Пишу и жду");
  await desk.page.keyboard.press("F4");  // the call's key wherever she looks
  await call.ended_well();
  await desk.choose_disposition();
  await desk.click("finish");
  await interaction_where(anna, chat, "the chat is finished", (i) => i.state === "ended");
  await desk.sees("wrap-up");
  await desk.choose_disposition();
  await desk.click("finish");
  await until("nothing is in hand", async () => (await rows(desk)).length === 0);
}

async function pictures(desk, what, languages = ["en", "ru"]) {
  const { page } = desk;
  for (const language of languages) {
    await set_language(desk, language);
    for (const scheme of ["dark", "light"]) {
      await page.emulateMedia({ colorScheme: scheme });
      for (const [width, height] of sizes) {
        await page.setViewportSize({ width, height });
        await desk.settled();
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        check(wide <= 0, `${what}, ${language}, ${width}: the page is ${wide} px too wide`);
        await desk.picture(`${what}-${language}-${scheme}-${width}`);
      }
    }
    await desk.accessible(`${what}, ${language}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

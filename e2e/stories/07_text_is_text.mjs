// Names and notes full of HTML and control characters are shown as text everywhere.
import { Api, anna_is_ready, last_of_anna } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { customer } from "../lib/sipp.mjs";
import { check } from "../lib/wait.mjs";

export const name = "names and notes full of HTML and control characters are shown as text";
const evil = "<img src=x onerror=alert(1)><script>alert(2)</script>&lt;b&gt;";

export async function story(t) {
  const { server, desk } = await anna_is_ready(t);
  const api = await Api.sign_in(server.url, "anna");
  const dirty = `${evil} \u001b[31m\u0007\u202egnp\u0000.exe`;
  const answer = await api.raw("POST", "/contacts", { name: dirty, phones: ["+79990001122"] });
  const words = await answer.text();
  check(answer.status < 500, `POST /contacts with control characters: ${answer.status} ${words}`);
  if (!answer.ok) await api.post("/contacts", { name: evil, phones: ["+79990001122"] });

  // Caller's name in From, of a number nobody knows.
  const sound = await Sound.open(t, 440);
  const stranger = await customer(t, server, sound, { number: "+79995556677", name: "<script>alert(3)</script><b>Жирный</b>\u0001" });
  await desk.sees("incoming");
  await check_page(desk, "the unknown caller");
  await desk.click("answer");
  await desk.sees("hang-up");
  const { id } = await last_of_anna(api);
  await desk.click("hang-up");
  await stranger.ended_well();
  const { dispositions } = await api.get("/me");
  await api.post(`/interactions/${id}/finish`, { disposition: dispositions[0], note: `${evil}\u202e` });

  // The customer with the name, by telephone.
  await desk.ready();
  const since = Date.now();
  const known = await customer(t, server, sound, { number: "+79990001122" });
  await desk.sees("incoming");
  const shown = await desk.text("card-name");
  check(shown.includes("<img src=x onerror=alert(1)>") && shown.includes("<script>"), `card-name shows: ${JSON.stringify(shown)}`);
  await check_page(desk, "the card");
  await desk.click("answer");
  await desk.sees("hang-up");
  await desk.click("hang-up");
  await known.ended_well();
  const mine = await last_of_anna(api, since);
  await api.post(`/interactions/${mine.id}/finish`, { disposition: dispositions[0], note: `${evil}\n<i>вторая строка</i>` });
  await check_page(desk, "the timeline");
  const timeline = await desk.page.locator("body").innerText();
  check(timeline.includes("<img src=x"), "the note is not to be seen as text");
}

async function check_page(desk, where) {
  const found = await desk.page.evaluate(() => ({
    dialogs: window.e2e.dialogs, scripts: [...document.querySelectorAll("script:not([src])")].length,
    pictures: [...document.querySelectorAll('img[src="x"]')].length,
    control: /[\u0000-\u0008\u000e-\u001f\u202a-\u202e\u2066-\u2069]/.test(document.body.innerText) }));
  check(found.dialogs === 0 && found.scripts === 0 && found.pictures === 0, `${where}: HTML came alive: ${JSON.stringify(found)}`);
  check(!found.control, `${where}: control characters reached the screen`);
}

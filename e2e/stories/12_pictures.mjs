// Each screen in both languages, light and dark, 1280 and 1920 wide: made for the README, checked for accessibility.
// With OKNO_PICTURES=docs the README's own are renewed.
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Browser, pictures } from "../lib/browser.mjs";
import { Api } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { Server } from "../lib/server.mjs";
import { customer } from "../lib/sipp.mjs";
import { check, until } from "../lib/wait.mjs";

export const name = "screens in both languages, light and dark, 1280 and 1920 wide";
export const limit_s = 300;
const sizes = [[1280, 800], [1920, 1080]];

export async function story(t) {
  const server = await Server.start(t);
  const browser = await Browser.start(t);
  const sound = await Sound.open(t, 440);
  for (const language of ["ru", "en"]) {
    for (const dark of [false, true]) {
      const options = { dark, locale: language === "ru" ? "ru-RU" : "en-GB" };
      const shot = async (desk, screen) => {
        for (const [width, height] of sizes) {
          await desk.page.setViewportSize({ width, height });
          await desk.page.mouse.move(width - 3, height - 3);  // no tooltip of what was pressed last
          await desk.settled();
          const wide = await desk.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          check(wide <= 0, `${screen}, ${language}, ${width}: the page is ${wide} px too wide`);
          await desk.picture(`${screen}-${language}-${dark ? "dark" : "light"}-${width}`);
        }
        await desk.accessible(`${screen}, ${language}, ${dark ? "dark" : "light"}`);
      };
      const desk = await browser.desk(server.url, options);
      await desk.sees("login");
      await set_language(desk, language);
      await shot(desk, "sign-in");
      await desk.sign_in("anna");
      await set_language(desk, language);
      await desk.ready();
      await shot(desk, "ready");
      const call = await customer(t, server, sound);
      await desk.sees("incoming");
      await shot(desk, "card");
      await desk.click("answer");
      await desk.sees("hang-up");
      await sound.hears_tone(1000);
      await shot(desk, "call");
      const vera = await browser.desk(server.url, options);
      await vera.sign_in("vera");
      await set_language(vera, language);
      await vera.sees("queue-waiting");
      await shot(vera, "board");
      await vera.page.context().close();
      await desk.click("hang-up");
      await call.ended_well();
      await desk.sees("wrap-up");
      await shot(desk, "wrap-up");
      await desk.choose_disposition();
      await desk.click("finish");
      await desk.page.context().close();
      const api = await Api.sign_in(server.url, "anna");
      await api.put("/me/state", { state: "offline" });
    }
  }
  if (process.env.OKNO_PICTURES === "docs") {
    const docs = new URL("../../docs/screenshots/", import.meta.url).pathname;
    mkdirSync(docs, { recursive: true });
    for (const picture of ["card-en-light-1280", "card-ru-light-1280", "card-en-dark-1280", "card-ru-dark-1280", "board-en-light-1920", "board-ru-light-1920"])
      copyFileSync(join(pictures, `${picture}.png`), join(docs, `${picture}.png`));
  }
}

// The button goes to the other language, whose words may have to come first; the page's lang attribute says which it is.
export async function set_language(desk, wanted) {
  const now = () => desk.page.evaluate(() => document.documentElement.lang);
  if ((await now()) === wanted) return;
  await desk.click("language");
  await until(`the language is ${wanted}`, async () => (await now()) === wanted);
}

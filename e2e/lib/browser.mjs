// Debian's Chromium with a microphone that is a WAV file. Every page keeps the live frames it got and when each part of
// the screen (data-testid) appeared, on this machine's clock, so that order can be proved.
import { chromium } from "playwright-core";
import { readFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Api } from "./api.mjs";
import { tone_file } from "./sound.mjs";
import { Failure, check, next, until } from "./wait.mjs";
import { slowness } from "./program.mjs";

const axe_source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const pictures = new URL("../../build/e2e/screenshots/", import.meta.url).pathname;

const card_limit_ms = 150 * slowness;

// The program with sanitizers, a browser and phones share the machine: the ring waits for the card as many times longer.
export async function give_time_to_draw(server) {
  if (slowness === 1) return;
  const admin = await Api.sign_in(server.url, "admin");
  const { version, queues } = await admin.get("/configuration");
  await admin.call("PATCH", "/configuration", { version, queues: queues.map((queue) => ({ ...queue, card_limit_ms })) });
}

export class Browser {
  static async start(t, { microphone_hz = 1000, executable = process.env.CHROMIUM ?? "/usr/bin/chromium", args = [] } = {}) {
    const browser = new Browser();
    const wav = join(t.folder, `microphone-${microphone_hz}.wav`);
    tone_file(wav, microphone_hz);
    browser.chromium = await chromium.launch({
      executablePath: executable, headless: true,
      args: ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        `--use-file-for-fake-audio-capture=${wav}`, "--autoplay-policy=no-user-gesture-required", "--disable-gpu",
        "--disable-dev-shm-usage", "--font-render-hinting=none", ...args] });
    browser.t = t;
    t.after(() => browser.chromium.close());
    return browser;
  }

  // One person's browser profile.
  async person({ width = 1280, height = 800, dark = false, locale = "ru-RU", more = {} } = {}) {
    const context = await this.chromium.newContext({ viewport: { width, height }, colorScheme: dark ? "dark" : "light", locale,
      permissions: ["microphone"], reducedMotion: "reduce", ...more });
    context.setDefaultTimeout(15_000 * slowness);
    await context.addInitScript(watch_page);
    return context;
  }

  async desk(url, options = {}) {
    const context = options.context ?? await this.person(options);
    return Desk.open(this.t, await context.newPage(), url);
  }
}

// Runs inside the page, before anything of it.
function watch_page() {
  window.e2e = { appeared: {}, peers: [], frames: [], dialogs: 0 };
  const seen = new Set();
  const look = () => {
    for (const part of document.querySelectorAll("[data-testid]")) {
      const name = part.dataset.testid;
      if (seen.has(name)) continue;
      seen.add(name);
      requestAnimationFrame(() => (window.e2e.appeared[name] ??= []).push(performance.timeOrigin + performance.now()));
    }
    for (const name of [...seen]) if (!document.querySelector(`[data-testid="${name}"]`)) seen.delete(name);
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-testid"] });
  window.alert = window.confirm = window.prompt = () => { window.e2e.dialogs++; };
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => {
        const type = /"type":"([^"]*)"/.exec(data)?.[1];
        window.e2e.frames.push({ at_ms: performance.timeOrigin + performance.now(), type });
      });
    }
  };
  if (window.RTCPeerConnection) {
    const Native = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Native {
      constructor(...args) { super(...args); window.e2e.peers.push(this); }
    };
  }
}

export class Desk {
  static async open(t, page, url) {
    const desk = new Desk();
    desk.t = t;
    desk.page = page;
    desk.url = url;
    desk.frames = [];          // {at_ms, sent, ...frame}
    desk.errors = [];
    page.on("websocket", (socket) => {
      const keep = (sent) => ({ payload }) => {
        try { desk.frames.push({ at_ms: Date.now(), sent, ...JSON.parse(payload) }); } catch { /* not ours */ }
      };
      socket.on("framereceived", keep(false));
      socket.on("framesent", keep(true));
    });
    page.on("pageerror", (error) => desk.errors.push(`pageerror: ${error.message}`));
    page.on("console", (message) => { if (message.type() === "error") desk.errors.push(`console: ${message.text()} ${message.location().url ?? ""}`); });
    page.on("dialog", (dialog) => { desk.errors.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
    t.on_failure(async (name) => {
      await page.screenshot({ path: join(t.folder, `${name}.png`) }).catch(() => {});
      return [`page ${page.url()}`, ...desk.errors, `frames: ${desk.frames.slice(-25).map((f) => (f.sent ? ">" : "<") + f.type).join(" ")}`].join("\n");
    });
    await page.goto(url);
    return desk;
  }

  at(id) { return this.page.getByTestId(id); }
  async click(id) { await this.at(id).first().click(); }
  async sees(id, within_ms) { await this.at(id).first().waitFor({ state: "visible", ...(within_ms ? { timeout: within_ms } : {}) }); return this.at(id).first(); }
  async sees_no(id) { await this.at(id).first().waitFor({ state: "hidden" }); }
  text(id) { return this.at(id).first().innerText(); }

  async sign_in(login, password = "demo") {
    await this.at("login").fill(login);
    await this.at("password").fill(password);
    await this.click("sign-in");
    await this.sees("state-ready");
  }

  // Ready, with the browser phone connected when `phone`.
  async ready({ phone = true } = {}) {
    await this.click("state-ready");
    await until("the server says ready", () => this.frames.some((f) => !f.sent && JSON.stringify(f.data ?? "").includes('"ready"')));
    if (phone) await this.phone_connected();
  }

  phone_connected(within_ms = 15_000) {
    return until("the browser phone is connected", () => this.page.evaluate(() => window.e2e.peers.some((p) => p.connectionState === "connected")), within_ms);
  }

  // When a part of the screen last appeared, milliseconds since 1970.
  async appeared(id) {
    const times = await this.page.evaluate((name) => window.e2e.appeared[name] ?? [], id);
    return times.at(-1);
  }

  // When the page itself last got a frame of the type.
  page_got(type) { return this.page.evaluate((name) => window.e2e.frames.findLast((f) => f.type === name)?.at_ms, type); }

  // The card is on the screen before the ring, unless drawing takes so long that the ring waits no more (150 ms).
  async card_before(ring_at_ms, whose) {
    const offer = await this.page_got("offer.made"), drawn = await this.appeared("card-name");
    const words = `card drawn ${(drawn - offer).toFixed(0)} ms after the offer, ${whose} ${(ring_at_ms - offer).toFixed(0)} ms after it`;
    this.t.note(words);
    // The limit is the server's, from its sending; a machine that takes longer to draw also hands the frame over late.
    const waited = ring_at_ms - offer, limit = card_limit_ms;
    if (drawn > ring_at_ms && (waited >= limit - 5 || (waited >= 0.6 * limit && drawn - offer > 0.8 * limit))) this.t.note(`this machine draws too slowly now: the ring waited its ${limit} ms and no longer`);
    else check(drawn <= ring_at_ms, words);
  }

  frame(type, since = 0) { return this.frames.findLast((f) => !f.sent && f.type === type && f.at_ms >= since); }
  sent(type, since = 0) { return this.frames.findLast((f) => f.sent && f.type === type && f.at_ms >= since); }

  // Energy of what the browser received on the wire since it began (getStats, inbound-rtp).
  energy() {
    return this.page.evaluate(async () => {
      let sum = 0;
      for (const peer of window.e2e.peers) {
        if (peer.connectionState !== "connected") continue;
        for (const report of (await peer.getStats()).values()) if (report.type === "inbound-rtp") sum += report.totalAudioEnergy ?? 0;
      }
      return sum;
    });
  }

  async hears_something(within_ms = 10_000) {
    const before = await this.energy();
    return until("the browser hears something", async () => (await this.energy()) > before + 0.005, within_ms);
  }

  // Which of these tones the browser plays now: those that stand far above what is beside them.
  tones(...frequencies) {
    return this.page.evaluate(async (wanted) => {
      const stream = document.querySelector("audio[data-line]")?.srcObject;
      if (!stream) return [];
      if (window.e2e.ear?.stream !== stream) {
        const context = window.e2e.ear?.context ?? new AudioContext();
        const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
        context.createMediaStreamSource(stream).connect(analyser);
        window.e2e.ear = { stream, context, analyser };
      }
      const { context, analyser } = window.e2e.ear;
      await context.resume();
      const bins = new Float32Array(analyser.frequencyBinCount);
      analyser.getFloatFrequencyData(bins);  // dB
      const width = context.sampleRate / analyser.fftSize;
      const loudest = (from, to) => Math.max(...bins.subarray(Math.round(from / width), Math.round(to / width) + 1));
      return wanted.filter((hz) => {
        const peak = loudest(hz - 12, hz + 12), beside = Math.max(loudest(hz - 120, hz - 60), loudest(hz + 60, hz + 120));
        return peak > -60 && peak > beside + 12;
      });
    }, frequencies);
  }

  // All of `there` are heard, each at least once within the time; tones come in bursts, so they need not sound at one moment.
  async hears_tones(there, within_ms = 15_000) {
    const heard = new Set();
    await until(`the browser hears ${there.join(" and ")} Hz`, async () => {
      for (const hz of await this.tones(...there)) heard.add(hz);
      return heard.size === there.length;
    }, within_ms).catch((late) => { throw new Failure(`${late.message}; heard: ${[...heard].join(", ") || "nothing"}`); });
  }

  // For so long none of these sounds; what sounded just before is given time to end.
  async hears_none(absent, for_ms = 2500, fading_ms = 800) {
    await next(fading_ms);
    for (const end = Date.now() + for_ms; Date.now() < end; await next(100)) {
      const heard = await this.tones(...absent);
      check(heard.length === 0, `the browser hears ${heard.join(" and ")} Hz, which it must not`);
    }
  }

  // Serious and critical violations of WCAG as axe sees them, when what fades in or out has done so: its colours are none.
  async accessible(name) {
    await this.settled();
    await this.page.evaluate(axe_source);
    const { violations } = await this.page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    const grave = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
    check(grave.length === 0, `axe on ${name}: ${grave.map((v) => `${v.id} (${v.help}): ${v.nodes.slice(0, 3).map((n) => `${n.target.join(" ")} ${n.failureSummary?.split("\n")[1] ?? ""}`).join(", ")}`).join("; ")}`);
  }

  // The layout has come to rest: letters are there, what moves and ends has ended, three frames are alike.
  settled() {
    return this.page.evaluate(async () => {
      const places = () => [...document.querySelectorAll("body *")].map((one) => [one.offsetLeft, one.offsetTop, one.offsetWidth, one.offsetHeight]).join();
      await document.fonts.ready;
      const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
      await Promise.allSettled(ending.map((one) => one.finished));
      for (let alike = 0, before = "", frames = 0; alike < 3 && frames < 300; frames++) {
        await new Promise(requestAnimationFrame);
        const now = places();
        alike = now === before ? alike + 1 : 0;
        before = now;
      }
    });
  }

  async picture(name) {
    mkdirSync(pictures, { recursive: true });
    await this.page.evaluate(() => document.fonts.ready);
    await this.page.screenshot({ path: join(pictures, `${name}.png`), animations: "disabled" });
  }

  // Walks with Tab until the part has the focus, as somebody without a mouse does.
  async tab_to(id, most = 120) {
    for (let i = 0; i < most; i++) {
      const there = await this.page.evaluate((name) => {
        const now = document.activeElement;
        return !!now && (now.dataset?.testid === name || !!now.closest(`[data-testid="${name}"]`));
      }, id);
      if (there) return;
      await this.page.keyboard.press("Tab");
    }
    check(false, `Tab does not reach ${id}`);
  }

  async choose_disposition() {
    await this.sees("disposition");
    await this.click("disposition");
    await this.page.keyboard.press("ArrowDown");
    await this.page.keyboard.press("Enter");
  }

  no_errors(allowed = /$^/) {
    const grave = this.errors.filter((words) => !allowed.test(words));
    check(grave.length === 0, `errors in the page: ${grave.join("; ")}`);
  }
}

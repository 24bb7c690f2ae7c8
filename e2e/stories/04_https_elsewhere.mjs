// A browser gives no microphone to plain HTTP elsewhere: the call over HTTPS from a second network namespace.
import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Browser } from "../lib/browser.mjs";
import { Api, last_of_anna, tones_are_recorded } from "../lib/call.mjs";
import { Sound } from "../lib/rtp.mjs";
import { Server } from "../lib/server.mjs";
import { customer, free_sip_port } from "../lib/sipp.mjs";
import { check, next } from "../lib/wait.mjs";

export const name = "the browser call over HTTPS from another machine (a network namespace)";
const space = `okno${process.pid}`, ours = "10.213.57.1", theirs = "10.213.57.2";
const ip = (...args) => execFileSync("ip", args, { stdio: ["ignore", "pipe", "pipe"] });

export function cannot() {
  if (process.getuid() !== 0) return "needs root for a network namespace";
  try {
    ip("netns", "add", space);
    ip("link", "add", `${space}a`.slice(0, 15), "type", "veth", "peer", "name", `${space}b`.slice(0, 15), "netns", space);
    ip("link", "del", `${space}a`.slice(0, 15));
    ip("netns", "del", space);
    return undefined;
  } catch (error) {
    try { ip("netns", "del", space); } catch { /* was never made */ }
    return `no network namespaces here: ${String(error.stderr ?? error.message).trim().split("\n")[0]}`;
  }
}

export async function story(t) {
  const [a, b] = [`${space}a`.slice(0, 15), `${space}b`.slice(0, 15)];
  ip("netns", "add", space);
  t.after(() => ip("netns", "del", space));
  ip("link", "add", a, "type", "veth", "peer", "name", b, "netns", space);
  ip("addr", "add", `${ours}/24`, "dev", a);
  ip("link", "set", a, "up");
  ip("-n", space, "addr", "add", `${theirs}/24`, "dev", b);
  ip("-n", space, "link", "set", b, "up");
  ip("-n", space, "link", "set", "lo", "up");

  const port = await free_sip_port();
  const server = await Server.start(t, { more: ["--https", `${ours}:${port}`] });
  const wrapper = join(t.folder, "chromium-elsewhere");
  writeFileSync(wrapper, `#!/bin/sh\nexec ip netns exec ${space} ${process.env.CHROMIUM ?? "/usr/bin/chromium"} "$@"\n`);
  chmodSync(wrapper, 0o755);
  const browser = await Browser.start(t, { executable: wrapper, args: ["--ignore-certificate-errors"] });
  const desk = await browser.desk(`https://${ours}:${port}`, { more: { ignoreHTTPSErrors: true } });
  check(await desk.page.evaluate(() => window.isSecureContext && location.protocol === "https:"), "the page is no secure context");
  await desk.sign_in("anna");
  await desk.ready();
  const sound = await Sound.open(t, 440);
  const call = await customer(t, server, sound);
  await desk.sees("incoming");
  await desk.click("answer");
  await sound.hears_tone(1000);
  await desk.hears_something();
  await next(2500);
  await desk.click("hang-up");
  await call.ended_well();
  const api = await Api.sign_in(server.url, "anna");
  await tones_are_recorded(t, api, (await last_of_anna(api)).id, { left_s: 1.5, right_s: 1 });
}

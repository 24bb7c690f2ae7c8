// An agent who works elsewhere: his browser runs in a home of its own and reaches the office over https.
import { Browser } from "./browser.mjs";
import { Api, last_of_anna, tones_are_recorded } from "./call.mjs";
import { password } from "./office.mjs";
import { Sound } from "./rtp.mjs";
import { customer } from "./sipp.mjs";
import { check, next } from "./wait.mjs";

export async function desk_at_home(t, server, home) {
  const executable = home.wrapper(t, process.env.CHROMIUM ?? "/usr/bin/chromium");
  const browser = await Browser.start(t, { executable, args: ["--ignore-certificate-errors"] });
  const desk = await browser.desk(`https://${server.at.https}`, { more: { ignoreHTTPSErrors: true } });
  await desk.sign_in("anna", password);
  await desk.ready({ phone: false });
  await desk.phone_connected(30_000);
  return desk;
}

// The browser's own end of the path that the sound takes: {type, address, relay}.
export function path_of(desk) {
  return desk.page.evaluate(async () => {
    for (const peer of window.e2e.peers) {
      if (peer.connectionState !== "connected") continue;
      const stats = await peer.getStats();
      for (const one of stats.values()) {
        if (one.type !== "transport" || !one.selectedCandidatePairId) continue;
        const local = stats.get(stats.get(one.selectedCandidatePairId).localCandidateId);
        return { type: local.candidateType, address: local.address, relay: local.relayProtocol };
      }
    }
    return {};
  });
}

// A customer calls, both are heard and recorded.
export async function talks_from_home(t, server, desk) {
  const began = Date.now();
  const sound = await Sound.open(t, 440);
  const call = await customer(t, server, sound);
  await desk.sees("incoming");
  await desk.click("answer");
  await sound.hears_tone(1000);
  await desk.hears_something();
  await next(2500);
  const path = await path_of(desk);
  t.note(`the sound's path: ${JSON.stringify(path)}`);
  await desk.click("hang-up");
  await call.ended_well();
  const api = await Api.sign_in(server.url, "anna", password);
  const { id } = await last_of_anna(api, began);
  await desk.choose_disposition();
  await desk.click("finish");
  await desk.sees_no("wrap-up");
  await tones_are_recorded(t, api, id, { left_s: 1.5, right_s: 1 });
  check(path.type, "the browser tells no path");
  return path;
}

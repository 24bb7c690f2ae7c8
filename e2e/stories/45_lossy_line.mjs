// A customer whose network loses packets: at 5 % the call is still good and his keys come through exactly; at 30 % the
// agent is warned whose connection it is. What it was like stays with the call.
import { Browser } from "../lib/browser.mjs";
import { Api, interaction_where, last_of_anna } from "../lib/call.mjs";
import { Space, no_network } from "../lib/network.mjs";
import { office, password } from "../lib/office.mjs";
import { Sound } from "../lib/rtp.mjs";
import { customer, desk_phone } from "../lib/sipp.mjs";
import { check, next, until } from "../lib/wait.mjs";

export const name = "a lossy line is estimated, the agent is warned when it is bad, and keys come through";
export const cannot = () => no_network();

const keys = "1234567890*#";

async function talks(t, server, space, number) {
  const [theirs, ours] = [await Sound.open(t, 440, space.ours), await Sound.open(t, 700, space.ours)];
  const phone = await desk_phone(t, server, ours, { ring_ms: 100, address: space.ours });
  const call = await customer(t, server, theirs, { address: space.ours, number });
  await ours.hears_tone(440);
  await theirs.hears_tone(700);
  return { theirs, ours, phone, call };
}

async function ends(desk, api, id, { call, phone }) {
  await desk.click("hang-up");
  await call.ended_well();
  await phone.ended_well();
  await desk.choose_disposition();
  await desk.click("finish");
  return interaction_where(api, id, "the call is ended", (i) => i.state === "ended");
}

export async function story(t) {
  const space = Space.open(t, "loss", 58);
  const server = await office(t, { space, address: space.theirs, callers: [space.ours] });
  const browser = await Browser.start(t);
  const context = await browser.person();
  await context.addInitScript(() => { delete window.RTCPeerConnection; });  // the desk phone is what rings
  const desk = await browser.desk(server.url, { context });
  await desk.sign_in("anna", password);
  const api = await Api.sign_in(server.url, "anna", password);
  await desk.ready({ phone: false });

  const few = await talks(t, server, space, "+79161234567");
  const { id } = await last_of_anna(api);
  space.loses(5, [few.theirs.port]);
  few.theirs.press(keys);
  await next(12_000);
  await until("all keys come to the agent's phone", () => few.ours.keys.length >= keys.length);
  check(few.ours.keys === keys, `the agent's phone heard the keys ${few.ours.keys}`);
  const good = await ends(desk, api, id, few);
  const { customer: theirs, agent: ours } = good.sound ?? {};
  t.note(`5 % lost: customer ${JSON.stringify(theirs)}, agent ${JSON.stringify(ours)}`);
  check(theirs && theirs.loss_percent > 1 && theirs.loss_percent < 10, `loss of the customer's leg: ${JSON.stringify(good.sound)}`);
  check(theirs.mos >= 3.5 && theirs.mos < 4.4, `estimate of the customer's leg: ${JSON.stringify(theirs)}`);
  check(ours && ours.mos > 4.2 && ours.loss_percent < 0.5, `the agent's leg is not to blame: ${JSON.stringify(ours)}`);

  await desk.ready({ phone: false });
  const many = await talks(t, server, space, "+79167654321");
  const second = await last_of_anna(api);
  check(second.id !== id, "another call");
  check(await desk.at("bad-sound").count() === 0, "nothing is warned of while all is well");
  space.loses(30, [many.theirs.port]);
  await desk.sees("bad-sound", 20_000);
  check(await desk.at("bad-sound").first().getAttribute("data-side") === "customer", "whose connection is bad");
  await desk.accessible("a call over a bad line");
  await desk.picture("bad-sound");
  const live = await api.get(`/interactions/${second.id}`);
  check(live.sound?.bad === "customer" && live.sound.customer.mos < 3.5, `live: ${JSON.stringify(live.sound)}`);
  space.loses(0, [many.theirs.port]);
  await desk.sees_no("bad-sound");
  const bad = await ends(desk, api, second.id, many);
  t.note(`30 % lost for a while: customer ${JSON.stringify(bad.sound?.customer)}`);
  check(bad.sound?.customer?.mos < theirs.mos, `kept: ${JSON.stringify(bad.sound)}`);

  // In the list of interactions, and whole in its row's details.
  await desk.page.goto(`${server.url}/#/interactions?id=${second.id}`);
  await desk.sees("sound-mos");
  await desk.picture("sound-details");
  check(/\d/.test(await desk.text("sound-sides")), `details: ${await desk.text("sound-sides")}`);
}

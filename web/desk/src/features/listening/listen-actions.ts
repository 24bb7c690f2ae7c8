// What a supervisor does with a line. His browser phone is connected first when it is not: he need not be at work for the queues.
import i18next from "i18next";
import * as api from "../../api/endpoints";
import { Problem } from "../../api/http";
import type { ListenMode } from "../../api/types";
import { showDone, showProblem } from "../../ui/problem";
import { go } from "../../ui/route";
import { live, onLive, tell } from "../live/store";
import { phoneHeard, phoneNow } from "../phone/phone-line";

const phoneLimitMs = 10_000;  // the question about the microphone is to be read and answered

// Sound flows, that is: "phone.state" already says so while the path is still being made.
function hasPhone(): boolean {
  const { me, agents } = live();
  return me !== null && agents[me.id]?.phones.browser === true;
}

/** A phone of his is on the server, here or in his other tab; false: it did not come in time. */
function phoneComes(): Promise<boolean> {
  if (hasPhone()) return Promise.resolve(true);
  if (phoneNow().phase !== "connected") phoneHeard({ type: "wished" });
  return new Promise((resolve) => {
    const forget = onLive(() => { if (hasPhone()) done(true); });
    const timer = window.setTimeout(() => done(false), phoneLimitMs);
    function done(came: boolean): void {
      window.clearTimeout(timer);
      forget();
      resolve(came);
    }
  });
}

let underWay = false;
async function once(what: () => Promise<void>): Promise<void> {
  if (underWay) return;
  underWay = true;
  try {
    if (!await phoneComes()) throw new Problem(409, "no_browser_phone", "");
    await what();
  } catch (error) {
    showProblem(error);
  } finally {
    underWay = false;
  }
}

export function listenTo(id: number, mode: ListenMode): Promise<void> {
  return once(async () => { tell({ type: "frame", frame: { seq: 0, type: "listening.changed", data: await api.listen(id, mode) } }); });
}

export async function leaveLine(id: number): Promise<void> {
  try {
    tell({ type: "frame", frame: { seq: 0, type: "listening.changed", data: await api.leaveLine(id) } });
  } catch (error) {
    // It is over already: the strip goes with the frame that says so.
    if (!(error instanceof Problem && error.code === "not_listening")) showProblem(error);
  }
}

export function takeOver(id: number, from: string): Promise<void> {
  return once(async () => {
    const taken = await api.takeOver(id);
    tell({ type: "interaction", interaction: taken });
    tell({ type: "focus", focus: { interaction: id, contact: null } });
    go("desk");
    showDone(i18next.t("line.taken", { name: from }));
  });
}

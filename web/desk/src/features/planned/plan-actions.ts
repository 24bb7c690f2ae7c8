// Planning a call, moving it and calling it off; each can be taken back while its words are on the screen.
import type { QueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import * as api from "../../api/endpoints";
import { serverNow } from "../../api/http";
import type { PlannedCallRequest, PlannedCallView } from "../../api/types";
import { plain, prettyNumber, when } from "../../ui/format";
import { showDone, showProblem } from "../../ui/problem";

export const plannedKey = ["planned"] as const;
const leastAhead = 5_000;  // what is put back to a time that has passed meanwhile is due at once

export function nameOf(call: PlannedCallView): string { return plain(call.contact?.name || prettyNumber(call.number)); }
export function whenWords(ms: number): string { return when(ms, serverNow(), i18next.language, i18next.t("common.yesterday")); }

async function attempt(queries: QueryClient, act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    showProblem(error);
    return false;
  } finally {
    void queries.invalidateQueries({ queryKey: plannedKey });
  }
}

export function plan(queries: QueryClient, wish: PlannedCallRequest, once: string): Promise<boolean> {
  return attempt(queries, async () => {
    const made = await api.planCall(wish, once);
    showDone(i18next.t("planned.made", { name: nameOf(made), when: whenWords(made.at_ms ?? wish.at_ms) }), () => void attempt(queries, async () => { await api.cancelPlanned(made.id); }));
  });
}

export function move(queries: QueryClient, call: PlannedCallView, at: number): Promise<boolean> {
  return attempt(queries, async () => {
    await api.movePlanned(call.id, at);
    const before = call.at_ms;
    showDone(i18next.t("planned.moved", { name: nameOf(call), when: whenWords(at) }),
      before === undefined ? undefined : () => void attempt(queries, async () => { await api.movePlanned(call.id, Math.max(before, serverNow() + leastAhead)); }));
  });
}

export function callOff(queries: QueryClient, call: PlannedCallView): Promise<boolean> {
  return attempt(queries, async () => {
    await api.cancelPlanned(call.id);
    const again: PlannedCallRequest = {
      number: call.number, queue: call.queue, at_ms: Math.max(call.at_ms ?? 0, serverNow() + leastAhead), note: call.note, ...(call.agent ? { agent: call.agent.id } : {}),
    };
    showDone(i18next.t("planned.calledOff", { name: nameOf(call) }), () => void attempt(queries, async () => { await api.planCall(again, api.newKey()); }));
  });
}

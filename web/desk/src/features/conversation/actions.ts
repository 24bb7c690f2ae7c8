// What an agent does with a conversation. Each answer of the server goes into the live store at once, so that the
// screen does not wait for the event.
import i18next from "i18next";
import { Problem } from "../../api/http";
import * as api from "../../api/endpoints";
import type { InteractionView, MemberView } from "../../api/types";
import { showDone, showProblem, showWords } from "../../ui/problem";
import { go } from "../../ui/route";
import { currentInteraction } from "../live/reducer";
import { live, tell } from "../live/store";
import { phoneHeard, phoneNow, setMuted } from "../phone/phone-line";
import { startRing, stopRing, wakeRing } from "../phone/ring";
import { stopAlert } from "../phone/alerts";
import { forgetDraft, readDraft, type Draft } from "./drafts";
import { inOrder } from "./in-order";
import { dispositionWords } from "./words";
import { noteToSend } from "./written";

const underWay = new Set<string>();

/** A second press while the first is on its way does nothing. */
async function once(name: string, act: () => Promise<void>, about?: InteractionView): Promise<void> {
  if (underWay.has(name)) return;
  underWay.add(name);
  try {
    await act();
  } catch (error) {
    const gone = about !== undefined && error instanceof Problem && (error.code === "not_found" || error.code === "ended");
    showProblem(gone ? new Problem(error.status, "ended", "") : error);
    if (gone) api.interaction(about.id).then(take, () => undefined);  // the screen was behind: show how it ended
  } finally {
    underWay.delete(name);
  }
}
const take = (interaction: InteractionView | undefined): void => {
  if (interaction && typeof interaction.id === "number") tell({ type: "interaction", interaction });
};

export function answer(one: InteractionView): Promise<void> {
  stopRing();
  stopAlert();
  return once(`answer ${one.id}`, async () => {
    try {
      if (one.channel !== "voice") { take(await api.interactionVerb(one.id, "accept")); return; }
      wakeRing();
      take(await api.callVerb(one.id, "answer"));
    } catch (error) {
      const state = live();
      if (state.ringing && state.offer?.interaction.id === one.id && phoneNow().phase !== "elsewhere") startRing();  // he still waits
      throw error;
    }
  }, one);
}

export function decline(one: InteractionView): Promise<void> {
  stopRing();
  stopAlert();
  return once(`decline ${one.id}`, async () => {
    await (one.channel === "voice" ? api.callVerb(one.id, "decline") : api.interactionVerb(one.id, "decline"));
  });
}

export function hangUp(one: InteractionView): Promise<void> {
  return once(`hangup ${one.id}`, async () => { take(await api.callVerb(one.id, "hangup")); }, one);
}

export function toggleHold(one: InteractionView): Promise<void> {
  return once(`hold ${one.id}`, async () => { take(await api.callVerb(one.id, one.state === "held" ? "unhold" : "hold")); }, one);
}

export function toggleMute(one: InteractionView): Promise<void> {
  setMuted(live().muted === one.id ? null : one.id);  // at once and in this browser; the server follows
  return once(`mute ${one.id}`, () => followMute(one));
}

/** Tells the server; a press made meanwhile is told after it, so that both always end up the same. */
async function followMute(one: InteractionView): Promise<void> {
  for (let told: boolean | null = null; ;) {
    const mute = live().muted === one.id;
    if (told === mute) return;
    try {
      await api.callVerb(one.id, mute ? "mute" : "unmute");
    } catch (error) {
      // Not heard stays not heard: in this browser the microphone itself is silent. What the server still mutes is shown as muted.
      const known = live().interactions[one.id]?.state;
      if (known === "active" || known === "held") setMuted(mute && phoneNow().phase !== "connected" ? null : one.id);
      throw error;
    }
    told = mute;
  }
}

/** Begins a recording, pauses it, or lets it go on. */
export function record(one: InteractionView, on: boolean): Promise<void> {
  return once(`record ${one.id}`, () => recordFor(one.id, on), one);
}
export async function recordFor(id: number, on: boolean, reason?: "card"): Promise<void> {
  take(await api.callVerb(id, "record", reason ? { on, reason } : { on }));
}

const digitLines = new Map<number, (digits: string) => void>();
/** Digits leave in the order they were pressed, those pressed on the way together. */
export function pressDigits(one: InteractionView, digits: string): void {
  let line = digitLines.get(one.id);
  if (!line) {
    digitLines.clear();  // one call is on at a time
    line = inOrder((more) => api.callVerb(one.id, "dtmf", { digits: more }).then(() => undefined), showProblem);
    digitLines.set(one.id, line);
  }
  line(digits);
}

/** What is typed about it goes along: the colleague reads it before he says hello. */
function withNote(one: InteractionView, to: string): { to: string; note?: string } {
  const note = readDraft(one.id).note.trim();
  return note ? { to, note } : { to };
}
/** At once; without `to`, to who was asked. */
export function transfer(one: InteractionView, to?: string): Promise<void> {
  return once(`transfer ${one.id}`, async () => { take(await api.companyVerb(one, "transfer", to ? withNote(one, to) : {})); });
}
/** The customer hears music meanwhile. */
export function ask(one: InteractionView, to: string): Promise<void> {
  return once(`ask ${one.id}`, async () => { take(await api.companyVerb(one, "consult", withNote(one, to))); });
}
export function goBack(one: InteractionView): Promise<void> {
  return once(`back ${one.id}`, async () => { take(await api.companyVerb(one, "unhold")); });
}
export function joinAll(one: InteractionView): Promise<void> {
  return once(`all ${one.id}`, async () => { take(await api.callVerb(one.id, "conference")); });
}

/** Somebody outside joins the agent and his customer when he answers. */
export function invite(one: InteractionView, to: string): Promise<void> {
  return once(`invite ${one.id} ${to}`, async () => { take(await api.invite(one.id, to)); });
}
export function muteMember(one: InteractionView, member: MemberView): Promise<void> {
  return once(`member ${one.id} ${member.member}`, async () => { take(await api.memberVerb(one.id, member.muted ? "unmute" : "mute", member.member)); });
}
export function dropMember(one: InteractionView, member: MemberView): Promise<void> {
  return once(`member ${one.id} ${member.member}`, async () => { take(await api.memberVerb(one.id, "drop", member.member)); });
}

const tooLateCodes = new Set(["not_found", "unknown_interaction", "ended", "wrong_state", "not_your_call"]);
const isTooLate = (error: unknown): boolean => error instanceof Problem && tooLateCodes.has(error.code);
/** Two tabs may come to it at once, or the server was faster: no reason to alarm anybody. Any other refusal is told, and the draft stays. */
function unlessTooLate(error: unknown): undefined {
  if (!isTooLate(error)) throw error;
}

export function finish(one: InteractionView, disposition: string, byItself = false): Promise<void> {
  return once(`finish ${one.id}`, async () => {
    const now = live().interactions[one.id] ?? one;
    const asked = api.finish(one.id, disposition, noteToSend(now, readDraft(one.id).note));
    const answered = await (byItself ? asked.catch(unlessTooLate) : asked);
    if (!answered) return;
    forgetDraft(one.id);
    take(answered);
    if (byItself) showDone(i18next.t("call.autoSent"));
  });
}

/** For the customer's card, which has no place for a result. */
function asNote({ note, disposition }: Draft): string {
  const result = disposition ? `${i18next.t("disposition.title")}: ${dispositionWords(i18next.t, disposition)}` : "";
  return [result, note.trim()].filter(Boolean).join("\n");
}


/** What lies beside the conversation is not in the answer to a late result: it is as it was. */
function withOwn(before: InteractionView, answered: InteractionView): InteractionView {
  return { ...answered, has_recording: answered.has_recording || before.has_recording, recording_mark: answered.recording_mark || before.recording_mark, words: answered.words || before.words, message_ms: answered.message_ms || before.message_ms };
}

/** What was written is sent after the end; when the server takes it no more, it becomes a note on the customer's card. */
export function saveLate(one: InteractionView): Promise<void> {
  return once(`finish ${one.id}`, async () => {
    const { note, disposition } = readDraft(one.id);
    try {
      take(withOwn(one, await api.finish(one.id, disposition || one.disposition, noteToSend(one, note))));
      showDone(i18next.t("late.saved"));
    } catch (error) {
      if (!isTooLate(error)) throw error;
      if (!one.contact) { showWords(i18next.t("late.tooLate")); return; }
      await api.addNote(one.contact.id, asNote({ note, disposition }), one.id);
      showDone(i18next.t("late.toCard"));
    }
    forgetDraft(one.id);
  });
}

/** A press on its way: whoever sees the conversation end meanwhile does not do it once more. */
export function isFinishing(id: number): boolean { return underWay.has(`finish ${id}`); }

/** More time for the result; `noMore` when the rules of the queue give none. */
export function extend(one: InteractionView, noMore: () => void): Promise<void> {
  return once(`extend ${one.id}`, async () => {
    try {
      take(await api.interactionVerb(one.id, "extend"));
    } catch (error) {
      if (error instanceof Problem && error.code === "no_more_time") noMore();
      throw error;
    }
  }, one);
}

export function callNumber(to: string): void {
  const current = currentInteraction(live());
  if (current && current.state !== "ended") { showWords(i18next.t("problem.already_talking")); return; }
  wakeRing();
  if (phoneNow().phase === "off") phoneHeard({ type: "wished" });
  go("desk");
  void once("call", async () => { take(await api.call(to)); });
}

export function setState(state: "ready" | "pause" | "offline", reason?: string): Promise<void> {
  return once("state", async () => {
    if (state === "ready") phoneHeard({ type: "wished" });
    const me = await api.setState(state, reason);
    tell({ type: "me", me });
    if (me.state === "offline") phoneHeard({ type: "stopped" });
  });
}

/** The wrap-up ran out by itself: nothing typed is lost. The conversation takes it, or else the customer's card. */
export function keepForgottenNote(one: InteractionView): Promise<void> {
  const draft = readDraft(one.id);
  if (!draft.note.trim() || phoneNow().phase === "elsewhere") return Promise.resolve();  // of two tabs, one does it
  return once(`note ${one.id}`, async () => {
    const answered = await api.finish(one.id, draft.disposition || one.disposition, noteToSend(one, draft.note)).catch(unlessTooLate);
    if (!answered && !one.contact) return;
    if (answered) take(withOwn(one, answered));
    else if (one.contact) await api.addNote(one.contact.id, asNote(draft), one.id);
    forgetDraft(one.id);
    showDone(i18next.t(answered ? "call.autoNoteKept" : "call.autoNote"));
  });
}

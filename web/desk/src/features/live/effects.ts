// What the live events set in motion outside the store: sound, title, refreshed history, words for the screen reader.
import type { QueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import * as api from "../../api/endpoints";
import type { AlertView, InteractionView, LiveFrame } from "../../api/types";
import { serverNow } from "../../api/http";
import { plain, prettyNumber, when } from "../../ui/format";
import { showWords, wordsOfCode } from "../../ui/problem";
import { stopPlaying } from "../../ui/playing";
import { go } from "../../ui/route";
import { isFinishing, keepForgottenNote } from "../conversation/actions";
import { isPromised, newWords, stateWords, theirNumber, whoIs } from "../conversation/words";
import { isOwnWish, thenTold } from "../presence/afterwards";
import { startAlert, stopAlert } from "../phone/alerts";
import { phoneNow } from "../phone/phone-line";
import { startRing, stopRing } from "../phone/ring";
import { inHand, isAfterWork, isInHand, queueTitle, shownInteraction, workedAfter, type LiveState } from "./reducer";
import { live, onFrame, sendFrame, tell } from "./store";

const paintLimitMs = 1000;  // a window that is covered paints nothing either; the server waits no longer than 150 ms anyway
const refreshAgainMs = [700, 2500];  // the row is written a moment after the event; the recording a little later still

function say(words: string): void {
  const announcer = document.getElementById("announcer");  // a new one after each sign-in
  if (announcer) announcer.textContent = words;
}

/** The card is on the screen when two frames were painted; a hidden tab paints none, and need not. */
function afterPaint(then: () => void): void {
  if (document.hidden) { then(); return; }
  let done = false;
  const once = (): void => { if (!done) { done = true; then(); } };
  requestAnimationFrame(() => requestAnimationFrame(once));
  window.setTimeout(once, paintLimitMs);
}

/** He calls us; a call that we promised is ours. */
function rings(one: InteractionView): boolean { return one.channel === "voice" && !isPromised(one); }

function refresh(queries: QueryClient, one: InteractionView): void {
  const all = (): void => {
    void queries.invalidateQueries({ queryKey: ["interactions"] });
    if (!one.contact) return;
    void queries.invalidateQueries({ queryKey: ["timeline", one.contact.id] });
    void queries.invalidateQueries({ queryKey: ["card", one.contact.id] });
  };
  all();
  refreshAgainMs.forEach((ms) => window.setTimeout(all, ms));
}

let othersTimer: number | undefined;
/** Other people's calls end all the time: a list that shows them is refreshed now and then, not with each. */
function refreshOthers(queries: QueryClient): void {
  othersTimer ??= window.setTimeout(() => {
    othersTimer = undefined;
    void queries.invalidateQueries({ queryKey: ["interactions", "list"] });
  }, 5000);
}

function interactionMoved(queries: QueryClient, one: InteractionView, before: LiveState, after: LiveState): void {
  const was = before.interactions[one.id]?.state;
  const mine = one.agent?.id !== undefined && one.agent.id === after.me?.id;
  if (was === one.state) return;
  const onScreen = one.contact !== undefined && queries.getQueryData(["timeline", one.contact?.id]) !== undefined;
  if (one.state === "ended" || one.state === "wrap_up") {
    if (mine || onScreen) refresh(queries, one);
    else refreshOthers(queries);
  }
  if (!mine) return;
  const what = i18next.t(`interaction.${one.channel}`).toLocaleLowerCase();
  if (one.state === "active" && was !== "held") say(i18next.t(one.channel === "voice" ? "live.connected" : "live.opened", { what, name: whoIs(i18next.t, one) }));
  if (one.state === "planned" && was === "dialling" && one.due_at_ms) showWords(i18next.t("task.putOff", { name: whoIs(i18next.t, one), when: when(one.due_at_ms, serverNow(), i18next.language, "") }));
  if (one.state === "wrap_up") say(i18next.t("live.wrap"));
  if (one.state === "ended") {
    say(i18next.t("live.ended"));
    if (was === "wrap_up" && !one.note) void keepForgottenNote(one);
  }
}

/** The time after a share ran out, in front or beside: what was typed is kept, as after a conversation of one's own. */
function afterWorkEnded(before: LiveState, after: LiveState): void {
  for (const one of workedAfter(before)) {
    if (!isAfterWork(before, one) || isInHand(after, after.interactions[one.id] ?? null) || isFinishing(one.id)) continue;
    if (one.state !== "ended") say(i18next.t("live.ended"));
    void keepForgottenNote(one);
  }
}

/** What comes after this conversation is said once, when it is decided by anybody but himself. */
function tellAfterwards(before: LiveState, after: LiveState): void {
  const then = after.me?.then;
  if (!after.me || !then || then.state === "ready" || isOwnWish(then, after.me) || JSON.stringify(then) === JSON.stringify(before.me?.then)) return;
  say(`${thenTold(i18next.t, then).what}.`);
}

/** A supervisor has changed my state: it is said by whom, wherever I look. */
function tellForced(before: LiveState, after: LiveState): void {
  const by = after.me?.forced_by;
  if (!by || !after.me || before.me?.forced_by?.id === by.id && before.me.since_ms === after.me.since_ms) return;
  showWords(i18next.t("forced.told", { name: plain(by.name), state: stateWords(i18next.t, after.me.state, after.me.reason) }));
}

/** What was in hand and is not in the snapshot ended while nobody told us: how it ended is shown, with what was typed. */
function lookForLost(before: LiveState, after: LiveState): void {
  const shown = shownInteraction(before)?.id;
  for (const { id } of inHand(before)) {
    if (after.interactions[id]) continue;
    api.interaction(id).then((one) => {
      tell({ type: "interaction", interaction: one });
      const now = live();
      if (id === shown && inHand(now).length === 0 && !now.offer && now.focus.interaction === null) tell({ type: "focus", focus: { interaction: id, contact: now.focus.contact } });
    }, () => undefined);
  }
}

function alertWords(alert: AlertView): string {
  const who = plain(alert.agent?.name ?? alert.queue);
  return i18next.t(`alert.${alert.code}`, { who, defaultValue: i18next.t("alert.other", { who, code: alert.code }) });
}

function heard(queries: QueryClient, frame: LiveFrame, before: LiveState, after: LiveState): void {
  if (frame.type === "offer.made" || (frame.type === "snapshot" && frame.data.offer)) {
    const offer = after.offer;
    if (offer) {
      stopPlaying();  // a recording must not talk over the ring
      go("desk");
      const { interaction, card } = offer;
      const name = card.contact ? plain(card.contact.name) : whoIs(i18next.t, interaction);
      const title = queueTitle(after.queues, interaction.queue);
      say(i18next.t(rings(interaction) ? "live.incoming" : "live.comesFull", { what: newWords(i18next.t, interaction), name, number: card.number_pretty || prettyNumber(theirNumber(interaction)), queue: plain(title) }));
      afterPaint(() => sendFrame({ type: "card.drawn", offer: offer.offer }));
    }
  }
  if (frame.type === "agent.changed") afterWorkEnded(before, after);
  if (frame.type === "me.changed" || frame.type === "agent.changed") tellForced(before, after);
  tellAfterwards(before, after);
  if (frame.type === "interaction.changed") interactionMoved(queries, frame.data, before, after);
  if (frame.type === "alert") {
    showWords(alertWords(frame.data));
    if (frame.data.code.startsWith("disk_")) void queries.invalidateQueries({ queryKey: ["space"] });
  }
  if (frame.type === "refused") showWords(wordsOfCode(frame.data.code, frame.data.words));
  if (frame.type === "snapshot") {
    lookForLost(before, after);
    void queries.invalidateQueries();
  }
  ringAndBlink(before, after);
}

function ringAndBlink(before: LiveState, after: LiveState): void {
  if (after.ringing && after.offer) {
    if (before.ringing && before.offer?.offer === after.offer.offer) return;
    const { interaction, card } = after.offer;
    const name = card.contact ? plain(card.contact.name) : whoIs(i18next.t, interaction);
    startAlert(interaction.channel === "voice" ? "☎" : "✉", i18next.t(rings(interaction) ? "live.rings" : "live.comes", { what: newWords(i18next.t, interaction), name }), card.number_pretty || prettyNumber(theirNumber(interaction)));
    if (phoneNow().phase !== "elsewhere") startRing();
  } else if (before.ringing) {
    stopRing();
    stopAlert();
  }
}

export function startEffects(queries: QueryClient): () => void {
  const forget = onFrame((frame, before, after) => heard(queries, frame, before, after));
  return () => {
    forget();
    stopRing();
    stopAlert();
  };
}

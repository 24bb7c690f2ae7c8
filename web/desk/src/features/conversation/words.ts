// Names of codes. The desk has words for the usual ones; a project's own code is shown as it is.
import type { TFunction } from "i18next";
import type { AgentState, InteractionView, QueueView } from "../../api/types";
import { serverNow } from "../../api/http";
import { plain, prettyNumber, when } from "../../ui/format";
import type { Tone } from "../../ui/parts";
import { queueNamed } from "../live/reducer";

function known(t: TFunction, group: string, code: string): string {
  return t(`${group}.${code}`, { defaultValue: plain(code.replace(/_/g, " ")) });
}
export function dispositionWords(t: TFunction, code: string): string { return known(t, "disposition", code); }
export function reasonWords(t: TFunction, code: string): string { return known(t, "reason", code.replace(/^forced: /, "")); }

/** Where he heard of us: the usual codes in words, what a project writes itself as it is. */
export function sourceWords(t: TFunction, source: string): string { return t(`source.${source}`, { defaultValue: plain(source) }); }

/** What he called or wrote to: a queue by its title, anything else as a number. */
export function reachedWords(one: InteractionView, queues: Readonly<Record<number, QueueView>>): string {
  const queue = queueNamed(queues, one.to);
  return queue ? plain(queue.title) : prettyNumber(plain(one.to));
}

/** The customer's side of the conversation as a number or address. */
export function theirNumber(one: InteractionView): string { return one.direction === "outbound" ? one.to : one.from; }

/** How long somebody spoke: the two of them, or the caller alone after the signal. */
export function spokenMs(one: InteractionView): number { return one.talk_ms || one.message_ms; }

export function whoIs(t: TFunction, one: InteractionView): string {
  if (one.caller && one.agent) return `${plain(one.caller.name)} → ${plain(one.agent.name)}`;
  if (one.contact?.name) return plain(one.contact.name);
  if (one.caller_name) return plain(one.caller_name);
  const number = theirNumber(one);
  return number ? prettyNumber(plain(number)) : t("interaction.unknownCaller");
}

/** What it is that is offered: a call, a letter…, or a call that we promised to make. */
export function newWords(t: TFunction, one: InteractionView): string { return t(isPromised(one) ? "newOne.promised" : `newOne.${one.channel}`); }
export function isPromised(one: InteractionView): boolean { return one.callback && one.direction === "outbound"; }

/** Of a call that was promised: for what time. */
export function promisedWords(t: TFunction, one: InteractionView, language: string): string {
  return one.due_at_ms === undefined ? t("task.wished") : t("task.promised", { when: when(one.due_at_ms, serverNow(), language, t("common.yesterday")) });
}

/** How long he waited: still ticking for who waits, nothing where nobody waited or it is not known. */
export function waited(one: InteractionView): { since: number } | { ms: number } | null {
  if ((one.state === "waiting" || one.state === "offered") && !one.answered_at_ms) return { since: one.started_at_ms };
  if (one.wait_ms > 0) return { ms: one.wait_ms };
  return one.direction === "inbound" && one.answered_at_ms ? { ms: 0 } : null;
}

/** What the decisions explain: who was chosen, or why nobody; nothing was decided about a call without a queue that nobody took. */
export function decisionsTitle(one: InteractionView): "title" | "whyNobody" | "whyWaits" | null {
  if (one.agent) return one.queue || one.direction === "inbound" ? "title" : null;
  if (!one.queue) return null;
  return one.state === "ended" ? "whyNobody" : "whyWaits";
}

/** How often the rules of its queue give more time; not known of a conversation without a queue. */
export function moreTimeOf(queues: Readonly<Record<number, QueueView>>, one: InteractionView): number | undefined {
  return one.queue ? queueNamed(queues, one.queue)?.more_time : undefined;
}

/** Where the customer is while the one who had him before still writes his result. */
export function wentOn(t: TFunction, one: InteractionView, queue: string): string {
  if (one.state === "ended" || one.state === "wrap_up") return t("after.over");
  if (one.company?.state === "outside") return t("after.with", { name: prettyNumber(plain(one.company.outside)) });
  const who = one.agent ?? one.company?.agent;
  if (who && one.state !== "waiting" && one.state !== "offered") return t("after.with", { name: plain(who.name) });
  return queue ? t("after.queue", { queue }) : t("after.elsewhere");
}

/** An agent's state in words, of a pause its reason. */
export function stateWords(t: TFunction, state: AgentState, reason: string): string {
  return state === "pause" && forcedReason(reason) ? reasonWords(t, reason) : t(`state.${state}`);
}

/** Of a state that a supervisor has chosen: his words alone; nothing when he gave none. */
export function forcedReason(reason: string): string { return reason.replace(/^forced(: )?/, ""); }

// The same colours as the agent's own states and the head of the call.
const liveTone: Record<Exclude<InteractionView["state"], "ended">, Tone> = {
  planned: "plain", ivr: "plain", dialling: "blue", waiting: "amber", offered: "blue", active: "green", held: "amber", wrap_up: "violet",
};

export function outcome(t: TFunction, one: InteractionView): { words: string; tone: Tone } {
  if (one.state !== "ended") {
    return { words: t(`istate.${one.state}`), tone: liveTone[one.state] };
  }
  if (one.disposition) return { words: dispositionWords(t, one.disposition), tone: one.disposition === "complaint" ? "amber" : "plain" };
  const cause = one.end_cause ?? "answered";
  if (cause === "answered") return { words: t("interaction.noResult"), tone: "plain" };
  return { words: t(`cause.${cause}`), tone: cause === "lost" || cause === "failed" || cause === "interrupted" ? "red" : "amber" };
}

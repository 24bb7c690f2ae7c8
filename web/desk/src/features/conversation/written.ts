// What an agent has written about a conversation: what it is joined with, and whether it still waits to be saved. Pure.
import type { InteractionView } from "../../api/types";
import type { Draft } from "./drafts";

/** What a call that we make is about: written by whoever promised it. */
export function taskOf(one: InteractionView): string { return one.callback ? one.note.trim() : ""; }

/** The note as it is sent: what the call was about is kept above it. Empty: the server keeps what it has. */
export function noteToSend(one: InteractionView, own: string): string {
  const task = taskOf(one);
  const text = own.trim();
  if (!text || !task) return text;
  return task === text || task.endsWith(`\n${text}`) ? "" : `${task}\n${text}`;  // sent before: it is the end of what is kept
}

const longestBytes = 8000;  // of a conversation's note, as the server has it
const littleLeft = 400;
const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** How many bytes may still be written, less than 0 when it is too long: the server counts bytes, and a Cyrillic letter has two. */
export function noteLeft(one: InteractionView, own: string): number { return longestBytes - bytesOf(noteToSend(one, own) || taskOf(one)); }

/** What to say about the length, in letters of the alphabet it is written in: nothing as long as there is room. */
export function roomFor(one: InteractionView, own: string): { over: boolean; letters: number } | null {
  const left = noteLeft(one, own);
  const text = own.trim();
  if (!text || left >= littleLeft) return null;
  const each = bytesOf(text) / text.length;
  return left < 0 ? { over: true, letters: Math.ceil(-left / each) } : { over: false, letters: Math.floor(left / each) };
}

/** He talked in it, first or in between. */
export function tookPart(one: InteractionView, me: number | undefined): boolean {
  return me !== undefined && (one.agent?.id === me || one.segments.some((share) => share.agent?.id === me && share.part === "talk"));
}

const resultTakenForMs = 12 * 3_600_000;  // about a shift; the server keeps the last ones of each agent

/** It is over without his result, and one may still be given. */
export function lacksResult(one: InteractionView, me: number | undefined, now: number): boolean {
  if (one.state !== "ended" || !one.answered_at_ms || !tookPart(one, me) || now - (one.ended_at_ms ?? 0) > resultTakenForMs) return false;
  const own = one.segments.findLast((share) => share.agent?.id === me && share.part === "talk")?.disposition;
  return !own && !(one.agent?.id === me && one.disposition);
}

/** It is over, and something he wrote about it was never sent. */
export function isUnsaved(one: InteractionView, draft: Draft, me: number | undefined): boolean {
  return one.state === "ended" && tookPart(one, me) && (draft.note.trim() !== "" || draft.disposition !== "");
}

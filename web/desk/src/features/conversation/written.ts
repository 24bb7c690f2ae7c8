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
  return task.includes(text) ? "" : `${task}\n${text}`;
}

/** He talked in it, first or in between. */
export function tookPart(one: InteractionView, me: number | undefined): boolean {
  return me !== undefined && (one.agent?.id === me || one.segments.some((share) => share.agent?.id === me && share.part === "talk"));
}

/** It is over, and something he wrote about it was never sent. */
export function isUnsaved(one: InteractionView, draft: Draft, me: number | undefined): boolean {
  return one.state === "ended" && tookPart(one, me) && (draft.note.trim() !== "" || draft.disposition !== "");
}

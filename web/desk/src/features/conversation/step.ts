// From one conversation to another: all in hand and the offer, in the order of the list.
import type { InteractionView } from "../../api/types";
import { go } from "../../ui/route";
import { liveCall, neighbour, nowOn, shownInteraction } from "../live/reducer";
import { live, tell } from "../live/store";

export function openConversation(one: InteractionView): void {
  tell({ type: "focus", focus: { interaction: one.id, contact: null } });
}

/** The field that had the focus has gone with its conversation: the note of the next one has it, so that hands go on typing. */
function focusNote(): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>("main [data-note], main [data-testid=answer]")?.focus({ preventScroll: true });
  });
}

function openByKey(one: InteractionView): void {
  go("desk");
  openConversation(one);
  focusNote();
}

export function step(by: 1 | -1): void {
  const state = live();
  const next = neighbour(nowOn(state), shownInteraction(state)?.id, by);
  if (next) openByKey(next);
}

export function toCall(): void {
  const call = liveCall(live());
  if (call) openByKey(call);
}

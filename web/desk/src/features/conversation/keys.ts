// The desk's keys in one place: what a press does and what the tooltips say.
import { useEffect } from "react";
import { liveCall } from "../live/reducer";
import { live } from "../live/store";
import { answer, decline, hangUp, setState, toggleHold, toggleMute } from "./actions";
import { step, toCall } from "./step";

export const deskKeys = {
  answer: "F2", decline: "Shift F2", hangUp: "F4", mute: "F8", hold: "F9", finish: "Ctrl Enter", search: "Ctrl K", ready: "Alt R", note: "Alt N", next: "F6", toCall: "F7",
} as const;

function focusOn(selector: string): void { document.querySelector<HTMLElement>(selector)?.focus(); }

function act(event: KeyboardEvent): boolean {
  const state = live();
  const one = liveCall(state);
  const offered = state.offer?.interaction;
  const talking = one !== null && one.state !== "dialling";
  if (event.key === "F2" && !event.ctrlKey && !event.altKey) {
    if (offered) void (event.shiftKey ? decline(offered) : answer(offered));
    return true;
  }
  if (event.key === "F4" && !event.altKey && !event.ctrlKey) {
    if (one) void hangUp(one);  // with a call on it is the call's key, whatever is offered beside it
    else if (offered) void decline(offered);
    return true;
  }
  if (event.key === "F8" && !event.ctrlKey && !event.altKey) {
    if (one && talking) void toggleMute(one);
    return true;
  }
  if (event.key === "F9" && !event.ctrlKey && !event.altKey) {
    if (one && talking) void toggleHold(one);
    return true;
  }
  if (event.key === "F6" && !event.ctrlKey && !event.altKey) { step(event.shiftKey ? -1 : 1); return true; }
  if (event.key === "F7" && !event.ctrlKey && !event.altKey) { toCall(); return true; }
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") { focusOn("[data-testid=search]"); return true; }
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    const button = document.querySelector<HTMLButtonElement>("[data-testid=finish], [data-testid=save-late]");
    button?.click();
    return button !== null;
  }
  if (event.altKey && event.code === "KeyR") {
    void setState(state.me?.state === "ready" ? "pause" : "ready", state.me?.state === "ready" ? state.me.pause_reasons[0] : undefined);
    return true;
  }
  if (event.altKey && event.code === "KeyN") { focusOn("[data-note]"); return true; }
  return false;
}

export function useDeskKeys(): void {
  useEffect(() => {
    function pressed(event: KeyboardEvent): void {
      if (!event.repeat && act(event)) event.preventDefault();
    }
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}

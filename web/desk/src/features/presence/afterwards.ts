// What becomes of an agent when his hands are empty, when it is not "ready". Pure but for the words.
import type { TFunction } from "i18next";
import type { AfterwardsView, MeView } from "../../api/types";
import { plain } from "../../ui/format";
import { forcedReason, reasonWords } from "../conversation/words";

/** He has chosen it himself: he knows, and the state's own place says it. */
export function isOwnWish(then: AfterwardsView, me: Pick<MeView, "pause_reasons">): boolean {
  return !then.forced_by && (then.reason === "" || me.pause_reasons.includes(then.reason));
}

/** His own "ready" takes it back, unless a supervisor has decided. */
export function mayStayReady(then: AfterwardsView): boolean { return !then.forced_by; }

/** In few words, for the state's place: a break he chose by its reason, anything else by the state. */
export function thenShort(t: TFunction, then: AfterwardsView, me: Pick<MeView, "pause_reasons">): string {
  return then.state === "pause" && then.reason && isOwnWish(then, me) ? reasonWords(t, then.reason) : t(`state.${then.state}`);
}

/** What and why, for the agent himself. */
export function thenTold(t: TFunction, then: AfterwardsView): { what: string; how: string } {
  if (then.forced_by) {
    const reason = forcedReason(then.reason);
    return { what: t(`afterwards.forced_${then.state}`, { name: plain(then.forced_by.name) }) + (reason ? `: ${reasonWords(t, reason).toLocaleLowerCase()}` : ""), how: t("afterwards.forcedHow") };
  }
  const why = t(`afterwards.why_${then.reason}`, { defaultValue: then.reason ? reasonWords(t, then.reason).toLocaleLowerCase() : "" });
  return { what: t(`afterwards.${then.state}`) + (why ? `: ${why}` : ""), how: t("afterwards.how") };
}

/** For the board, beside the state of now. */
export function thenOnBoard(t: TFunction, then: AfterwardsView): string {
  const reason = forcedReason(then.reason);
  const words = t("board.then", { state: t(`state.${then.state}`).toLocaleLowerCase() });
  return words + (reason ? `: ${reasonWords(t, reason).toLocaleLowerCase()}` : "") + (then.forced_by ? ` · ${t("forced.by", { name: plain(then.forced_by.name) })}` : "");
}

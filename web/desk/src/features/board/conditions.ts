// Which rows stand behind a number of the board.
import type { InteractionView } from "../../api/types";

export interface Conditions extends Record<string, string> { agent: string; state: string; queue: string; channel: string; outcome: string }

export function matches(one: InteractionView, wanted: Conditions, me: number): boolean {
  if (wanted.agent && one.agent?.id !== (wanted.agent === "me" ? me : Number(wanted.agent))) return false;
  if (wanted.state && one.state !== wanted.state) return false;
  if (wanted.queue && one.queue !== wanted.queue) return false;
  if (wanted.channel && one.channel !== wanted.channel) return false;
  if (wanted.outcome === "answered") return Boolean(one.answered_at_ms);
  return !wanted.outcome || one.end_cause === wanted.outcome;
}

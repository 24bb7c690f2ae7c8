// Who is on the line now, in the order a supervisor worries: those who wait longest first, then the talks, the longest first.
import type { AgentState, InteractionView } from "../../api/types";

const worry: Partial<Record<InteractionView["state"], number>> = { waiting: 0, offered: 1, ivr: 2, dialling: 3, held: 4, active: 5 };

export function liveNow(all: readonly InteractionView[]): InteractionView[] {
  return all.filter((one) => worry[one.state] !== undefined)
    .sort((a, b) => (worry[a.state] ?? 9) - (worry[b.state] ?? 9) || since(a) - since(b));
}

/** Since when it is in the state that worries: talks count from the answer, all else from the beginning. */
export function since(one: InteractionView): number { return one.answered_at_ms ?? one.started_at_ms; }

// Longer than this and a supervisor wants to see it: a wrap-up is meant to be short, a break has its twenty minutes.
const longMs: Partial<Record<AgentState, number>> = { wrap_up: 120_000, pause: 20 * 60_000 };

export function isLong(state: AgentState, ms: number): boolean {
  const limit = longMs[state];
  return limit !== undefined && ms > limit;
}

// When to call somebody later, and which planned calls are whose. Pure.
import type { PlannedCallView } from "../../api/types";

const minute = 60_000;
const morning = 10;  // an hour at which people may be called

export interface Moment { key: "soon" | "hour" | "evening" | "tomorrow"; at: number }

function at(now: number, days: number, hour: number): number {
  const day = new Date(now);
  day.setDate(day.getDate() + days);
  day.setHours(hour, 0, 0, 0);
  return day.getTime();
}

/** What people say: in a quarter of an hour, in an hour, this evening while it is still to come, tomorrow morning. */
export function usualMoments(now: number): Moment[] {
  const evening = at(now, 0, 18);
  return [
    { key: "soon", at: now + 15 * minute }, { key: "hour", at: now + 60 * minute },
    ...(evening > now + 90 * minute ? [{ key: "evening" as const, at: evening }] : []), { key: "tomorrow", at: at(now, 1, morning) },
  ];
}

/** As `<input type="datetime-local">` has it, by the clock of this computer. */
export function toInput(ms: number): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  const day = new Date(ms);
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}T${two(day.getHours())}:${two(day.getMinutes())}`;
}
export function fromInput(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return null;
  const ms = new Date(text).getTime();
  return Number.isFinite(ms) ? ms : null;
}

/** "" when the moment can be taken, else why not. A minute is as fine as the field: the one that runs now still counts. */
export function against(ms: number | null, now: number): "" | "none" | "past" | "far" {
  if (ms === null) return "none";
  if (ms < now - minute) return "past";
  return ms > now + 365 * 24 * 60 * minute ? "far" : "";
}

export type Whose = "mine" | "queues" | "all";

/** Mine: that I am to make, or that I planned. Of my queues: those too that anybody may make. */
export function belonging(calls: readonly PlannedCallView[], whose: Whose, me: number, queues: readonly string[]): PlannedCallView[] {
  const mine = (call: PlannedCallView): boolean => call.agent?.id === me || (!call.agent && call.by?.id === me);
  return calls.filter((call) => whose === "all" || mine(call) || (whose === "queues" && queues.includes(call.queue)));
}

/** Who planned it, who is to make it, and supervisors; the server says so too. */
export function mayChange(call: PlannedCallView, me: { id: number; role: string }): boolean {
  return me.role !== "agent" || call.by?.id === me.id || call.agent?.id === me.id;
}

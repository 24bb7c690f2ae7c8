// Who had the customer before the reader, and what they left for him. Pure.
import type { InteractionView, SegmentView } from "../../api/types";

export interface Before {
  who: string;  // a name, or a number outside
  queue: string;  // stable name, "" directly
  ms: number;  // how long they talked
  note: string;
  disposition: string;
  gives: boolean;  // it is he who hands the customer over, or asks
}

const most = 3;  // what is older is in the history

/** Newest first; of who had the customer twice the last time counts. Nothing when the reader was the first. */
export function before(one: InteractionView, me: number | undefined, now: number): Before[] {
  const mine = one.segments.findLast((share) => share.agent?.id === me && share.ended_at_ms === undefined);
  const earlier = one.segments.filter((share) => share.agent?.id !== me && share.part === "talk" && (!mine || share.began_at_ms <= mine.began_at_ms));
  const told = new Map<string, SegmentView>();
  for (const share of earlier) {
    const key = share.agent ? `a${share.agent.id}` : share.outside;
    told.delete(key);  // the last share stands where it was
    told.set(key, share);
  }
  const giver = mine ? mine.from?.id : earlier.findLast((share) => share.agent)?.agent?.id;
  return [...told.values()].reverse().slice(0, most).map((share) => ({
    who: share.agent?.name ?? share.outside, queue: share.queue, ms: Math.max(0, (share.ended_at_ms ?? now) - share.began_at_ms), note: share.note.trim(), disposition: share.disposition,
    gives: share.agent !== undefined && share.agent.id === giver,
  }));
}

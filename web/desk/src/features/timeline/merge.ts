// A customer's history as the screen shows it: pages from the server, with what the live socket knows better on top.
import type { InteractionView, TimelineItemView } from "../../api/types";

export type TimelineFilter = "all" | "talks" | "notes" | "business";

export function itemKey(item: TimelineItemView): string {
  const id = item.interaction?.id ?? item.note?.id ?? item.deal?.id ?? item.claim?.id ?? item.at_ms;
  return `${item.kind}-${id}`;
}

/** Live rows replace stored ones (unless the stored one is further), and new ones come first. */
export function mergeTimeline(pages: readonly TimelineItemView[], live: readonly InteractionView[]): TimelineItemView[] {
  const byKey = new Map<string, TimelineItemView>();
  for (const item of pages) byKey.set(itemKey(item), item);
  for (const one of live) {
    const item: TimelineItemView = { kind: "interaction", at_ms: one.started_at_ms, interaction: one };
    const stored = byKey.get(itemKey(item))?.interaction;
    if (stored?.state === "ended" && one.state !== "ended") continue;
    const merged = stored ? { ...one, has_recording: one.has_recording || stored.has_recording } : one;
    byKey.set(itemKey(item), { ...item, interaction: merged });
  }
  return [...byKey.values()].sort((a, b) => b.at_ms - a.at_ms);
}

export function passes(filter: TimelineFilter, item: TimelineItemView): boolean {
  if (filter === "all") return true;
  if (filter === "talks") return item.kind === "interaction";
  if (filter === "notes") return item.kind === "note" || Boolean(item.interaction?.note);
  return item.kind === "deal" || item.kind === "claim";
}

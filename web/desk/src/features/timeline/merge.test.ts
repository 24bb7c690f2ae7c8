import { describe, expect, it } from "vitest";
import type { InteractionView, TimelineItemView } from "../../api/types";
import { itemKey, mergeTimeline, passes } from "./merge";

const talk = (id: number, patch: Partial<InteractionView> = {}): InteractionView => ({ id, started_at_ms: id, state: "ended", note: "", has_recording: false, ...patch } as InteractionView);
const item = (one: InteractionView): TimelineItemView => ({ kind: "interaction", at_ms: one.started_at_ms, interaction: one });
const note: TimelineItemView = { kind: "note", at_ms: 5, note: { id: 10, author: { id: 1, name: "A" }, text: "x", at_ms: 5 } };

describe("a customer's history", () => {
  it("shows a call that has just ended before the store has it, once", () => {
    const merged = mergeTimeline([item(talk(3)), note], [talk(10, { disposition: "sale" })]);
    expect(merged.map(itemKey)).toEqual(["interaction-10", "note-10", "interaction-3"]);
    const later = mergeTimeline([item(talk(10, { has_recording: true })), item(talk(3))], [talk(10, { disposition: "sale" })]);
    expect(later.filter((one) => one.interaction?.id === 10)).toHaveLength(1);
    expect(later[0]?.interaction?.has_recording).toBe(true);
  });
  it("does not go back to an older state", () => {
    expect(mergeTimeline([item(talk(4))], [talk(4, { state: "wrap_up" })])[0]?.interaction?.state).toBe("ended");
  });
  it("finds notes inside conversations too", () => {
    expect(passes("notes", item(talk(1, { note: "agreed" })))).toBe(true);
    expect(passes("notes", item(talk(1)))).toBe(false);
    expect(passes("business", note)).toBe(false);
  });
});

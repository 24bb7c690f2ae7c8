import { describe, expect, it } from "vitest";
import type { AgentView, InteractionView, MeView } from "../../api/types";
import { nothingKnown, type LiveState } from "../live/reducer";
import { chosenInTime } from "./in-time";

const one = (id: number, state: InteractionView["state"]): InteractionView => ({ id, state, channel: "chat", agent: { id: 2, name: "" }, segments: [] } as unknown as InteractionView);
const state: LiveState = {
  ...nothingKnown, me: { id: 2 } as MeView, interactions: { 10: one(10, "wrap_up"), 11: one(11, "wrap_up"), 12: one(12, "active"), 13: one(13, "wrap_up") },
  agents: { 2: { id: 2, state: "wrap_up", interaction: 11, until_ms: 9000, beside: [{ interaction: 10, state: "wrap_up", until_ms: 7000 }, { interaction: 12, state: "talking" }, { interaction: 13, state: "wrap_up" }] } as unknown as AgentView },
};

describe("what is sent in time", () => {
  it("is all that has a result and a limit, the one beside too, the first to run out first", () => {
    const due = chosenInTime(state, () => ({ note: "", disposition: "sale" }));
    expect(due.map(({ one: each, until, at }) => [each.id, until, at])).toEqual([[10, 7000, 5500], [11, 9000, 7500]]);
  });
  it("is not what has no result yet", () => {
    expect(chosenInTime(state, (id) => ({ note: "x", disposition: id === 11 ? "sale" : "" })).map((due) => due.one.id)).toEqual([11]);
  });
});

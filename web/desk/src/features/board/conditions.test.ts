import { describe, expect, it } from "vitest";
import type { InteractionView } from "../../api/types";
import { matches, type Conditions } from "./conditions";

const all: Conditions = { agent: "", state: "", queue: "", channel: "", outcome: "" };
const row = { id: 1, channel: "voice", state: "ended", queue: "support", agent: { id: 2, name: "A" }, answered_at_ms: 5, end_cause: "answered" } as InteractionView;

describe("the rows behind a number", () => {
  it("are all of them without conditions", () => { expect(matches(row, all, 2)).toBe(true); });
  it("are mine when I ask for mine", () => {
    expect(matches(row, { ...all, agent: "me" }, 2)).toBe(true);
    expect(matches(row, { ...all, agent: "me" }, 3)).toBe(false);
    expect(matches(row, { ...all, agent: "2" }, 3)).toBe(true);
  });
  it("tell the lost from the answered", () => {
    const lost = { ...row, agent: undefined, answered_at_ms: undefined, end_cause: "lost" } as InteractionView;
    expect(matches(lost, { ...all, outcome: "lost" }, 2)).toBe(true);
    expect(matches(lost, { ...all, outcome: "answered" }, 2)).toBe(false);
    expect(matches(row, { ...all, outcome: "answered", queue: "support" }, 2)).toBe(true);
    expect(matches(row, { ...all, queue: "sales" }, 2)).toBe(false);
  });
});

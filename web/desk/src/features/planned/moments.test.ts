import { describe, expect, it } from "vitest";
import type { PlannedCallView } from "../../api/types";
import { against, belonging, fromInput, mayChange, toInput, usualMoments } from "./moments";

const noon = new Date(2026, 4, 12, 12, 0).getTime();
const call = (id: number, by: number, agent: number | null, queue = "support"): PlannedCallView => ({
  id, number: "+79161234567", queue, at_ms: noon, note: "", tries: 0, by: { id: by, name: "" }, ...(agent ? { agent: { id: agent, name: "" } } : {}),
});

describe("a moment to call later", () => {
  it("is what people say, and this evening only while it is far enough", () => {
    expect(usualMoments(noon).map((one) => one.key)).toEqual(["soon", "hour", "evening", "tomorrow"]);
    const late = new Date(2026, 4, 12, 17, 0).getTime();
    expect(usualMoments(late).map((one) => one.key)).toEqual(["soon", "hour", "tomorrow"]);
    expect(new Date(usualMoments(noon)[3]?.at ?? 0).toString()).toBe(new Date(2026, 4, 13, 10, 0).toString());
  });
  it("goes through the field and back", () => {
    expect(toInput(noon)).toBe("2026-05-12T12:00");
    expect(fromInput(toInput(noon))).toBe(noon);
    expect(fromInput("")).toBeNull();
    expect(fromInput("tomorrow")).toBeNull();
  });
  it("is still to come, but the running minute counts", () => {
    expect(against(noon, noon + 30_000)).toBe("");
    expect(against(noon, noon + 90_000)).toBe("past");
    expect(against(null, noon)).toBe("none");
    expect(against(noon + 400 * 86_400_000, noon)).toBe("far");
  });
});

describe("planned calls", () => {
  const calls = [call(1, 7, 7), call(2, 8, 7), call(3, 7, 8), call(4, 7, null), call(5, 9, null, "sales")];
  const ids = (some: PlannedCallView[]): number[] => some.map((one) => one.id);
  it("are mine when I make them, or planned them for whoever is free", () => { expect(ids(belonging(calls, "mine", 7, []))).toEqual([1, 2, 4]); });
  it("of my queues come with mine", () => {
    expect(ids(belonging(calls, "queues", 7, ["sales"]))).toEqual([1, 2, 4, 5]);
    expect(ids(belonging(calls, "all", 7, []))).toEqual([1, 2, 3, 4, 5]);
  });
  it("are changed by who planned, who calls, and supervisors", () => {
    expect(mayChange(call(1, 7, 8), { id: 7, role: "agent" })).toBe(true);
    expect(mayChange(call(1, 9, 7), { id: 7, role: "agent" })).toBe(true);
    expect(mayChange(call(1, 9, null), { id: 7, role: "agent" })).toBe(false);
    expect(mayChange(call(1, 9, null), { id: 7, role: "supervisor" })).toBe(true);
  });
});

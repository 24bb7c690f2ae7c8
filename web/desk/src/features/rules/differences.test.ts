import { describe, expect, it } from "vitest";
import { differences } from "./differences";

describe("what a change changed", () => {
  it("is told field by field, in short words", () => {
    const before = JSON.stringify({ id: 1, ring_limit_s: 20, required: [], owner_first: true });
    const after = JSON.stringify({ id: 1, ring_limit_s: 15, required: [{ skill: "billing", level: 3 }, { skill: "sales", level: 1 }], owner_first: false });
    expect(differences(before, after)).toEqual([
      { field: "ring_limit_s", before: "20", after: "15" }, { field: "required", before: "", after: "billing 3, sales 1" }, { field: "owner_first", before: "✓", after: "✗" },
    ]);
  });
  it("is nothing between equals, and never breaks on what cannot be read", () => {
    expect(differences("{}", "{}")).toEqual([]);
    expect(differences("", "no json")).toEqual([]);
    expect(differences("{}", JSON.stringify({ title: "x".repeat(300) }))[0]?.after.length).toBe(120);
  });
});

import { describe, expect, it } from "vitest";
import { placeOf, skipped, spanOf } from "./recording-marks";

describe("marks of a recording", () => {
  it("lie where they were", () => {
    expect(spanOf({ from_ms: 1000, to_ms: 3000 }, 10_000)).toEqual({ left: 10, width: 20 });
    expect(placeOf(2500, 10_000)).toBe(25);
  });
  it("stay on the line", () => {
    expect(spanOf({ from_ms: 8000, to_ms: -1 }, 10_000)).toEqual({ left: 80, width: 20 });
    expect(spanOf({ from_ms: 8000, to_ms: 20_000 }, 10_000)).toEqual({ left: 80, width: 20 });
    expect(spanOf({ from_ms: 12_000, to_ms: 13_000 }, 10_000).width).toBe(0);
    expect(placeOf(99_000, 10_000)).toBe(100);
    expect(placeOf(5, 0)).toBe(100);
  });
  it("are skipped over, but not past the ends", () => {
    expect(skipped(5, -10, 60)).toBe(0);
    expect(skipped(5, 10, 60)).toBe(15);
    expect(skipped(55, 10, 60)).toBeCloseTo(59.9);
  });
});

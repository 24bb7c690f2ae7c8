import { describe, expect, it } from "vitest";
import { isEcho } from "./double-press";

const first = { x: 465, y: 217, at: 1000 };

describe("the second half of a double click", () => {
  it("is known by its place and its time", () => {
    expect(isEcho(first, { x: 466, y: 216, at: 1180 })).toBe(true);
    expect(isEcho(first, { x: 465, y: 217, at: 1700 })).toBe(false);
    expect(isEcho(first, { x: 404, y: 217, at: 1100 })).toBe(false);
  });
  it("is nothing without a first", () => { expect(isEcho(null, first)).toBe(false); });
});

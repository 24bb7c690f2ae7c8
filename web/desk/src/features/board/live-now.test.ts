import { describe, expect, it } from "vitest";
import type { InteractionView } from "../../api/types";
import { isLong, liveNow } from "./live-now";

const row = (id: number, state: InteractionView["state"], started: number, answered?: number): InteractionView =>
  ({ id, state, started_at_ms: started, ...(answered ? { answered_at_ms: answered } : {}) }) as InteractionView;

describe("who is on the line now", () => {
  it("begins with those who wait, the longest first, and leaves out what is over", () => {
    const all = [row(1, "active", 10, 50), row(2, "waiting", 40), row(3, "ended", 1), row(4, "waiting", 20), row(5, "wrap_up", 2), row(6, "held", 5, 30), row(7, "active", 12, 40)];
    expect(liveNow(all).map((one) => one.id)).toEqual([4, 2, 6, 7, 1]);
  });
  it("calls a wrap-up of three minutes long, a talk of an hour not", () => {
    expect(isLong("wrap_up", 180_000)).toBe(true);
    expect(isLong("wrap_up", 60_000)).toBe(false);
    expect(isLong("talking", 3_600_000)).toBe(false);
  });
});

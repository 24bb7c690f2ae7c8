import { describe, expect, it } from "vitest";
import { firstTarget, readTarget, writeTarget } from "./targets";

describe("targets", () => {
  it("come back as they were written", () => {
    for (const text of ["queue:support", "menu:main", "agent:7", "number:+79161234567", "message:closed", "voicemail", "callback", "hangup", "queue:"]) expect(writeTarget(readTarget(text))).toBe(text);
  });
  it("that are not understood are nowhere", () => {
    for (const text of ["", "nonsense", "queue", "hangup:now", "tunnel:1"]) expect(readTarget(text)).toEqual({ kind: "", name: "" });
  });
  it("are not guessed where there are several", () => {
    expect(firstTarget("queue", ["sales", "club"])).toBe("queue:");
    expect(firstTarget("queue", ["sales"])).toBe("queue:sales");
    expect(firstTarget("hangup", [])).toBe("hangup");
  });
});

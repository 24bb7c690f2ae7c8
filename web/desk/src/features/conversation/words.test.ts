import type { TFunction } from "i18next";
import { describe, expect, it } from "vitest";
import type { InteractionView } from "../../api/types";
import { forcedReason, stateWords, wentOn } from "./words";

const t = ((key: string, gaps: Record<string, string> = {}) => [key, gaps["name"] ?? gaps["queue"] ?? ""].join(" ").trim()) as unknown as TFunction;
const one = (patch: Partial<InteractionView>): InteractionView => ({
  id: 1, channel: "voice", direction: "inbound", state: "active", queue: "support", project: "main", from: "", to: "", caller_name: "", started_at_ms: 0, ivr_path: [], disposition: "", note: "", words: "", has_recording: false,
  recording_mark: "", talk_ms: 0, wait_ms: 0, wrap_up_ms: 0, message_ms: 0, source: "", segments: [], callback: false, tries: 0, ...patch,
});

describe("where the customer went on to", () => {
  it("is a colleague, a number, a queue, or nowhere any more", () => {
    expect(wentOn(t, one({ agent: { id: 3, name: "Boris" } }), "Sales")).toBe("after.with Boris");
    expect(wentOn(t, one({ company: { state: "outside", outside: "+79161234567" } }), "Sales")).toBe("after.with +7 916 123-45-67");
    expect(wentOn(t, one({ state: "waiting", agent: { id: 2, name: "Anna" } }), "Sales")).toBe("after.queue Sales");
    expect(wentOn(t, one({ state: "waiting" }), "")).toBe("after.elsewhere");
    expect(wentOn(t, one({ state: "ended", agent: { id: 3, name: "Boris" } }), "Sales")).toBe("after.over");
  });
});

describe("a state that a supervisor has set", () => {
  it("has his reason without the mark of it", () => {
    expect(forcedReason("forced: lunch")).toBe("lunch");
    expect(forcedReason("forced")).toBe("");
    expect(forcedReason("lunch")).toBe("lunch");
    expect(stateWords(t, "pause", "forced")).toBe("state.pause");
    expect(stateWords(t, "pause", "forced: lunch")).toContain("reason.lunch");
    expect(stateWords(t, "ready", "forced")).toBe("state.ready");
  });
});

import type { TFunction } from "i18next";
import { describe, expect, it } from "vitest";
import type { InteractionView, QueueView } from "../../api/types";
import { decisionsTitle, forcedReason, moreTimeOf, newWords, stateWords, waited, wentOn } from "./words";

const t = ((key: string, gaps: Record<string, string> = {}) => [key, gaps["name"] ?? gaps["queue"] ?? ""].join(" ").trim()) as unknown as TFunction;
const one = (patch: Partial<InteractionView>): InteractionView => ({
  id: 1, channel: "voice", direction: "inbound", state: "active", queue: "support", project: "main", from: "", to: "", caller_name: "", started_at_ms: 0, ivr_path: [], disposition: "", note: "", words: "", has_recording: false,
  recording_mark: "", talk_ms: 0, wait_ms: 0, wrap_up_ms: 0, message_ms: 0, source: "", segments: [], callback: false, tries: 0, slot: 0, recording: "", recording_pauses: [], ...patch,
});

describe("where the customer went on to", () => {
  it("is a colleague, a number, a queue, or nowhere any more", () => {
    expect(wentOn(t, one({ agent: { id: 3, name: "Boris" } }), "Sales")).toBe("after.with Boris");
    expect(wentOn(t, one({ company: { state: "outside", outside: "+79161234567" , members: [], may_hand_over: false } }), "Sales")).toBe("after.with +7 916 123-45-67");
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

describe("the time of waiting", () => {
  const one = (patch: Partial<InteractionView>): InteractionView => ({ state: "ended", direction: "inbound", wait_ms: 0, started_at_ms: 5, queue: "support", ...patch } as InteractionView);
  it("ticks for who waits, is told of who has waited, and is nothing where nobody did", () => {
    expect(waited(one({ state: "waiting" }))).toEqual({ since: 5 });
    expect(waited(one({ state: "waiting", answered_at_ms: 9, wait_ms: 4 }))).toEqual({ ms: 4 });
    expect(waited(one({ wait_ms: 700 }))).toEqual({ ms: 700 });
    expect(waited(one({ answered_at_ms: 5 }))).toEqual({ ms: 0 });
    expect([waited(one({})), waited(one({ state: "ivr" })), waited(one({ state: "planned", direction: "outbound" }))]).toEqual([null, null, null]);
  });
  it("has its decisions named by what came of them", () => {
    const anna = { agent: { id: 2, name: "Анна" } };
    expect([decisionsTitle(one(anna)), decisionsTitle(one({})), decisionsTitle(one({ state: "waiting" }))]).toEqual(["title", "whyNobody", "whyWaits"]);
    expect([decisionsTitle(one({ queue: "" })), decisionsTitle(one({ ...anna, queue: "", direction: "outbound" })), decisionsTitle(one({ ...anna, queue: "" }))]).toEqual([null, null, "title"]);
  });
  it("after a conversation may be longer as often as its queue says", () => {
    const queues = { 1: { name: "support", more_time: 0 } as QueueView };
    expect([moreTimeOf(queues, one({})), moreTimeOf(queues, one({ queue: "" })), moreTimeOf(queues, one({ queue: "sales" }))]).toEqual([0, undefined, undefined]);
  });
});

describe("what is offered", () => {
  const said = ((key: string) => key) as unknown as TFunction;
  it("is named by its channel, and a call that we promised is not one that comes in", () => {
    expect(newWords(said, one({ channel: "email" }))).toBe("newOne.email");
    expect(newWords(said, one({ callback: true, direction: "outbound" }))).toBe("newOne.promised");
    expect(newWords(said, one({ callback: true }))).toBe("newOne.voice");
  });
});

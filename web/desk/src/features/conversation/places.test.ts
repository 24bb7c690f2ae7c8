import { describe, expect, it } from "vitest";
import type { AgentState, AgentView, InteractionView, QueueView } from "../../api/types";
import { places, refusalOf } from "./places";

const agent = (id: number, state: AgentState, patch: Partial<AgentView> = {}): AgentView => ({ id, name: `Agent ${id}`, login: "", role: "agent", extension: `10${id}`, department: "", state, reason: "", since_ms: 0, phones: { browser: true, desk: false }, queues: ["support"], beside: [], absence: "none", ...patch });
const queue = (name: string, ready: number, busy: number, paused: number): QueueView => ({ id: 1, name, title: name, waiting: 0, agents_ready: ready, agents_busy: busy, agents_paused: paused, offered: 0, answered: 0, lost: 0, decided: 0, service_level_limit_s: 20, more_time: 0 });
const call = { channel: "voice" } as InteractionView;
const letter = { channel: "email" } as InteractionView;
const me = agent(1, "talking");
const first = (one: InteractionView, agents: AgentView[], queues: QueueView[]) => { const [place] = places(one, agents, queues, 1, ""); return place && [place.hand, place.ask, place.why]; };

describe("where a customer can go", () => {
  it("is a colleague who is there and stays, with a phone for a call", () => {
    expect(first(call, [me, agent(2, "ready")], [])).toEqual([true, true, ""]);
    expect(first(call, [me, agent(2, "pause")], [])).toEqual([false, false, ""]);
    expect(first(call, [me, agent(2, "talking", { then: { state: "pause", reason: "lunch" } })], [])).toEqual([false, false, "leaves"]);
    expect(first(call, [me, agent(2, "ready", { phones: { browser: false, desk: false } })], [])).toEqual([false, false, "noPhone"]);
    expect(first(letter, [me, agent(2, "ready", { phones: { browser: false, desk: false } })], [])).toEqual([true, false, ""]);
  });
  it("is a queue, with a warning when nobody would take him there", () => {
    expect(first(call, [me], [queue("sales", 0, 0, 0)])).toEqual([false, false, "nobodyThere"]);
    expect(first(letter, [me], [queue("sales", 0, 0, 0)])).toEqual([true, false, "nobodyThere"]);
    expect(first(call, [me], [queue("support", 0, 1, 0)])).toEqual([true, false, "onlyYou"]);
    expect(first(call, [me], [queue("support", 0, 1, 2)])).toEqual([true, false, "allAway"]);
    expect(first(call, [me], [queue("sales", 0, 2, 1)])).toEqual([true, false, "noneFree"]);
    expect(first(call, [me], [queue("sales", 1, 2, 1)])).toEqual([true, true, ""]);
  });
  it("says what to do instead when it cannot be", () => {
    const why = (one: InteractionView, agents: AgentView[], queues: QueueView[], asked: boolean) => places(one, agents, queues, 1, "").slice(0, 1).map((place) => refusalOf(place, asked, one))[0];
    expect([why(call, [me, agent(2, "pause")], [], false), why(call, [me, agent(2, "ready")], [], false), why(call, [me, agent(2, "ready", { phones: { browser: false, desk: false } })], [], true)]).toEqual(["colleague_away", "", "colleague_no_phone"]);
    expect([why(call, [me], [queue("sales", 0, 0, 0)], false), why(call, [me], [queue("sales", 0, 1, 0)], true), why(letter, [me, agent(2, "ready")], [], true)]).toEqual(["nobody_there", "nobody_free", "letter_not_asked"]);
  });
  it("begins with who is ready, and fits what is typed", () => {
    const all = places(call, [me, agent(2, "talking"), agent(3, "ready")], [queue("sales", 1, 0, 0)], 1, "");
    expect(all.map((place) => place.to)).toEqual(["103", "102", "sales"]);
    expect(places(call, [me, agent(2, "ready", { phones: { browser: false, desk: false } }), agent(3, "talking")], [], 1, "").map((place) => place.to)).toEqual(["103", "102"]);
    expect(places(call, [me, agent(2, "talking"), agent(3, "ready")], [queue("sales", 1, 0, 0)], 1, "sal").map((place) => place.to)).toEqual(["sales"]);
  });
});

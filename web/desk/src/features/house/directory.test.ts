import { describe, expect, it } from "vitest";
import type { AgentState, AgentView, InteractionView } from "../../api/types";
import { directory, mayRing, meetingEnd, otherSide, presenceOf, ringsBeside } from "./directory";

const agent = (id: number, state: AgentState, patch: Partial<AgentView> = {}): AgentView => ({ id, name: `Agent ${id}`, login: "", role: "agent", extension: `10${id}`, department: "", state, reason: "", since_ms: 0, phones: { browser: true, desk: false }, queues: ["support"], beside: [], absence: "none", ...patch });

describe("the directory", () => {
  it("shows what stands before the state: a meeting, and a telephone of somebody who is on no shift", () => {
    expect(presenceOf(agent(1, "ready", { absence: "do_not_disturb" }))).toBe("do_not_disturb");
    expect(presenceOf(agent(1, "talking", { absence: "meeting" }))).toBe("talking");
    expect(presenceOf(agent(1, "offline"))).toBe("at_desk");
    expect(presenceOf(agent(1, "offline", { phones: { browser: false, desk: false } }))).toBe("offline");
  });
  it("groups by department, nobody's last, those who can be had first", () => {
    const all = [agent(1, "pause"), agent(2, "talking", { department: "Sales" }), agent(3, "ready", { department: "Sales" }), agent(4, "ready")];
    const found = directory(all, 4, "", "en");
    expect(found.map((group) => [group.department, group.people.map((one) => one.id)])).toEqual([["Sales", [3, 2]], ["", [1]]]);
    expect(directory(all, 4, "sal", "en")).toHaveLength(1);
    expect(directory(all, 4, "101", "en")[0]?.people[0]?.id).toBe(1);
  });
  it("knows whom it makes sense to ring", () => {
    expect(mayRing(agent(1, "ready"))).toBe(true);
    expect(mayRing(agent(1, "talking"))).toBe(false);
    expect(mayRing(agent(1, "pause", { phones: { browser: false, desk: false } }))).toBe(false);
    expect(mayRing(agent(1, "ready", { extension: "" }))).toBe(false);
  });
  it("sees a call that rings beside", () => {
    const me = agent(1, "ready");
    expect(ringsBeside([me, agent(2, "offered")], me)?.id).toBe(2);
    expect(ringsBeside([me, agent(2, "offered", { queues: ["bank"] })], me)).toBeUndefined();
    expect(ringsBeside([me, agent(2, "offered")], { ...me, state: "talking" })).toBeUndefined();
  });
  it("names the other side of a call between colleagues for both", () => {
    const one = { caller: { id: 1, name: "Anna" }, from: "101", to: "102" } as InteractionView;
    expect(otherSide(one, 2, {})).toEqual({ name: "Anna", extension: "101" });
    expect(otherSide(one, 1, { 2: agent(2, "offered", { extension: "102", name: "Boris" }) })).toEqual({ name: "Boris", extension: "102" });
    expect(otherSide({ ...one, caller: undefined } as unknown as InteractionView, 1, {})).toBeNull();
  });
  it("ends a meeting on a round five minutes", () => {
    expect(meetingEnd(Date.UTC(2026, 0, 1, 10, 2), 30)).toBe(Date.UTC(2026, 0, 1, 10, 30));
  });
});

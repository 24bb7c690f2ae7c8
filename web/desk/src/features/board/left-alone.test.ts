import { describe, expect, it } from "vitest";
import type { AgentState, AgentView, QueueView } from "../../api/types";
import { comesAfter, leftAlone } from "./left-alone";

const agent = (id: number, state: AgentState, queues: string[]): AgentView => ({ id, name: "", login: "", role: "agent", extension: "", department: "", state, reason: "", since_ms: 0, phones: { browser: false, desk: false }, queues, beside: [], absence: "none" });
const queue = (name: string, waiting: number): QueueView => ({ id: 1, name, title: name, waiting, agents_ready: 0, agents_busy: 0, agents_paused: 0, offered: 0, answered: 0, lost: 0, decided: 0, service_level_limit_s: 20, more_time: 0 });

describe("taking an agent from the line", () => {
  const anna = agent(1, "talking", ["support", "sales"]);
  it("leaves those alone who wait where nobody else is at work", () => {
    const queues = [queue("support", 2), queue("sales", 1), queue("other", 3)];
    expect(leftAlone(anna, [anna, agent(2, "ready", ["sales"]), agent(3, "pause", ["support"])], queues).map((one) => one.name)).toEqual(["support"]);
  });
  it("hurts nobody when nobody waits, or when he is away already", () => {
    expect(leftAlone(anna, [anna], [queue("support", 0)])).toEqual([]);
    expect(leftAlone(agent(1, "pause", ["support"]), [], [queue("support", 2)])).toEqual([]);
  });
  it("waits for the end of what he is in", () => {
    expect(comesAfter(anna)).toBe(true);
    expect(comesAfter(agent(1, "ready", []))).toBe(false);
  });
});

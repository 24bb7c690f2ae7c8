import { describe, expect, it } from "vitest";
import type { QueueView } from "../../api/types";
import { totalOf } from "./totals";

function queue(patch: Partial<QueueView>): QueueView {
  return {
    id: 1, name: "a", title: "A", waiting: 0, agents_ready: 0, agents_busy: 0, agents_paused: 0, offered: 0, answered: 0, lost: 0,
    decided: patch.offered ?? 0, service_level_limit_s: 20, more_time: 0, ...patch,
  };
}
describe("totals of the board", () => {
  it("weigh a queue's service level by whom it is of: letters have none", () => {
    const total = totalOf([queue({ offered: 101, decided: 1, service_level: 0 }), queue({ offered: 20, answered: 20, service_level: 1 })]);
    expect(total.serviceLevel).toBeCloseTo(20 / 21);
  });
  it("weigh a queue's service level by what was offered to it", () => {
    const total = totalOf([queue({ offered: 90, answered: 90, service_level: 1 }), queue({ offered: 10, answered: 0, lost: 10, service_level: 0 })]);
    expect(total.serviceLevel).toBeCloseTo(0.9);
    expect(total.offered).toBe(100);
  });
  it("say nothing while nothing was offered", () => {
    const total = totalOf([queue({})]);
    expect(total.serviceLevel).toBeNull();
    expect(total.asaS).toBeNull();
    expect(total.longestSince).toBeNull();
  });
  it("take the longest wait of all queues", () => {
    expect(totalOf([queue({ longest_since_ms: 500 }), queue({ longest_since_ms: 200 }), queue({})]).longestSince).toBe(200);
  });
  it("name the limit only when all queues share it", () => {
    expect(totalOf([queue({}), queue({ service_level_limit_s: 30 })]).limitS).toBeNull();
    expect(totalOf([queue({})]).limitS).toBe(20);
  });
});

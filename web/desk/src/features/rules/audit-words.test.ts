import { describe, expect, it } from "vitest";
import { auditWords, queueNames, type Speech } from "./audit-words";
import { aConfiguration, aQueue } from "./examples";

const all = aConfiguration({ queues: [aQueue({ id: 3, name: "sales", title: "Продажи" })] });
const speech: Speech = { language: "ru", units: { s: "с", min: "мин", h: "ч" }, choice: (group, code) => `${group}.${code}`, target: (kind) => kind };

describe("the audit", () => {
  it("tells values as their fields do", () => {
    expect(auditWords("ring_limit_s", "90", all, speech)).toBe("1 мин 30 с");
    expect(auditWords("announce_first_s", "2.5", all, speech)).toBe("2,5 с");
    expect(auditWords("letters_max_occupancy", "0.5", all, speech)).toBe("0,5");
    expect(auditWords("strategy", "round_robin", all, speech)).toBe("strategy.round_robin");
    expect(auditWords("overflow_to", "queue:sales", all, speech)).toBe("queue: Продажи");
    expect(auditWords("title", "Продажи", all, speech)).toBe("Продажи");
    expect(auditWords("title", "", all, speech)).toBe("");
  });
  it("names queues that are there still", () => { expect(queueNames("3, 7", all)).toBe("Продажи, № 7"); });
});

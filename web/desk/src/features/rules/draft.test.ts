import { describe, expect, it } from "vitest";
import { anAgent, aConfiguration, aQueue, someHours } from "./examples";
import { changes, clashes, itemOf, rebased, requestOf, withItem, withoutHours } from "./draft";

const base = aConfiguration({ version: 7, queues: [aQueue({ id: 1, name: "support" }), aQueue({ id: 2, name: "sales" })], agents: [anAgent({ id: 3 })], hours: [someHours({ name: "office" })] });

describe("a draft of the settings", () => {
  it("is nothing to send while nothing differs", () => {
    expect(requestOf(base, structuredClone(base))).toBeNull();
    expect(changes(base, base)).toEqual([]);
  });
  it("sends whole items that differ and no other", () => {
    const draft = withItem(base, "queues", { ...aQueue({ id: 2, name: "sales" }), priority: 5 });
    expect(requestOf(base, draft)).toEqual({ version: 7, queues: [{ ...aQueue({ id: 2, name: "sales" }), priority: 5 }] });
    expect(changes(base, draft)).toEqual([{ kind: "queues", key: "2" }]);
  });
  it("adds hours of a new name and forgets those that are gone", () => {
    const draft = withItem(withoutHours(base, "office"), "hours", someHours({ name: "night" }));
    expect(requestOf(base, draft)).toEqual({ version: 7, hours: [someHours({ name: "night" })], forget_hours: ["office"] });
    expect(changes(base, draft).map((one) => one.key)).toEqual(["night", "office"]);
  });
  it("keeps my changes when somebody else was faster, and names what both touched", () => {
    const draft = withItem(withItem(base, "queues", { ...aQueue({ id: 2, name: "sales" }), priority: 5 }), "agents", anAgent({ id: 3, mobile: "+7916" }));
    const fresh = { ...withItem(base, "queues", { ...aQueue({ id: 2, name: "sales" }), ageing: 9 }), version: 8 };
    const next = rebased(base, draft, fresh);
    expect(next.version).toBe(8);
    expect(itemOf(next, "queues", "2")?.priority).toBe(5);
    expect(itemOf(next, "agents", "3")?.mobile).toBe("+7916");
    expect(clashes(base, draft, fresh)).toEqual([{ kind: "queues", key: "2" }]);
    expect(requestOf(fresh, next)?.version).toBe(8);
  });
  it("turns back by the same way: the old items are sent with the new version", () => {
    const saved = { ...withItem(base, "queues", { ...aQueue({ id: 2, name: "sales" }), priority: 5 }), version: 8 };
    expect(requestOf(saved, { ...base, version: 8 })).toEqual({ version: 8, queues: [aQueue({ id: 2, name: "sales" })] });
  });
});

import { describe, expect, it } from "vitest";
import { anAgent, aConfiguration, aQueue, someHours } from "./examples";
import { afterwards, changes, clashes, itemOf, newId, rebased, renamed, requestOf, takesAway, withItem, withoutItem } from "./draft";

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
    const draft = withItem(withoutItem(base, "hours", "office"), "hours", someHours({ name: "night" }));
    expect(requestOf(base, draft)).toEqual({ version: 7, hours: [someHours({ name: "night" })], forget_hours: ["office"] });
    expect(changes(base, draft).map((one) => one.key)).toEqual(["night", "office"]);
  });
  it("sends what is new with the id 0, and by their ids what goes", () => {
    const fresh = aQueue({ id: newId(base), name: "club" });
    expect(fresh.id).toBeLessThan(0);
    const draft = withoutItem(withItem(base, "queues", fresh), "agents", "3");
    expect(newId(draft)).toBeLessThan(fresh.id);
    expect(requestOf(base, draft)).toEqual({ version: 7, queues: [{ ...fresh, id: 0 }], forget_agents: [3] });
    expect(takesAway(base, draft)).toBe(true);
    expect(takesAway(base, withItem(base, "queues", fresh))).toBe(false);
  });
  it("sends the entries as one list, and mine stand over another's", () => {
    const entries = [{ number: "100", project: 1, target: "queue:sales", source: "" }];
    expect(requestOf(base, { ...base, entries })).toEqual({ version: 7, entries });
    const fresh = { ...base, version: 8, entries: [{ number: "200", project: 1, target: "queue:support", source: "" }] };
    expect(rebased(base, { ...base, entries }, fresh).entries).toEqual(entries);
    expect(clashes(base, { ...base, entries }, fresh)).toEqual([{ kind: "entries", key: "" }]);
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
  it("sends the people of a new queue when the server has given it a number, and only them", () => {
    const queue = aQueue({ id: -1, name: "club" }), agent = anAgent({ id: -2, login: "new", queues: [2, -1], points: [{ queue: -1, points: 5 }], password: "long enough" });
    const entries = [{ number: "100", project: 1, target: "queue:club", source: "" }];
    const draft = { ...withItem(withItem(withItem(base, "queues", queue), "agents", agent), "agents", anAgent({ id: 3, queues: [1, -1] })), entries };
    const first = requestOf(base, draft);
    expect(first).toEqual({ version: 7, queues: [{ ...queue, id: 0 }], agents: [{ ...agent, id: 0, queues: [2], points: [] }], entries });
    const saved = { ...base, version: 8, queues: [...base.queues, { ...queue, id: 9 }], agents: [...base.agents, { ...anAgent({ id: 4, login: "new", queues: [2] }) }], entries };
    const rest = afterwards(draft, saved);
    expect(requestOf(saved, rest)).toEqual({ version: 8, agents: [anAgent({ id: 3, queues: [1, 9] }), anAgent({ id: 4, login: "new", queues: [2, 9], points: [{ queue: 9, points: 5 }] })] });
    expect(requestOf(rest, afterwards(rest, rest))).toBeNull();
  });
  it("takes a new queue away with its people, and renames what leads to it", () => {
    const draft = { ...withItem(withItem(base, "queues", aQueue({ id: -1, name: "club" })), "agents", anAgent({ id: 3, queues: [1, -1] })), entries: [{ number: "100", project: 1, target: "queue:club", source: "" }] };
    expect(itemOf(withoutItem(draft, "queues", "-1"), "agents", "3")?.queues).toEqual([1]);
    const other = withItem(draft, "queues", aQueue({ id: -1, name: "vip" }));
    expect(renamed(other, "club", "vip").entries[0]?.target).toBe("queue:vip");
    expect(renamed(other, "support", "vip").entries[0]?.target).toBe("queue:club");
    expect(renamed(other, "sales", "vip")).toBe(other);  // that is another queue's name
  });
});

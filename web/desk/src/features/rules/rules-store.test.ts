import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ConfigurationRequest, ConfigurationView } from "../../api/types";
import { Problem } from "../../api/http";
import { anAgent, aConfiguration, aQueue } from "./examples";

const asked: ConfigurationRequest[] = [];
let server: ConfigurationView;
let refuse: (request: ConfigurationRequest) => Problem | null;
vi.mock("../live/store", () => ({ onFrame: () => () => undefined }));
vi.mock("../../api/endpoints", () => ({
  configuration: () => Promise.resolve(server),
  changeConfiguration: (request: ConfigurationRequest) => {
    asked.push(request);
    const no = refuse(request);
    if (no) return Promise.reject(no);
    const over = <T extends { id: number }>(rows: T[], news: T[] | undefined, next: number): T[] => [...rows.map((one) => news?.find((each) => each.id === one.id) ?? one), ...(news ?? []).filter((one) => one.id === 0).map((one) => ({ ...one, id: next }))];
    server = { ...server, version: server.version + 1, queues: over(server.queues, request.queues, 9), agents: over(server.agents, request.agents, 8), entries: request.entries ?? server.entries };
    return Promise.resolve({ configuration: server, warnings: [] });
  },
}));
const store = await import("./rules-store");
const warn = (): void => undefined;
const ring = { at: { kind: "queues", key: "1" }, field: "ring_limit_s", label: "Ring limit" } as const;

beforeEach(async () => {
  asked.length = 0;
  refuse = () => null;
  server = aConfiguration({ version: 1, queues: [aQueue({ id: 1 })], agents: [anAgent({ id: 3, login: "anna", queues: [1] })] });
  await store.readRules();
  store.dropDraft();
  store.changeItem("queues", aQueue({ id: -1, name: "club" }));
  store.changeItem("agents", anAgent({ id: -2, login: "new", name: "New", queues: [-1] }));
});
const bad = (words: string): Problem => new Problem(422, "bad_configuration", "", [{ place: "agent new", words }]);

describe("a save", () => {
  it("of a new queue with its people is one act of two requests", async () => {
    expect(await store.saveRules(warn)).toBe("saved");
    expect(asked.map((one) => one.agents?.map((each) => each.queues))).toEqual([[[]], [[9]]]);
    expect(store.unsaved(store.rulesNow())).toEqual([]);
    expect(store.rulesNow().base?.agents.find((one) => one.login === "new")?.queues).toEqual([9]);
  });
  it("is taken back as one, too", async () => {
    await store.saveRules(warn);
    asked.length = 0;
    await store.undoSave(warn);
    expect(asked).toEqual([expect.objectContaining({ forget_queues: [9], forget_agents: [8] })]);
  });
  it("whose second half is refused keeps it as a draft, with the problem at its place", async () => {
    refuse = (request) => (request.queues ? null : bad("points of a queue must be between -1000 and 1000, not 5000"));
    expect(await store.saveRules(warn)).toBe("half");
    const now = store.rulesNow();
    expect(now).toMatchObject({ half: true, saving: false, problems: [{ at: { kind: "agents", key: "8" }, field: "points" }] });
    expect(store.unsaved(now)).toEqual([{ kind: "agents", key: "8" }]);
    refuse = () => null;
    expect(await store.saveRules(warn)).toBe("saved");
    expect(asked.at(-1)).toEqual({ version: 2, agents: [expect.objectContaining({ id: 8, queues: [9] })] });
  });
  it("that is refused at once changes nothing", async () => {
    refuse = () => bad("another agent has the same login");
    expect(await store.saveRules(warn)).toBe("wrong");
    expect(store.rulesNow()).toMatchObject({ half: false, problems: [{ at: { kind: "agents", key: "-2" }, field: "login" }] });
  });
  it("waits for words that cannot be read, wherever the reader looks, and says where they are", async () => {
    store.keepText(ring, "скоро");
    expect(await store.saveRules(warn)).toBe("unread");
    expect(store.unreadOf(store.rulesNow())).toEqual([{ ...ring, text: "скоро" }]);
    await store.readRules();
    expect(await store.saveRules(warn)).toBe("unread");
    expect(asked).toEqual([]);
    store.keepText(ring, null);
    expect(await store.saveRules(warn)).toBe("saved");
  });
  it("does not wait for what was typed into something that is removed", async () => {
    store.keepText({ ...ring, at: { kind: "queues", key: "-1" } }, "скоро");
    const back = store.removeItem("queues", "-1");
    expect(store.unreadOf(store.rulesNow())).toEqual([]);
    back();
    expect(await store.saveRules(warn)).toBe("unread");
  });
  it("apart from the draft leaves the draft as it is", async () => {
    expect(await store.saveApart((all) => ({ ...all, queues: all.queues.map((one) => ({ ...one, hours: "office" })) }), warn)).toBe("saved");
    expect(asked[0]?.queues?.map((one) => [one.id, one.hours])).toEqual([[1, "office"]]);
    expect(store.unsaved(store.rulesNow()).map((one) => one.key)).toEqual(["-1", "-2"]);
  });
});

describe("a draft", () => {
  it("that was dropped by mistake comes back", () => {
    const back = store.dropDraft();
    expect(store.unsaved(store.rulesNow())).toEqual([]);
    back();
    expect(store.unsaved(store.rulesNow()).length).toBe(2);
  });
  it("that is dropped takes with it what could not be read, and brings it back", async () => {
    store.keepText(ring, "скоро");
    const back = store.dropDraft();
    expect(store.unreadOf(store.rulesNow())).toEqual([]);
    back();
    expect(await store.saveRules(warn)).toBe("unread");
  });
  it("gets back what was removed from it, also after other changes", () => {
    const back = store.removeItem("agents", "3");
    store.changeItem("agents", anAgent({ id: -2, login: "other" }));
    back();
    expect(store.rulesNow().draft?.agents.map((one) => one.login).sort()).toEqual(["anna", "other"]);
  });
});

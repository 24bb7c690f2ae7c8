import { describe, expect, it } from "vitest";
import { aConfiguration, anAgent, aQueue, someHours } from "./examples";
import { isAbout, locate } from "./problems";

const all = aConfiguration({ queues: [aQueue({ id: 5, name: "support" })], agents: [anAgent({ id: 7, login: "anna" })], hours: [someHours({ name: "office" })] });

describe("what is wrong with settings", () => {
  it("finds its editor and its field", () => {
    const found = locate(all, { place: "queue support", words: "the ring limit must be over 0" });
    expect(found).toMatchObject({ at: { kind: "queues", key: "5" }, field: "ring_limit_s", code: "over" });
    expect(isAbout(found, { kind: "queues", key: "5" }, "ring_limit_s")).toBe(true);
    expect(isAbout(found, { kind: "queues", key: "6" }, "ring_limit_s")).toBe(false);
  });
  it("keeps the numbers of a range", () => {
    expect(locate(all, { place: "agent anna", words: "chats at once must be between 0 and 10, not 99" })).toMatchObject({ at: { kind: "agents", key: "7" }, field: "capacity", code: "between", numbers: { least: "0", most: "10" } });
    expect(locate(all, { place: "queue support", words: "the owner's wait must be at most 24 h" })).toMatchObject({ field: "owner_wait_s", code: "day" });
    expect(locate(all, { place: "hours office", words: "there is no time zone Mars/Base" })).toMatchObject({ at: { kind: "hours", key: "office" }, field: "zone", code: "zone" });
  });
  it("knows that a queue's skills are its requirements", () => {
    const found = locate(all, { place: "queue support", words: "the level of billing must be between 1 and 10, not 12" });
    expect(isAbout(found, { kind: "queues", key: "5" }, "required")).toBe(true);
  });
  it("keeps the server's words when it does not know them by heart", () => {
    expect(locate(all, { place: "queue nowhere", words: "something new" })).toEqual({ at: null, place: "queue nowhere", field: "", code: "", words: "something new", numbers: {} });
  });
});

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
  it("knows the ways to other places, hours and dates", () => {
    const of = (place: string, words: string): [string, string] => { const found = locate(all, { place, words }); return [found.field, found.code]; };
    expect(of("queue support", "when closed: there is no message closed")).toEqual(["when_closed", "targetGone"]);
    expect(of("queue support", "overflow: the queue sends people to itself")).toEqual(["overflow_to", "targetSelf"]);
    expect(of("queue support", "when nobody is here: \"x\" is no place to be sent to")).toEqual(["when_nobody", ""]);
    expect(of("queue support", "overflow must lead somewhere")).toEqual(["overflow_to", "overflowWhere"]);
    expect(of("queue support", "there are no hours night")).toEqual(["hours", "hoursGone"]);
    expect(of("hours office", "the date 2026-1-1 is there twice")).toEqual(["dates", "dateTwice"]);
    expect(of("hours office", "an opening time must not end when it begins")).toEqual(["week", "openEmpty"]);
  });
  it("keeps the server's words when it does not know them by heart", () => {
    expect(locate(all, { place: "queue nowhere", words: "something new" })).toEqual({ at: null, place: "queue nowhere", field: "", code: "", words: "something new", numbers: {} });
  });
});

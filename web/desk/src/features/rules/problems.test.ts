import { describe, expect, it } from "vitest";
import { aConfiguration, anAgent, aQueue, someHours } from "./examples";
import { isAbout, locate, sameNumber } from "./problems";

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
    expect(locate(all, { place: "queue nowhere", words: "something new" })).toEqual({ at: null, place: "queue nowhere", field: "", part: "", code: "", words: "something new", numbers: {} });
  });
  it("is about somebody new when he has a login that is taken, and about a new queue with a taken name", () => {
    const draft = { ...all, queues: [...all.queues, aQueue({ id: -1, name: "support" })], agents: [...all.agents, anAgent({ id: -2, login: "anna" })] };
    expect(locate(draft, { place: "agent anna", words: "another agent has the same login" })).toMatchObject({ at: { kind: "agents", key: "-2" }, field: "login", code: "loginTwice" });
    expect(locate(draft, { place: "queue support", words: "another queue of this house has the same name" })).toMatchObject({ at: { kind: "queues", key: "-1" }, field: "name", code: "nameTwice" });
    expect(locate(all, { place: "agent anna", words: "a password has at least 8 characters" }).at?.key).toBe("7");
  });
  it("stays with the one who has the value that is wrong, when a new one has his login", () => {
    const draft = { ...all, agents: [anAgent({ id: 7, login: "anna", capacity: { voice: 1, chat: 200, email: 1, sms: 1, social: 1 } }), anAgent({ id: -2, login: "anna" })] };
    expect(locate(draft, { place: "agent anna", words: "chats at once must be between 0 and 10, not 200" }).at?.key).toBe("7");
  });
  it("finds somebody new who has no login yet, by whichever way the server calls him", () => {
    const draft = { ...all, agents: [...all.agents, anAgent({ id: -2, login: "" })] };
    expect(locate(draft, { place: "agent ", words: "somebody new needs a name" }).at?.key).toBe("-2");
    expect(locate(draft, { place: "agent № 12", words: "chats at once must be between 0 and 10, not 99" }).at?.key).toBe("-2");
  });
  it("names the channel: letters share one limit, and the value tells which it was", () => {
    const agent = anAgent({ id: 7, login: "anna", capacity: { voice: 1, chat: 200, email: 5, sms: 300, social: 1 } });
    const draft = { ...all, agents: [agent] };
    expect(locate(draft, { place: "agent anna", words: "chats at once must be between 0 and 10, not 200" })).toMatchObject({ field: "capacity", part: "chat", numbers: { least: "0", most: "10" } });
    expect(locate(draft, { place: "agent anna", words: "letters at once must be between 0 and 100, not 300" }).part).toBe("sms");
    expect(locate(all, { place: "agent anna", words: "the level of billing must be between 1 and 10, not 12" }).part).toBe("billing");
  });
  it("finds the number of an entry however it was written, and the one without a number", () => {
    expect(locate(all, { place: "entry +78005550100", words: "the same number is there twice" })).toMatchObject({ field: "+78005550100", code: "entryTwice" });
    expect(locate(all, { place: "entry № 1", words: "a number is needed" })).toMatchObject({ field: "", code: "entryNumber" });
    expect(locate(all, { place: "entry 100", words: "it leads to: there is no queue sails" }).code).toBe("targetGone");
    expect(locate(all, { place: "entry 100", words: "it leads to: \"queue:\" is no place to be sent to" }).code).toBe("targetWhich");
    expect(locate(all, { place: "queue support", words: "overflow: \"queue:\" is no place to be sent to" })).toMatchObject({ field: "overflow_to", code: "targetWhich" });
    expect(sameNumber("8 (800) 555-01-00", "+78005550100")).toBe(true);
    expect(sameNumber("support", "sales")).toBe(false);
  });
});

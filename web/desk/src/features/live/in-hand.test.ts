import { describe, expect, it } from "vitest";
import type { AgentView, InteractionView, LiveFrame, MeView, OfferView, SnapshotView } from "../../api/types";
import { currentInteraction, inHand, isAfterWork, isInHand, liveCall, liveReducer, neighbour, nothingKnown, nowOn, shownInteraction, untilOf, workedAfter, type LiveState } from "./reducer";

const me: MeView = {
  id: 2, login: "anna", name: "Анна", role: "agent", language: "ru", state: "talking", reason: "", since_ms: 1, demo: true,
  dispositions: ["resolved"], results: [], pause_reasons: [], extension: "101", absence: "none",
};
const agent: AgentView = {
  id: 2, name: "Анна", login: "anna", role: "agent", extension: "101", department: "", state: "talking", reason: "", since_ms: 1, interaction: 11,
  phones: { browser: true, desk: false }, queues: ["support"], beside: [{ interaction: 10, state: "talking" }], absence: "none",
};
function one(id: number, patch: Partial<InteractionView> = {}): InteractionView {
  return {
    id, channel: "chat", direction: "inbound", state: "active", queue: "support", project: "main", agent: { id: 2, name: "Анна" }, from: "visitor",
    to: "support", caller_name: "", started_at_ms: id, ivr_path: [], disposition: "", note: "", words: "", has_recording: false,
    recording_mark: "", talk_ms: 0, wait_ms: 0, wrap_up_ms: 0, message_ms: 0, source: "", segments: [], callback: false, tries: 0, slot: 0, recording: "", recording_pauses: [], ...patch,
  };
}
const offerOf = (interaction: InteractionView): OfferView => ({
  offer: 5, interaction, answer_by_ms: 100,
  card: { interaction: interaction.id, number: "", number_pretty: "", caller_name: "", open_deals: [], open_claims: [], last: [], colleagues_here: [], colleagues_how: "", owner_is_me: false },
});
function after(frames: LiveFrame[], from: LiveState): LiveState {
  return frames.reduce((state, frame) => liveReducer(state, { type: "frame", frame }), from);
}
const changed = (data: InteractionView): LiveFrame => ({ seq: 2, type: "interaction.changed", data });
const agentIs = (data: AgentView): LiveFrame => ({ seq: 2, type: "agent.changed", data });
const looksAt = (id: number, state: LiveState): LiveState => liveReducer(state, { type: "focus", focus: { interaction: id, contact: null } });
const snapshot: SnapshotView = { me, agents: [agent], queues: [], interactions: [one(10), one(11)], ringing: false, parked: [], listening: [] };
const two = after([{ seq: 1, type: "snapshot", data: snapshot }], nothingKnown);
const ids = (all: InteractionView[]): number[] => all.map((each) => each.id);

describe("several conversations in hand", () => {
  it("are all listed, the call first, and what is offered last", () => {
    const call = after([changed(one(12, { channel: "voice" }))], two);
    expect(ids(inHand(call))).toEqual([12, 10, 11]);
    expect(liveCall(call)?.id).toBe(12);
    const offered = after([{ seq: 3, type: "offer.made", data: offerOf(one(13, { state: "offered" })) }], call);
    expect(ids(nowOn(offered))).toEqual([12, 10, 11, 13]);
    expect(isInHand(offered, offered.interactions[13] ?? null)).toBe(false);
  });
  it("leave others' conversations and those that are over out", () => {
    const state = after([changed(one(14, { agent: { id: 9, name: "Борис" } })), changed(one(15, { state: "ended" }))], two);
    expect(ids(inHand(state))).toEqual([10, 11]);
  });
  it("keep the screen when something is offered, and get it back when the offer goes away", () => {
    const looking = looksAt(10, two);
    const offered = after([{ seq: 3, type: "offer.made", data: offerOf(one(13, { state: "offered", channel: "voice" })) }], looking);
    expect(shownInteraction(offered)?.id).toBe(10);
    const gone = after([{ seq: 4, type: "offer.withdrawn", data: { offer: 5, interaction: 13, reason: "customer_left" } }], offered);
    expect(shownInteraction(gone)?.id).toBe(10);
    const taken = after([changed(one(13, { channel: "voice" }))], offered);
    expect(shownInteraction(taken)?.id).toBe(13);
  });
  it("keep what stood in front by itself there when something is offered", () => {
    const plain = liveReducer(two, { type: "focus", focus: { interaction: null, contact: null } });
    expect(shownInteraction(plain)?.id).toBe(11);
    const offered = after([{ seq: 3, type: "offer.made", data: offerOf(one(13, { state: "offered" })) }, agentIs({ ...agent, interaction: 13, state: "offered" })], plain);
    expect(shownInteraction(offered)?.id).toBe(11);
    expect(currentInteraction(offered)?.id).toBe(11);
  });
  it("come to the screen when the one on it is over", () => {
    const done = after([changed(one(11, { state: "ended" }))], looksAt(11, two));
    expect(shownInteraction(done)?.id).toBe(10);
    const other = after([changed(one(10, { state: "ended" }))], looksAt(11, two));
    expect(shownInteraction(other)?.id).toBe(11);
  });
  it("wait for the work after a share that was handed over, then the next one comes", () => {
    const looking = looksAt(10, two);
    const handed = after([changed(one(10, { agent: { id: 9, name: "Борис" } })), agentIs({ ...agent, state: "wrap_up", interaction: 10, until_ms: 900, beside: [{ interaction: 11, state: "talking" }] })], looking);
    expect(shownInteraction(handed)?.id).toBe(10);
    expect(ids(inHand(handed))).toEqual([10, 11]);
    const done = after([agentIs({ ...agent, state: "talking", interaction: 11, beside: [] })], handed);
    expect(shownInteraction(done)?.id).toBe(11);
  });
  it("mark what has changed behind the one on the screen, until it is looked at or over", () => {
    const changedBehind = after([changed(one(10, { state: "wrap_up" }))], looksAt(11, two));
    expect(changedBehind.unseen).toEqual([10]);
    expect(looksAt(10, changedBehind).unseen).toEqual([]);
    expect(after([changed(one(10, { state: "ended" }))], changedBehind).unseen).toEqual([]);
  });
  it("are not pushed aside by a customer who answers a call that was dialled before", () => {
    const dialling = looksAt(11, after([changed(one(12, { channel: "voice", state: "dialling", direction: "outbound" }))], two));
    const answered = after([changed(one(12, { channel: "voice", state: "active", direction: "outbound" }))], dialling);
    expect(shownInteraction(answered)?.id).toBe(11);
    expect(answered.unseen).toEqual([12]);
  });
  it("have each its own limit of time, in front or beside", () => {
    const wrap = after([changed(one(10, { state: "wrap_up" })), changed(one(11, { state: "wrap_up" })), agentIs({ ...agent, state: "wrap_up", until_ms: 900, beside: [{ interaction: 10, state: "wrap_up", until_ms: 700 }] })], two);
    expect(untilOf(wrap, one(11))).toBe(900);
    expect(untilOf(wrap, one(10))).toBe(700);
    expect(untilOf(wrap, one(12))).toBeUndefined();
    expect(ids(workedAfter(wrap))).toEqual([10, 11]);
  });
  it("are worked after behind another one too, also when the customer is with somebody else by now", () => {
    const handed = after([changed(one(10, { agent: { id: 9, name: "Борис" } })), agentIs({ ...agent, beside: [{ interaction: 10, state: "wrap_up", until_ms: 700 }] })], two);
    expect(ids(inHand(handed))).toEqual([10, 11]);
    expect(isAfterWork(handed, handed.interactions[10] ?? null)).toBe(true);
    expect(ids(workedAfter(handed))).toEqual([10]);
  });
  it("are no longer mine when the server has them in my hands no more, though somebody else still works after his", () => {
    const done = after([changed(one(11, { state: "wrap_up" })), agentIs({ ...agent, interaction: 10, beside: [] })], two);
    expect(ids(inHand(done))).toEqual([10]);
  });
  it("keep the screen over a lost connection although something is offered", () => {
    const again = after([{ seq: 1, type: "snapshot", data: { ...snapshot, offer: offerOf(one(13, { state: "offered" })) } }], looksAt(10, two));
    expect(shownInteraction(again)?.id).toBe(10);
    const reloaded = after([{ seq: 1, type: "snapshot", data: { ...snapshot, offer: offerOf(one(13, { state: "offered" })) } }], nothingKnown);
    expect(shownInteraction(reloaded)?.id).toBe(11);
  });
  it("stay where they are when a customer's card is opened beside them", () => {
    const card = liveReducer(looksAt(10, two), { type: "focus", focus: { interaction: null, contact: 77 } });
    expect(card.focus).toEqual({ interaction: 10, contact: 77 });
    const over = after([changed(one(10, { state: "ended" }))], card);
    expect(over.focus).toEqual({ interaction: 11, contact: 77 });
    const idle = liveReducer(after([changed(one(10, { state: "ended" })), changed(one(11, { state: "ended" }))], two), { type: "focus", focus: { interaction: null, contact: 77 } });
    expect(idle.focus).toEqual({ interaction: null, contact: 77 });
  });
  it("are stepped through in a circle", () => {
    const all = [one(10), one(11), one(12)];
    expect(neighbour(all, 10, 1)?.id).toBe(11);
    expect(neighbour(all, 10, -1)?.id).toBe(12);
    expect(neighbour(all, undefined, 1)?.id).toBe(10);
    expect(neighbour([], 10, 1)).toBeUndefined();
  });
});

describe("what comes after all that is in hand", () => {
  const then = { state: "pause" as const, reason: "no_answer" };
  it("is known from the agent's own frame at once, and gone with the next that does not say it", () => {
    const told = after([agentIs({ ...agent, then })], two);
    expect(told.me?.then).toEqual(then);
    expect(after([agentIs(agent)], told).me?.then).toBeUndefined();
  });
  it("is gone when the answer to a press on Ready does not say it", () => {
    const told = after([agentIs({ ...agent, then })], two);
    expect(liveReducer(told, { type: "me", me }).me?.then).toBeUndefined();
  });
  it("is nobody else's", () => { expect(after([agentIs({ ...agent, id: 9, then })], two).me?.then).toBeUndefined(); });
});

import { describe, expect, it } from "vitest";
import type { AgentView, CardView, InteractionView, LiveFrame, MeView, OfferView, SnapshotView } from "../../api/types";
import { currentInteraction, isAfterWork, liveReducer, nothingKnown, shownInteraction, type LiveState } from "./reducer";

const me: MeView = {
  id: 2, login: "anna", name: "Анна", role: "agent", language: "ru", state: "ready", reason: "", since_ms: 1, demo: true,
  dispositions: ["resolved"], results: [], pause_reasons: ["lunch"], extension: "101", absence: "none",
};
const agent: AgentView = {
  id: 2, name: "Анна", login: "anna", role: "agent", extension: "101", department: "", state: "ready", reason: "", since_ms: 1,
  phones: { browser: true, desk: false }, queues: ["support"], beside: [], absence: "none",
};
function call(id: number, patch: Partial<InteractionView> = {}): InteractionView {
  return {
    id, channel: "voice", direction: "inbound", state: "offered", queue: "support", project: "main", from: "+79161234567",
    to: "+78005550100", caller_name: "", started_at_ms: id, ivr_path: [], disposition: "", note: "", words: "", has_recording: false,
    recording_mark: "", talk_ms: 0, wait_ms: 0, wrap_up_ms: 0, message_ms: 0, source: "", segments: [], callback: false, tries: 0, slot: 0, recording: "", recording_pauses: [], ...patch,
  };
}
function card(interaction: number): CardView {
  return {
    interaction, number: "+79161234567", number_pretty: "+7 916 123-45-67", caller_name: "", open_deals: [], open_claims: [],
    last: [], colleagues_here: [], colleagues_how: "", owner_is_me: false,
  };
}
const offer: OfferView = { offer: 5, interaction: call(10), card: card(10), answer_by_ms: 100 };
const snapshot: SnapshotView = { me, agents: [agent], queues: [], interactions: [], ringing: false, parked: [], listening: [] };

function after(frames: LiveFrame[], from: LiveState = nothingKnown): LiveState {
  return frames.reduce((state, frame) => liveReducer(state, { type: "frame", frame }), from);
}
const started = after([{ seq: 1, type: "snapshot", data: snapshot }]);
const offered = after([{ seq: 2, type: "offer.made", data: offer }], started);

describe("the live state", () => {
  it("shows an offer with its card at once and rings only when told", () => {
    expect(offered.offer?.offer).toBe(5);
    expect(offered.cards[10]?.number).toBe("+79161234567");
    expect(offered.ringing).toBe(false);
    expect(shownInteraction(offered)?.id).toBe(10);
    const rung = after([{ seq: 3, type: "offer.ringing", data: { offer: 5, interaction: 10, reason: "" } }], offered);
    expect(rung.ringing).toBe(true);
  });
  it("does not ring for an offer that is already gone", () => {
    const gone = after([
      { seq: 3, type: "offer.withdrawn", data: { offer: 5, interaction: 10, reason: "customer_left" } },
      { seq: 4, type: "offer.ringing", data: { offer: 5, interaction: 10, reason: "" } },
    ], offered);
    expect(gone.ringing).toBe(false);
    expect(gone.offer).toBeNull();
    expect(gone.missed).toEqual({ interaction: 10, reason: "customer_left" });
  });
  it("says nothing of a missed call when the agent himself declined", () => {
    const gone = after([{ seq: 3, type: "offer.withdrawn", data: { offer: 5, interaction: 10, reason: "declined" } }], offered);
    expect(gone.missed).toBeNull();
  });
  it("turns an answered offer into the conversation without losing the card", () => {
    const talking = after([
      { seq: 3, type: "interaction.changed", data: call(10, { state: "active", agent: { id: 2, name: "Анна" } }) },
      { seq: 4, type: "agent.changed", data: { ...agent, state: "talking", interaction: 10 } },
    ], offered);
    expect(talking.offer).toBeNull();
    expect(talking.me?.state).toBe("talking");
    expect(currentInteraction(talking)?.state).toBe("active");
    expect(talking.cards[10]).toBeDefined();
  });
  it("brings a call of mine to the front when it begins, and leaves others' calls where they are", () => {
    const other = after([{ seq: 2, type: "interaction.changed", data: call(11, { state: "active", agent: { id: 9, name: "Борис" } }) }], started);
    expect(other.focus.interaction).toBeNull();
    const dialled = after([
      { seq: 2, type: "interaction.changed", data: call(12, { state: "dialling", direction: "outbound", agent: { id: 2, name: "Анна" } }) },
    ], started);
    expect(dialled.focus.interaction).toBe(12);
  });
  it("keeps the finished call on the screen until something newer comes", () => {
    const ended = after([
      { seq: 3, type: "interaction.changed", data: call(10, { state: "active", agent: { id: 2, name: "Анна" } }) },
      { seq: 4, type: "interaction.changed", data: call(10, { state: "ended", agent: { id: 2, name: "Анна" }, disposition: "resolved" }) },
      { seq: 5, type: "agent.changed", data: { ...agent, state: "ready", interaction: undefined } },
    ], offered);
    expect(currentInteraction(ended)).toBeNull();
    expect(shownInteraction(ended)?.disposition).toBe("resolved");
  });
  it("takes a new snapshot as the truth: an offer that went away while the line was down is gone", () => {
    const again = after([{ seq: 1, type: "snapshot", data: snapshot }], offered);
    expect(again.offer).toBeNull();
    expect(again.focus.interaction).toBeNull();
  });
  it("finds the talk again after a reload", () => {
    const talk = call(10, { state: "active", agent: { id: 2, name: "Анна" } });
    const state = after([{
      seq: 1, type: "snapshot",
      data: { ...snapshot, agents: [{ ...agent, state: "talking", interaction: 10 }], interactions: [talk], card: card(10) },
    }]);
    expect(state.focus.interaction).toBe(10);
    expect(state.cards[10]?.interaction).toBe(10);
  });
  it("keeps the words for results when a change of state leaves them out", () => {
    const state = liveReducer(started, { type: "me", me: { ...me, state: "pause" } });
    expect(state.me?.dispositions).toEqual(["resolved"]);
  });
  it("does not believe an answer that the socket has overtaken", () => {
    const failed = after([{ seq: 2, type: "interaction.changed", data: call(12, { state: "ended", end_cause: "failed" }) }], started);
    const late = liveReducer(failed, { type: "interaction", interaction: call(12, { state: "dialling" }) });
    expect(late.interactions[12]?.state).toBe("ended");
  });
  it("does not take a call that was put off again for one that is being dialled, and lets it go from the screen", () => {
    const dialled = after([{ seq: 2, type: "interaction.changed", data: call(12, { state: "dialling", callback: true }) }, { seq: 3, type: "agent.changed", data: { ...agent, state: "talking", interaction: 12 } }], { ...started, focus: { interaction: 12, contact: null } });
    const failed = after([{ seq: 4, type: "interaction.changed", data: call(12, { state: "planned", callback: true }) }, { seq: 5, type: "agent.changed", data: agent }], dialled);
    expect(failed.focus.interaction).toBeNull();
    const late = liveReducer(failed, { type: "interaction", interaction: call(12, { state: "dialling", callback: true }) });
    expect(late.interactions[12]?.state).toBe("planned");
  });
  it("forgets the mute with the call", () => {
    const muted = liveReducer(offered, { type: "muted", interaction: 10 });
    const ended = after([{ seq: 9, type: "interaction.changed", data: call(10, { state: "ended" }) }], muted);
    expect(ended.muted).toBeNull();
  });
  it("lets a mute of a call that ended while the tab was away mute no other", () => {
    const stale: LiveState = { ...nothingKnown, muted: 7 };
    expect(after([{ seq: 1, type: "snapshot", data: snapshot }], stale).muted).toBeNull();
    const talk = call(7, { state: "active", agent: { id: 2, name: "Анна" } });
    expect(after([{ seq: 1, type: "snapshot", data: { ...snapshot, interactions: [talk] } }], stale).muted).toBe(7);
  });
  it("forgets the mute when only the wrap-up is left", () => {
    const muted = liveReducer(offered, { type: "muted", interaction: 10 });
    expect(after([{ seq: 9, type: "interaction.changed", data: call(10, { state: "wrap_up" }) }], muted).muted).toBeNull();
  });
  it("keeps the cards of a shift within bounds", () => {
    let state = started;
    for (let id = 100; id < 400; id += 1) {
      state = after([
        { seq: id, type: "offer.made", data: { offer: id, interaction: call(id), card: card(id), answer_by_ms: 1 } },
        { seq: id, type: "interaction.changed", data: call(id, { state: "ended" }) },
      ], state);
    }
    expect(Object.keys(state.cards).length).toBeLessThanOrEqual(81);
    expect(state.cards[399]).toBeDefined();
  });
  it("does not grow without end", () => {
    let state = started;
    for (let id = 100; id < 400; id += 1) {
      state = after([{ seq: id, type: "interaction.changed", data: call(id, { state: "ended" }) }], state);
    }
    expect(Object.keys(state.interactions).length).toBeLessThan(70);
    expect(state.interactions[399]).toBeDefined();
  });
  it("takes a frame it does not know without harm", () => {
    const unknown = { seq: 7, type: "weather.changed", data: {} } as unknown as LiveFrame;
    expect(after([unknown], offered)).toEqual(offered);
  });
  it("keeps a conversation that was handed over while its agent works after his share", () => {
    const wrap: AgentView = { ...agent, state: "wrap_up", interaction: 10, until_ms: 9000 };
    for (const state of ["active", "waiting", "offered", "ended"] as const) {
      const now = after([{ seq: 3, type: "interaction.changed", data: call(10, { state, agent: { id: 3, name: "Борис" } }) }, { seq: 4, type: "agent.changed", data: wrap }], started);
      expect(currentInteraction(now)?.id, state).toBe(10);
      expect(isAfterWork(now, currentInteraction(now)), state).toBe(true);
      const done = after([{ seq: 5, type: "agent.changed", data: agent }], now);
      expect(currentInteraction(done), state).toBeNull();
    }
    const own = after([{ seq: 3, type: "interaction.changed", data: call(10, { state: "wrap_up", agent: { id: 2, name: "Анна" } }) }, { seq: 4, type: "agent.changed", data: wrap }], started);
    expect(isAfterWork(own, currentInteraction(own))).toBe(false);
  });
  it("shows an offer that came a moment before the end of what was in hand", () => {
    const wrap: AgentView = { ...agent, state: "wrap_up", interaction: 10, until_ms: 9000 };
    const mine = { id: 2, name: "Анна" };
    const busy = after([{ seq: 3, type: "interaction.changed", data: call(10, { state: "wrap_up", agent: mine }) }, { seq: 4, type: "agent.changed", data: wrap }], started);
    const asked = call(11, { state: "offered" });
    const next = after([{ seq: 5, type: "offer.made", data: { offer: 7, interaction: asked, card: { interaction: 11 } as CardView, answer_by_ms: 0 } }], busy);
    expect(shownInteraction(next)?.id).toBe(10);
    const free = after([{ seq: 6, type: "interaction.changed", data: call(10, { state: "ended", agent: mine }) }], next);
    expect(shownInteraction(free)?.id).toBe(11);
  });
  it("knows who has set my state, until I set it myself", () => {
    const forced = after([{ seq: 3, type: "agent.changed", data: { ...agent, state: "pause", reason: "forced: lunch", forced_by: { id: 9, name: "Вера" } } }], started);
    expect(forced.me?.forced_by?.name).toBe("Вера");
    expect(after([{ seq: 4, type: "agent.changed", data: agent }], forced).me?.forced_by).toBeUndefined();
    expect(after([{ seq: 4, type: "me.changed", data: me }], forced).me?.forced_by).toBeUndefined();
  });
});

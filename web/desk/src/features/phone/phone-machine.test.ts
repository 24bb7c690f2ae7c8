import { describe, expect, it } from "vitest";
import { phoneAtStart, phoneStep, type PhoneEffect, type PhoneEvent, type PhoneState } from "./phone-machine";

function run(events: PhoneEvent[], from: PhoneState = phoneAtStart): [PhoneState, PhoneEffect[]] {
  let state = from;
  let effects: PhoneEffect[] = [];
  for (const event of events) [state, effects] = phoneStep(state, event);
  return [state, effects];
}
const [connected] = run([{ type: "link.up" }, { type: "wished" }, { type: "mic", mic: "ok" }, { type: "path.up" }]);

describe("the browser phone", () => {
  it("opens the line when the agent presses Ready and keeps it between calls", () => {
    expect(run([{ type: "link.up" }, { type: "wished" }])[1]).toEqual([{ do: "open" }]);
    expect(connected.phase).toBe("connected");
    expect(run([{ type: "wished" }], connected)).toEqual([connected, []]);
  });
  it("waits for the socket when it is not there yet", () => {
    const [state, effects] = run([{ type: "wished" }]);
    expect(effects).toEqual([]);
    expect(run([{ type: "link.up" }], state)[1]).toEqual([{ do: "open" }]);
  });
  it("opens again after the path is lost, waiting a little longer each time", () => {
    let state = connected;
    const waits: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      const [lost, effects] = run([{ type: "path.lost" }], state);
      const wait = effects.find((effect) => effect.do === "retry_in");
      if (wait?.do === "retry_in") waits.push(wait.ms);
      [state] = run([{ type: "retry" }], lost);
      expect(state.phase).toBe("opening");
    }
    expect(waits).toEqual([400, 1000, 2000]);
  });
  it("makes a new offer when the socket comes back, and leaves the sound alone while it is away", () => {
    const [away, nothing] = run([{ type: "link.lost" }], connected);
    expect(nothing).toEqual([]);
    expect(away.phase).toBe("connected");
    expect(run([{ type: "link.up" }], away)[1]).toEqual([{ do: "open" }]);
  });
  it("becomes a remote control when another tab takes the phone", () => {
    const [state, effects] = run([{ type: "server", state: { connected: true, here: false } }], connected);
    expect(state.phase).toBe("elsewhere");
    expect(effects).toEqual([{ do: "close", tell: false }]);
    expect(run([{ type: "wished" }], state)[0].phase).toBe("elsewhere");
    expect(run([{ type: "taken" }], state)[1]).toEqual([{ do: "open" }]);
  });
  it("does not believe old news of another tab while it takes the phone itself", () => {
    const [opening] = run([{ type: "link.up" }, { type: "taken" }]);
    expect(run([{ type: "server", state: { connected: true, here: false } }], opening)[0].phase).toBe("opening");
  });
  it("takes the phone over when the tab that held it is closed", () => {
    const [elsewhere] = run([{ type: "server", state: { connected: true, here: false } }], connected);
    expect(run([{ type: "server", state: { connected: false, here: false } }], elsewhere)[1]).toEqual([{ do: "open" }]);
  });
  it("frees the microphone when the agent goes offline", () => {
    const [state, effects] = run([{ type: "stopped" }], connected);
    expect(state.phase).toBe("off");
    expect(effects).toEqual([{ do: "close", tell: true }]);
    expect(run([{ type: "retry" }], state)).toEqual([state, []]);
  });
  it("does not try for ever where there is no browser phone", () => {
    const [state, effects] = run([{ type: "link.up" }, { type: "wished" }, { type: "refused", code: "not_built" }]);
    expect(state.phase).toBe("unable");
    expect(effects).toEqual([{ do: "close", tell: false }]);
  });
  it("is connected when its own path is up, not when the server says so", () => {
    const [state] = run([{ type: "link.up" }, { type: "wished" }, { type: "server", state: { connected: true, here: true } }]);
    expect(state.phase).toBe("opening");
    expect(run([{ type: "path.up" }], state)[0].phase).toBe("connected");
  });
  it("tries again when the server does not answer the offer", () => {
    const [state, effects] = run([{ type: "link.up" }, { type: "wished" }, { type: "no.answer" }]);
    expect(state.phase).toBe("broken");
    expect(effects).toContainEqual({ do: "retry_in", ms: 400 });
  });
});

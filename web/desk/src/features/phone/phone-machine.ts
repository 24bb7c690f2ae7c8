// The browser phone as a value: what to do with the line that stays up between calls. Pure; the driver carries out the
// effects (phone-line.ts).
import type { PhoneStateView } from "../../api/types";

export type Mic =
  | "unknown" | "ok" | "none" | "denied" | "busy"
  | "asking"     // the browser's own question is on the screen
  | "insecure";  // this address gives no microphone to any page: neither HTTPS nor localhost
/** Connected, and yet the customer hears nothing. */
export function isDeaf(state: PhoneState): boolean {
  return state.phase === "connected" && state.mic !== "ok" && state.mic !== "unknown" && state.mic !== "asking";
}
export type PhonePhase =
  | "off"        // not wanted yet: the agent has not pressed Ready
  | "opening"    // microphone, offer, waiting for the answer and for the path
  | "connected"
  | "broken"     // lost; a new try is due
  | "elsewhere"  // another tab of this agent holds the phone: this one is a remote control
  | "unable";    // the server has no browser phone, or this browser cannot

export interface PhoneState {
  phase: PhonePhase;
  wanted: boolean;
  linkUp: boolean;
  mic: Mic;
  tries: number;
  error: string;  // code of the last trouble, for words
}

export type PhoneEvent =
  | { type: "wished" }          // Ready was pressed, or he was at work when the page loaded
  | { type: "taken" }           // "take the phone here"
  | { type: "stopped" }         // offline, sign-out
  | { type: "link.up" }
  | { type: "link.lost" }
  | { type: "mic"; mic: Mic }
  | { type: "path.up" }
  | { type: "path.lost" }       // ICE failed, or stayed disconnected for too long
  | { type: "no.answer" }       // the server did not answer the offer in time
  | { type: "refused"; code: string }
  | { type: "server"; state: PhoneStateView }
  | { type: "retry" };

export type PhoneEffect = { do: "open" } | { do: "close"; tell: boolean } | { do: "retry_in"; ms: number };

export const phoneAtStart: PhoneState = { phase: "off", wanted: false, linkUp: false, mic: "unknown", tries: 0, error: "" };

const retryMs = [400, 1000, 2000, 4000, 8000];  // the server keeps the customer on music for 20 s
const hopeless = new Set(["not_built", "no_webrtc", "phone_disabled"]);

type Step = [PhoneState, PhoneEffect[]];

function open(state: PhoneState): Step {
  if (!state.linkUp) return [{ ...state, wanted: true, phase: state.phase === "off" ? "broken" : state.phase }, []];
  return [{ ...state, wanted: true, phase: "opening", error: "" }, [{ do: "open" }]];
}
function broken(state: PhoneState, error: string): Step {
  if (!state.wanted) return [{ ...state, phase: "off", error }, [{ do: "close", tell: false }]];
  const ms = retryMs[Math.min(state.tries, retryMs.length - 1)] ?? 8000;
  return [{ ...state, phase: "broken", tries: state.tries + 1, error }, [{ do: "close", tell: false }, { do: "retry_in", ms }]];
}

function heardFromServer(state: PhoneState, said: PhoneStateView): Step {
  if (said.connected && said.here) return [state, []];  // the sound's own path says when it is up
  if (said.connected) {
    // While we are taking the phone, the word about the other tab is old news.
    if (state.phase === "opening") return [state, []];
    return [{ ...state, phase: "elsewhere", tries: 0 }, state.phase === "connected" ? [{ do: "close", tell: false }] : []];
  }
  if (state.phase === "elsewhere") return state.wanted ? open({ ...state, phase: "broken" }) : [{ ...state, phase: "off" }, []];
  return [state, []];  // our own path says sooner when it is lost
}

export function phoneStep(state: PhoneState, event: PhoneEvent): Step {
  switch (event.type) {
    case "wished":
      if (state.phase === "off" || state.phase === "broken") return open({ ...state, tries: 0 });
      return [{ ...state, wanted: true }, []];
    case "taken": return open({ ...state, tries: 0 });
    case "stopped":
      if (state.phase === "elsewhere" || state.phase === "unable") return [{ ...state, wanted: false }, []];
      return [{ ...state, phase: "off", wanted: false, tries: 0, error: "" }, [{ do: "close", tell: true }]];
    case "link.up": {
      const up = { ...state, linkUp: true };
      return state.wanted && state.phase !== "elsewhere" && state.phase !== "unable" ? open(up) : [up, []];
    }
    case "link.lost": return [{ ...state, linkUp: false }, []];  // sound may well go on: leave the path alone
    case "mic": return [{ ...state, mic: event.mic }, []];
    case "path.up":
      return state.phase === "opening" || state.phase === "broken"
        ? [{ ...state, phase: "connected", tries: 0, error: "" }, []] : [state, []];
    case "path.lost":
      return state.phase === "connected" || state.phase === "opening" ? broken(state, "path_lost") : [state, []];
    case "no.answer": return state.phase === "opening" ? broken(state, "no_answer") : [state, []];
    case "refused":
      if (hopeless.has(event.code)) return [{ ...state, phase: "unable", error: event.code }, [{ do: "close", tell: false }]];
      return state.phase === "opening" || state.phase === "connected" ? broken(state, event.code) : [{ ...state, error: event.code }, []];
    case "server": return heardFromServer(state, event.state);
    case "retry": return state.phase === "broken" && state.wanted ? open(state) : [state, []];
  }
}

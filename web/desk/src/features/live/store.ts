// The one live store of a tab: the socket feeds it, screens read it by selectors.
import { useSyncExternalStore } from "react";
import { me } from "../../api/endpoints";
import { LiveSocket } from "../../api/live-socket";
import type { ClientFrame, LiveFrame } from "../../api/types";
import { liveReducer, nothingKnown, type LiveAction, type LiveState } from "./reducer";

type FrameListener = (frame: LiveFrame, before: LiveState, after: LiveState) => void;

const mutedKey = "okno.muted";
let state: LiveState = nothingKnown;
let socket: LiveSocket | undefined;
const readers = new Set<() => void>();
const frameListeners = new Set<FrameListener>();

export function live(): LiveState { return state; }

export function tell(action: LiveAction): void {
  const before = state;
  state = liveReducer(state, action);
  if (state.muted !== before.muted) {  // whoever changed it: kept for a reload and for the other tab
    if (state.muted === null) localStorage.removeItem(mutedKey);
    else localStorage.setItem(mutedKey, String(state.muted));
  }
  if (state !== before) readers.forEach((reader) => reader());
  if (action.type === "frame") frameListeners.forEach((listener) => listener(action.frame, before, state));
}

export function onFrame(listener: FrameListener): () => void {
  frameListeners.add(listener);
  return () => { frameListeners.delete(listener); };
}

/** Called after each change of the live state. */
export function onLive(reader: () => void): () => void { return subscribe(reader); }

function subscribe(reader: () => void): () => void {
  readers.add(reader);
  return () => { readers.delete(reader); };
}

/** Reads a part of the live state. The selector must return something that lives in the state, not a new object. */
export function useLive<T>(select: (state: LiveState) => T): T {
  return useSyncExternalStore(subscribe, () => select(state));
}

/** The other tab of this agent muted him: both show it. */
function heardOtherTab(event: StorageEvent): void {
  if (event.key !== mutedKey) return;
  const muted = event.newValue ? Number(event.newValue) : null;
  if (muted !== state.muted) tell({ type: "muted", interaction: muted });
}

export function openLive(): void {
  if (socket) return;
  const muted = localStorage.getItem(mutedKey);
  state = { ...nothingKnown, muted: muted ? Number(muted) : null };
  let losses = 0;
  socket = new LiveSocket({
    frame: (frame) => tell({ type: "frame", frame }),
    link: (link) => {
      tell({ type: "link", link });
      losses = link === "lost" ? losses + 1 : 0;
      // A socket that does not come back may mean that the sign-in has ended; a plain request tells (401 leads to the door).
      if (losses % 3 === 2) me().catch(() => undefined);
    },
  });
  window.addEventListener("storage", heardOtherTab);
}

export function closeLive(): void {
  window.removeEventListener("storage", heardOtherTab);
  socket?.close();
  socket = undefined;
  state = nothingKnown;
  readers.forEach((reader) => reader());
}

export function sendFrame(frame: ClientFrame): boolean { return socket?.send(frame) ?? false; }

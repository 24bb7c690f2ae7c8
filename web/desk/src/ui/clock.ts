// One clock for everything that ticks on the screen: all timers step together, once a second.
import { useSyncExternalStore } from "react";
import { serverNow } from "../api/http";

const readers = new Set<() => void>();
let timer: number | undefined;
let now = Math.floor(serverNow() / 1000) * 1000;

function tick(): void {
  const at = serverNow();
  now = Math.floor(at / 1000) * 1000;
  readers.forEach((reader) => reader());
  timer = window.setTimeout(tick, 1000 - (at % 1000) + 5);
}
function subscribe(reader: () => void): () => void {
  readers.add(reader);
  if (timer === undefined) tick();
  return () => {
    readers.delete(reader);
    if (readers.size > 0) return;
    window.clearTimeout(timer);
    timer = undefined;
  };
}

/** The server's time in ms, in whole seconds; the component is drawn again each second. */
export function useNow(): number { return useSyncExternalStore(subscribe, () => now); }

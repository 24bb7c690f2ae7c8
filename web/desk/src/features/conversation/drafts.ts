// Notes and results as they are typed: in this browser, over a reload and a lost connection, until they are sent.
import { useSyncExternalStore } from "react";

export interface Draft { note: string; disposition: string }

const prefix = "okno.draft.";
const keptDays = 14;
const nothing: Draft = { note: "", disposition: "" };
const cache = new Map<number, Draft>();
const readers = new Set<() => void>();
const pending = new Map<number, number>();
const writeAfterMs = 250;

export function readDraft(interaction: number): Draft {
  const known = cache.get(interaction);
  if (known) return known;
  let draft = nothing;
  try {
    const kept = JSON.parse(localStorage.getItem(prefix + interaction) ?? "null") as Partial<Draft> | null;
    if (kept) draft = { note: String(kept.note ?? ""), disposition: String(kept.disposition ?? "") };
  } catch { /* a broken draft is no draft */ }
  cache.set(interaction, draft);
  return draft;
}

function write(interaction: number): void {
  window.clearTimeout(pending.get(interaction));
  pending.delete(interaction);
  const draft = readDraft(interaction);
  if (!draft.note && !draft.disposition) localStorage.removeItem(prefix + interaction);
  else localStorage.setItem(prefix + interaction, JSON.stringify({ ...draft, at: Date.now() }));
}

export function changeDraft(interaction: number, change: Partial<Draft>): void {
  cache.set(interaction, { ...readDraft(interaction), ...change });
  window.clearTimeout(pending.get(interaction));
  pending.set(interaction, window.setTimeout(() => write(interaction), writeAfterMs));
  readers.forEach((reader) => reader());
}

export function forgetDraft(interaction: number): void {
  cache.set(interaction, nothing);
  write(interaction);
  readers.forEach((reader) => reader());
}

/** Called after each change of any draft. */
export function onDrafts(reader: () => void): () => void {
  readers.add(reader);
  return () => { readers.delete(reader); };
}

export function useDraft(interaction: number): Draft { return useSyncExternalStore(onDrafts, () => readDraft(interaction)); }

let waiting = "";
/** The conversations with a draft, as one text: a list made anew is never the same one. */
export function draftIds(): string {
  const kept = Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => Number(key.slice(prefix.length)));
  const all = new Set([...kept, ...cache.keys()].filter((id) => id > 0 && (readDraft(id).note.trim() || readDraft(id).disposition)));
  const next = [...all].sort((a, b) => b - a).join();
  if (next !== waiting) waiting = next;
  return waiting;
}
export function useDraftIds(): number[] { return useSyncExternalStore(onDrafts, draftIds).split(",").filter(Boolean).map(Number); }

/** At start: drafts nobody came back for go away. The page's end writes what still waits. */
export function keepDraftsTidy(): void {
  const oldest = Date.now() - keptDays * 86_400_000;
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(prefix)) continue;
    try {
      const { at } = JSON.parse(localStorage.getItem(key) ?? "{}") as { at?: number };
      if (!at || at < oldest) localStorage.removeItem(key);
    } catch {
      localStorage.removeItem(key);
    }
  }
  window.addEventListener("storage", (event) => {
    const id = event.key?.startsWith(prefix) ? Number(event.key.slice(prefix.length)) : NaN;
    if (Number.isNaN(id) || pending.has(id)) return;
    cache.delete(id);
    readers.forEach((reader) => reader());
  });
  window.addEventListener("pagehide", () => [...pending.keys()].forEach(write));
}

// The settings on the screen: the server's and the draft of this window. The draft outlives the page, so that a look at the board
// loses nothing; it ends with the session.
import { useSyncExternalStore } from "react";
import * as api from "../../api/endpoints";
import { Problem } from "../../api/http";
import type { ConfigurationView } from "../../api/types";
import { onFrame } from "../live/store";
import { changes, clashes, rebased, requestOf, takesAway, withItem, withoutItem, type Item, type Kind, type Place } from "./draft";
import { locate, type Found } from "./problems";

export interface RulesState {
  base: ConfigurationView | null;
  draft: ConfigurationView | null;
  saving: boolean;
  problems: readonly Found[];
  trouble: unknown;  // why the settings could not be read
  clashed: readonly Place[];  // items that somebody else has changed, too
  before: ConfigurationView | null;  // what the last save replaced
}
const nothing: RulesState = { base: null, draft: null, saving: false, problems: [], trouble: null, clashed: [], before: null };
let state = nothing;
let owner = 0;
const readers = new Set<() => void>();

function become(patch: Partial<RulesState>): void {
  state = { ...state, ...patch };
  readers.forEach((reader) => reader());
}
export function rulesNow(): RulesState { return state; }
export function useRules(): RulesState {
  return useSyncExternalStore((reader) => {
    readers.add(reader);
    return () => { readers.delete(reader); };
  }, () => state);
}
export function unsaved({ base, draft }: RulesState): Place[] { return base && draft ? changes(base, draft) : []; }

/** Reads the settings; a draft is laid over what is new. */
export async function readRules(): Promise<void> {
  try {
    const fresh = await api.configuration();
    const { base, draft } = state;
    const mine = base && draft ? changes(base, draft).length > 0 : false;
    const next = base && draft && mine ? rebased(base, draft, fresh) : fresh;
    become({ base: fresh, draft: next, trouble: null, clashed: base && draft && mine ? clashes(base, draft, fresh) : [] });
  } catch (error) {
    become({ trouble: error });
  }
}

export function changeItem<K extends Kind>(kind: K, item: Item<K>): void {
  if (state.draft) become({ draft: withItem(state.draft, kind, item) });
}
export function removeItem(kind: Kind, key: string): void {
  if (state.draft) become({ draft: withoutItem(state.draft, kind, key) });
}
export function changeEntries(entries: ConfigurationView["entries"]): void {
  if (state.draft) become({ draft: { ...state.draft, entries } });
}
export function dropDraft(): void { become({ draft: state.base, problems: [], clashed: [] }); }
function forgetRules(): void { become(nothing); }

export type Saved = "saved" | "nothing" | "wrong" | "conflict";
/** Sends what differs. A "no" stays on the screen beside its field; what else went wrong is thrown. `warn` hears of prompts that are only a beep. */
export async function saveRules(warn: (words: readonly string[]) => void): Promise<Saved> {
  const { base, draft } = state;
  const request = base && draft ? requestOf(base, draft) : null;
  if (!base || !draft || !request) return "nothing";
  return send(request, base, draft, warn);
}
/** The last save is taken back: the items as they were are sent. */
export async function undoSave(warn: (words: readonly string[]) => void): Promise<Saved> {
  const { base, before } = state;
  const request = base && before ? requestOf(base, { ...before, version: base.version }) : null;
  if (!base || !before || !request) return "nothing";
  return send(request, base, before, warn);
}

async function send(request: Parameters<typeof api.changeConfiguration>[0], base: ConfigurationView, wanted: ConfigurationView, warn: (words: readonly string[]) => void): Promise<Saved> {
  become({ saving: true, problems: [] });
  try {
    const saved = await api.changeConfiguration(request);
    become({ base: saved.configuration, draft: saved.configuration, before: takesAway(base, wanted) ? null : base, clashed: [], saving: false });
    if (saved.warnings.length) warn(saved.warnings);
    return "saved";
  } catch (error) {
    become({ saving: false });
    if (!(error instanceof Problem)) throw error;
    if (error.code === "bad_configuration") {
      become({ problems: error.problems.map((one) => locate(wanted, one)) });
      return "wrong";
    }
    if (error.code !== "conflict") throw error;
    await readRules();
    return "conflict";
  }
}

function guard(event: BeforeUnloadEvent): void { if (unsaved(state).length) event.preventDefault(); }

/** Others' changes come by themselves while the page is open. A draft of somebody who has signed out is not shown to the next. */
export function followRules(reader: number): () => void {
  if (owner !== reader) forgetRules();
  owner = reader;
  window.addEventListener("beforeunload", guard);
  return onFrame((frame) => {
    if (frame.type === "configuration.changed" && !state.saving && frame.data.version > (state.base?.version ?? 0)) void readRules();
  });
}

// The settings on the screen: the server's and the draft of this window. The draft outlives the page, so that a look at the board
// loses nothing; it ends with the session.
import { useSyncExternalStore } from "react";
import * as api from "../../api/endpoints";
import { Problem } from "../../api/http";
import type { ConfigurationView } from "../../api/types";
import { onFrame } from "../live/store";
import { afterwards, changes, clashes, isNew, itemOf, rebased, renamed, requestOf, takesAway, withItem, withoutItem, type Item, type Kind, type Place } from "./draft";
import { locate, type Found } from "./problems";
import { standing, withoutRow, withText, type Unread, type Where } from "./unread";

export interface RulesState {
  base: ConfigurationView | null;
  draft: ConfigurationView | null;
  saving: boolean;
  problems: readonly Found[];
  trouble: unknown;  // why the settings could not be read
  clashed: readonly Place[];  // items that somebody else has changed, too
  before: ConfigurationView | null;  // what the last save replaced
  half: boolean;  // of the last save the new queues are there, their people are not
  unread: readonly Unread[];  // texts that are no value: nothing is saved past them
  dropped: number;  // how often a draft was dropped: what was typed goes with it
}
const nothing: RulesState = { base: null, draft: null, saving: false, problems: [], trouble: null, clashed: [], before: null, half: false, unread: [], dropped: 0 };
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
  }, rulesNow, rulesNow);
}
/** What holds a save back. */
export function unreadOf({ unread, draft }: RulesState): readonly Unread[] { return standing(unread, draft); }
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
  if (!state.draft) return;
  const next = withItem(state.draft, kind, item);
  const was = kind === "queues" ? itemOf(state.draft, "queues", String((item as Item<"queues">).id)) : undefined;
  const name = (item as Item<"queues">).name;
  const free = state.draft.queues.every((one) => one.name !== name || one.id === was?.id);
  become({ draft: was && isNew(was) && free ? renamed(next, was.name, name) : next });
}
/** Gone from the draft; what comes back puts it there again. */
export function removeItem(kind: Kind, key: string): () => void {
  const was = state.draft;
  if (was) become({ draft: withoutItem(was, kind, key) });
  const without = state.draft;
  return () => {
    const item = was ? itemOf(was, kind, key) : undefined;
    if (state.draft === without) become({ draft: was });
    else if (item) changeItem(kind, item);
  };
}
export function changeEntries(entries: ConfigurationView["entries"]): void {
  if (state.draft) become({ draft: { ...state.draft, entries } });
}
/** What was dropped comes back as long as nothing else was begun. */
export function dropDraft(): () => void {
  const { draft: was, base, unread } = state;
  become({ draft: state.base, problems: [], clashed: [], half: false, unread: [], dropped: state.dropped + 1 });
  return () => {
    if (was && base && state.base && state.draft === state.base && !state.unread.length) become({ draft: rebased(base, was, state.base), unread });
  };
}
/** A field holds a text that is no value; null when it has one again. */
export function keepText(where: Where, text: string | null): void {
  const next = withText(state.unread, where, text);
  if (next !== state.unread) become({ unread: next });
}
/** A row of a field is removed, with what was typed in it. */
export function forgetRow(at: Place, field: string, row: number): void {
  if (state.unread.length) become({ unread: withoutRow(state.unread, at, field, row) });
}
function forgetRules(): void { become(nothing); }

export type Saved = "saved" | "nothing" | "wrong" | "conflict" | "unread" | "half";
type Warn = (words: readonly string[]) => void;
/** Sends what differs. A "no" stays on the screen beside its field; what else went wrong is thrown. `warn` hears of prompts that are only a beep. */
export async function saveRules(warn: Warn): Promise<Saved> {
  const { base, draft } = state;
  if (unreadOf(state).length) return "unread";
  if (!base || !draft || !requestOf(base, draft)) return "nothing";
  return send(base, draft, warn);
}
/** The last save is taken back: the items as they were are sent. */
export async function undoSave(warn: Warn): Promise<Saved> {
  const { base, before } = state;
  if (!base || !before || !requestOf(base, { ...before, version: base.version })) return "nothing";
  return send(base, { ...before, version: base.version }, warn);
}
/** One change that does not wait for the rest of the draft, which stays as it is. */
export async function saveApart(change: (all: ConfigurationView) => ConfigurationView, warn: Warn): Promise<Saved> {
  const { base, draft } = state;
  const request = base ? requestOf(base, change(base)) : null;
  if (!base || !draft || !request) return "nothing";
  return asked(change(base), async () => {
    const saved = await api.changeConfiguration(request);
    become({ base: saved.configuration, draft: rebased(base, draft, saved.configuration), before: null });
    if (saved.warnings.length) warn(saved.warnings);
    return "saved";
  });
}

// The people of new queues are sent when these have their numbers: two requests, one act.
function send(base: ConfigurationView, wanted: ConfigurationView, warn: Warn): Promise<Saved> {
  const before = takesAway(base, wanted) ? null : base;
  return asked(wanted, async () => {
    const warnings: string[] = [];
    let rest = wanted;
    for (let request = requestOf(base, wanted); request; ) {
      const saved = await api.changeConfiguration(request);
      rest = afterwards(rest, saved.configuration);
      warnings.push(...saved.warnings);
      become({ base: saved.configuration, draft: rest, before, clashed: [] });
      request = requestOf(saved.configuration, rest);
    }
    if (warnings.length) warn([...new Set(warnings)]);
    return "saved";
  });
}

async function asked(wanted: ConfigurationView, act: () => Promise<Saved>): Promise<Saved> {
  const first = state.base;
  become({ saving: true, problems: [], half: false });
  try {
    return await act();
  } catch (error) {
    const half = state.base !== first;
    become({ half });
    if (!(error instanceof Problem)) throw error;
    if (error.code === "bad_configuration") {
      become({ problems: error.problems.map((one) => locate(half && state.draft ? state.draft : wanted, one)) });
      return half ? "half" : "wrong";
    }
    if (error.code !== "conflict") throw error;
    await readRules();
    return half ? "half" : "conflict";
  } finally {
    become({ saving: false });
  }
}

function guard(event: BeforeUnloadEvent): void { if (unsaved(state).length || unreadOf(state).length) event.preventDefault(); }

/** Others' changes come by themselves while the page is open. A draft of somebody who has signed out is not shown to the next. */
export function followRules(reader: number): () => void {
  if (owner !== reader) forgetRules();
  owner = reader;
  window.addEventListener("beforeunload", guard);
  return onFrame((frame) => {
    if (frame.type === "configuration.changed" && !state.saving && frame.data.version > (state.base?.version ?? 0)) void readRules();
  });
}

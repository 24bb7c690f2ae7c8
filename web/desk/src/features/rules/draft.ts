// The settings being edited: what differs from the server's, what to send, and what others have changed meanwhile. Pure.
import type { ConfigurationRequest, ConfigurationView } from "../../api/types";

export const kinds = ["projects", "queues", "agents", "hours"] as const;
export type Kind = (typeof kinds)[number];
export type Item<K extends Kind> = ConfigurationView[K][number];
export interface Place { kind: Kind; key: string }

export function keyOf(kind: Kind, item: Item<Kind>): string {
  return kind === "hours" ? (item as Item<"hours">).name : String((item as Item<"queues">).id);
}
export function same(a: unknown, b: unknown): boolean { return JSON.stringify(a) === JSON.stringify(b); }

export function itemOf<K extends Kind>(all: ConfigurationView, kind: K, key: string): Item<K> | undefined {
  return (all[kind] as Item<K>[]).find((one) => keyOf(kind, one) === key);
}

/** The configuration with this item in place of the one with the same key; a new one is added. */
export function withItem<K extends Kind>(all: ConfigurationView, kind: K, item: Item<K>): ConfigurationView {
  const rows = all[kind] as Item<K>[];
  const key = keyOf(kind, item);
  const known = rows.some((one) => keyOf(kind, one) === key);
  return { ...all, [kind]: known ? rows.map((one) => (keyOf(kind, one) === key ? item : one)) : [...rows, item] };
}
export function withoutHours(all: ConfigurationView, name: string): ConfigurationView {
  return { ...all, hours: all.hours.filter((one) => one.name !== name) };
}

function changed<K extends Kind>(kind: K, base: ConfigurationView, draft: ConfigurationView): Item<K>[] {
  return (draft[kind] as Item<K>[]).filter((one) => !same(one, itemOf(base, kind, keyOf(kind, one))));
}
function forgotten(base: ConfigurationView, draft: ConfigurationView): string[] {
  return base.hours.filter((one) => !draft.hours.some((other) => other.name === one.name)).map((one) => one.name);
}

/** Where the draft differs. */
export function changes(base: ConfigurationView, draft: ConfigurationView): Place[] {
  const places = kinds.flatMap((kind) => changed(kind, base, draft).map((one) => ({ kind, key: keyOf(kind, one) })));
  return [...places, ...forgotten(base, draft).map((key) => ({ kind: "hours" as const, key }))];
}

/** What makes the server's settings equal to the draft; null when they are. */
export function requestOf(base: ConfigurationView, draft: ConfigurationView): ConfigurationRequest | null {
  const request: ConfigurationRequest = { version: base.version };
  const projects = changed("projects", base, draft), queues = changed("queues", base, draft), agents = changed("agents", base, draft), hours = changed("hours", base, draft), gone = forgotten(base, draft);
  if (projects.length) request.projects = projects;
  if (queues.length) request.queues = queues;
  if (agents.length) request.agents = agents;
  if (hours.length) request.hours = hours;
  if (gone.length) request.forget_hours = gone;
  return Object.keys(request).length > 1 ? request : null;
}

/** My changes laid over what somebody else has saved meanwhile: mine stand where both touched one item. */
export function rebased(base: ConfigurationView, draft: ConfigurationView, fresh: ConfigurationView): ConfigurationView {
  let next = fresh;
  for (const { kind, key } of changes(base, draft)) {
    const mine = itemOf(draft, kind, key);
    next = mine ? withItem(next, kind, mine) : withoutHours(next, key);
  }
  return next;
}

/** Items that both have changed: the reader should look at them before he saves. */
export function clashes(base: ConfigurationView, draft: ConfigurationView, fresh: ConfigurationView): Place[] {
  return changes(base, draft).filter(({ kind, key }) => !same(itemOf(base, kind, key), itemOf(fresh, kind, key)));
}

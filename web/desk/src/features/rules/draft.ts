// The settings being edited: what differs from the server's, what to send, and what others have changed meanwhile. Pure.
import type { ConfigurationRequest, ConfigurationView } from "../../api/types";

export const kinds = ["projects", "queues", "agents", "hours"] as const;
export type Kind = (typeof kinds)[number];
export type Item<K extends Kind> = ConfigurationView[K][number];
/** The entries are one list, sent whole: their key is "". */
export interface Place { kind: Kind | "entries"; key: string }

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
export function withoutItem(all: ConfigurationView, kind: Kind, key: string): ConfigurationView {
  const rest = { ...all, [kind]: (all[kind] as Item<Kind>[]).filter((one) => keyOf(kind, one) !== key) };
  return kind === "queues" && Number(key) <= 0 ? { ...rest, agents: rest.agents.map((one) => workingIn(one, (queue) => (queue === Number(key) ? null : queue))) } : rest;
}

type Agent = Item<"agents">;
/** The agent with other numbers of his queues; null: he works there no more. */
function workingIn(agent: Agent, other: (queue: number) => number | null): Agent {
  if (agent.queues.every((one) => other(one) === one) && agent.points.every((one) => other(one.queue) === one.queue)) return agent;
  const points = agent.points.map((one) => ({ ...one, queue: other(one.queue) }));
  return { ...agent, queues: agent.queues.map(other).filter((one) => one !== null), points: points.filter((one): one is Agent["points"][number] => one.queue !== null) };
}

/** A new queue is called something else: what leads to it goes with it, unless another queue has that name. */
export function renamed(all: ConfigurationView, from: string, to: string): ConfigurationView {
  if (from === to || all.queues.some((one) => one.name === from)) return all;
  const was = `queue:${from}`, is = `queue:${to}`;
  const turn = (target: string): string => (target === was ? is : target);
  return {
    ...all,
    queues: all.queues.map((one) => ([one.when_closed, one.when_nobody, one.overflow_to].includes(was) ? { ...one, when_closed: turn(one.when_closed), when_nobody: turn(one.when_nobody), overflow_to: turn(one.overflow_to) } : one)),
    projects: all.projects.map((one) => ([one.when_closed, one.blacklisted_to].includes(was) ? { ...one, when_closed: turn(one.when_closed), blacklisted_to: turn(one.blacklisted_to) } : one)),
    entries: all.entries.map((one) => (one.target === was ? { ...one, target: is } : one)),
  };
}
/** Of what the server has not seen yet: below 0, so that it is nobody else's. */
export function newId(all: ConfigurationView): number {
  return Math.min(0, ...all.queues.map((one) => one.id), ...all.agents.map((one) => one.id)) - 1;
}
export function isNew(item: { id: number }): boolean { return item.id <= 0; }

function changed<K extends Kind>(kind: K, base: ConfigurationView, draft: ConfigurationView): Item<K>[] {
  return (draft[kind] as Item<K>[]).filter((one) => !same(one, itemOf(base, kind, keyOf(kind, one))));
}
function forgotten(kind: Kind, base: ConfigurationView, draft: ConfigurationView): string[] {
  return (base[kind] as Item<Kind>[]).map((one) => keyOf(kind, one)).filter((key) => !itemOf(draft, kind, key));
}
/** What the server does not know yet is sent with the id 0: it gives one. */
function asNew<T extends { id: number }>(known: readonly T[], items: T[]): T[] {
  return items.map((one) => (known.some((other) => other.id === one.id) ? one : { ...one, id: 0 }));
}

/** Where the draft differs. */
export function changes(base: ConfigurationView, draft: ConfigurationView): Place[] {
  const places = kinds.flatMap((kind) => changed(kind, base, draft).map((one) => ({ kind, key: keyOf(kind, one) })));
  const gone = kinds.flatMap((kind) => forgotten(kind, base, draft).map((key) => ({ kind, key })));
  return [...places, ...gone, ...(same(base.entries, draft.entries) ? [] : [{ kind: "entries" as const, key: "" }])];
}

/**
 * What makes the server's settings equal to the draft; null when they are. Places to go name a queue, people its number, and a new
 * queue has none before the server has it: who works in one is sent afterwards (see `afterwards`).
 */
export function requestOf(base: ConfigurationView, wanted: ConfigurationView): ConfigurationRequest | null {
  const draft = { ...wanted, agents: wanted.agents.map((one) => workingIn(one, (queue) => (queue <= 0 ? null : queue))) };
  const request: ConfigurationRequest = { version: base.version };
  const projects = changed("projects", base, draft), queues = changed("queues", base, draft), agents = changed("agents", base, draft), hours = changed("hours", base, draft);
  const gone = (kind: Kind): string[] => forgotten(kind, base, draft);
  if (projects.length) request.projects = projects;
  if (queues.length) request.queues = asNew(base.queues, queues);
  if (agents.length) request.agents = asNew(base.agents, agents);
  if (hours.length) request.hours = hours;
  if (!same(base.entries, draft.entries)) request.entries = draft.entries;
  if (gone("hours").length) request.forget_hours = gone("hours");
  if (gone("queues").length) request.forget_queues = gone("queues").map(Number);
  if (gone("agents").length) request.forget_agents = gone("agents").map(Number);
  return Object.keys(request).length > 1 ? request : null;
}

/** What is still to be wished when the server has saved and given the new queues their numbers: their people. */
export function afterwards(wanted: ConfigurationView, saved: ConfigurationView): ConfigurationView {
  const numberOf = (queue: number): number | null => (queue > 0 ? queue : saved.queues.find((one) => one.name === itemOf(wanted, "queues", String(queue))?.name)?.id ?? null);
  const agents = saved.agents.map((one) => {
    const mine = wanted.agents.find((other) => (isNew(other) ? other.login === one.login : other.id === one.id));
    if (!mine?.queues.some((queue) => queue <= 0)) return one;
    const { queues, points } = workingIn(mine, numberOf);
    return { ...one, queues, points };
  });
  return { ...saved, agents };
}

/** My changes laid over what somebody else has saved meanwhile: mine stand where both touched one item. */
export function rebased(base: ConfigurationView, draft: ConfigurationView, fresh: ConfigurationView): ConfigurationView {
  let next = fresh;
  for (const { kind, key } of changes(base, draft)) {
    if (kind === "entries") {
      next = { ...next, entries: draft.entries };
      continue;
    }
    const mine = itemOf(draft, kind, key);
    next = mine ? withItem(next, kind, mine) : withoutItem(next, kind, key);
  }
  return next;
}

/** Items that both have changed: the reader should look at them before he saves. */
export function clashes(base: ConfigurationView, draft: ConfigurationView, fresh: ConfigurationView): Place[] {
  return changes(base, draft).filter(({ kind, key }) => (kind === "entries" ? !same(base.entries, fresh.entries) : !same(itemOf(base, kind, key), itemOf(fresh, kind, key))));
}

/** A save that took somebody or something away cannot be taken back: passwords and places in queues are gone with them. */
export function takesAway(base: ConfigurationView, draft: ConfigurationView): boolean {
  return forgotten("queues", base, draft).length + forgotten("agents", base, draft).length > 0;
}

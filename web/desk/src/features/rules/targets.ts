// Where an interaction can be sent, as settings write it: "queue:support", "message:closed", "hangup" … (domain/target.h).
export const targetKinds = ["queue", "menu", "agent", "number", "message", "voicemail", "callback", "hangup"] as const;
/** Where a setting may send people by itself: to a colleague or another number only a person may. */
export const settingKinds: readonly TargetKind[] = ["queue", "menu", "message", "voicemail", "callback", "hangup"];
export type TargetKind = (typeof targetKinds)[number];
export interface Target { kind: TargetKind | ""; name: string }

const bare = new Set<string>(["voicemail", "callback", "hangup"]);
export function isBare(kind: string): boolean { return bare.has(kind); }

export function readTarget(text: string): Target {
  const colon = text.indexOf(":");
  const kind = colon < 0 ? text : text.slice(0, colon);
  const known = targetKinds.find((one) => one === kind);
  if (!known || isBare(known) !== (colon < 0)) return { kind: "", name: "" };
  return { kind: known, name: colon < 0 ? "" : text.slice(colon + 1) };
}
export function writeTarget({ kind, name }: Target): string { return kind === "" ? "" : isBare(kind) ? kind : `${kind}:${name}`; }

/** What is chosen when only the kind is known: the one there is, of several none, and never the place itself. */
export function firstTarget(kind: TargetKind, names: readonly string[]): string {
  return isBare(kind) ? kind : writeTarget({ kind, name: names.length === 1 ? (names[0] ?? "") : "" });
}

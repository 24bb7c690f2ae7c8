// What was typed into the rules and is no value: kept by its place and field until it is mended, so that leaving a page loses
// nothing and no save goes past it. Pure.
import type { ConfigurationView } from "../../api/types";
import { itemOf, type Kind, type Place } from "./draft";

/** `part`: which weekday, row, channel, skill or queue of the field, when the field has several. */
export interface Where { at: { kind: Kind; key: string }; field: string; part?: string | undefined; label: string }
export interface Unread extends Where { text: string }

function isAt(one: Where, { at, field, part }: Omit<Where, "label">): boolean {
  return one.at.kind === at.kind && one.at.key === at.key && one.field === field && (one.part ?? "") === (part ?? "");
}
export function textAt(all: readonly Unread[], where: Where): string | null { return all.find((one) => isAt(one, where))?.text ?? null; }

/** With the text at its place, or without one: null when the field has a value again. */
export function withText(all: readonly Unread[], where: Where, text: string | null): readonly Unread[] {
  if (text === null) return all.some((one) => isAt(one, where)) ? all.filter((one) => !isAt(one, where)) : all;
  const next = { ...where, text };
  return all.some((one) => isAt(one, where)) ? all.map((one) => (isAt(one, where) ? next : one)) : [...all, next];
}

/** A row of the field is gone: what was typed in it goes with it, and those below move up. */
export function withoutRow(all: readonly Unread[], at: Place, field: string, row: number): readonly Unread[] {
  return all.flatMap((one) => {
    const number = Number(one.part);
    if (one.at.kind !== at.kind || one.at.key !== at.key || one.field !== field || number < row) return [one];
    return number === row ? [] : [{ ...one, part: String(number - 1) }];
  });
}

/** Those whose field is still there: an item, a row or a reason that was removed holds nothing back. */
export function standing(all: readonly Unread[], draft: ConfigurationView | null): readonly Unread[] {
  return draft ? all.filter((one) => stands(one, draft)) : [];
}
function stands({ at, field, part = "" }: Unread, draft: ConfigurationView): boolean {
  const item = itemOf(draft, at.kind, at.key) as Record<string, unknown> | undefined;
  if (!item) return false;
  if (field === "pause_rules") return (item["pause_reasons"] as string[]).includes(part);
  if (field === "points") return (item["queues"] as number[]).includes(Number(part)) && itemOf(draft, "queues", part) !== undefined;
  if (field === "relaxation" || field === "dates") return Number(part) < (item[field] as unknown[]).length;
  return true;
}

/** Whether something of this item cannot be read. */
export function hasUnread(all: readonly Unread[], kind: Kind, key: string): boolean { return all.some((one) => one.at.kind === kind && one.at.key === key); }

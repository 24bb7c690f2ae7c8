// What the form of a customer holds, apart from the form: what changed, what to send, and whose word counts when two people
// change one card.
import type { ContactRequest, ContactView } from "../../api/types";

export interface Fields { name: string; phones: string[]; emails: string[]; company: number; segment: string; vip: boolean; difficult: boolean }

export const noFields: Fields = { name: "", phones: [], emails: [], company: 0, segment: "", vip: false, difficult: false };
const names = Object.keys(noFields) as (keyof Fields)[];

export function fieldsOf(contact: ContactView): Fields {
  const { name, phones, emails, segment, vip, difficult } = contact;
  return { name, phones, emails, company: contact.company?.id ?? 0, segment, vip, difficult };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The fields that differ, with the values of `typed`, as the server takes them. */
export function changesOf(base: Fields, typed: Fields): ContactRequest {
  return Object.fromEntries(names.filter((name) => !same(base[name], typed[name])).map((name) => [name, typed[name]]));
}

/** Somebody else has changed the card: what was typed here stays, what was not touched follows the newer card. */
export function merged(base: Fields, typed: Fields, newer: Fields): Fields {
  return { ...newer, ...changesOf(base, typed) } as Fields;
}

/** Spaces around go; an empty row is no number. */
export function tidied(fields: Fields): Fields {
  const rows = (list: string[]): string[] => list.map((row) => row.trim()).filter(Boolean);
  return { ...fields, name: fields.name.trim(), segment: fields.segment.trim(), phones: rows(fields.phones), emails: rows(fields.emails) };
}

// --- a form that was begun survives a call, another card and a reload; keepDraftsTidy forgets the old ones
const prefix = "okno.draft.form.";
export interface KeptForm { base: Fields; typed: Fields; version: number }

export function keptForm(key: string): KeptForm | null {
  try {
    const kept = JSON.parse(localStorage.getItem(prefix + key) ?? "null") as Partial<KeptForm> | null;
    if (!kept?.base || !kept.typed) return null;
    return { base: { ...noFields, ...kept.base }, typed: { ...noFields, ...kept.typed }, version: kept.version ?? 0 };
  } catch {
    return null;
  }
}
export function keepForm(key: string, form: KeptForm | null): void {
  if (form === null || same(form.base, form.typed)) localStorage.removeItem(prefix + key);
  else localStorage.setItem(prefix + key, JSON.stringify({ ...form, at: Date.now() }));
}

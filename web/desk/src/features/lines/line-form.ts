// What is typed about a provider's line, and what of it is told to the server. Pure.
import type { LineRequest, LineView } from "../../api/types";

export interface LineDraft {
  name: string; address: string; login: string; password: string; caller_id: string;
  transport: string; media_encryption: string; codecs: string[]; allowed: string[]; prefixes: string[]; max_channels: number;
}
export type Wrong = Partial<Record<keyof LineDraft, "address" | "name" | "password" | "passwordAnew" | "number" | "block" | "prefix">>;

export const emptyDraft: LineDraft = { name: "", address: "", login: "", password: "", caller_id: "", transport: "udp", media_encryption: "off", codecs: [], allowed: [], prefixes: [], max_channels: 0 };

export function draftOf(line: LineView): LineDraft {
  const { name, address, login, caller_id, transport, media_encryption, codecs, allowed, prefixes, max_channels } = line;
  return { name, address, login, password: "", caller_id, transport, media_encryption, codecs, allowed, prefixes, max_channels };
}

export function hostOf(address: string): string {
  const text = address.trim();
  return text.startsWith("[") ? text.slice(1, Math.max(1, text.indexOf("]"))) : (text.split(":")[0] ?? "");
}

/** A number as people write it, without what only the eye needs. */
export function bareNumber(text: string): string { return text.replace(/[\s()-]/g, ""); }

const address = /^(\[[0-9a-fA-F:.]+\]|[\p{L}\d._-]+)(:\d{1,5})?$/u;
const number = /^\+?\d{1,32}$/;
const block = /^[0-9a-fA-F.:]+(\/\d{1,3})?$/;

export function wrongOf(draft: LineDraft, before: LineView | null): Wrong {
  const wrong: Wrong = {};
  if (!address.test(draft.address.trim())) wrong.address = "address";
  if (draft.name.trim() !== "" && !/^[A-Za-z\d._-]{1,64}$/.test(draft.name.trim())) wrong.name = "name";
  if (draft.login.trim() !== "" && draft.password === "") {
    if (!before?.password_known || before.login === "") wrong.password = "password";
    else if (hostOf(draft.address) !== hostOf(before.address)) wrong.password = "passwordAnew";
  }
  if (draft.caller_id.trim() !== "" && !number.test(bareNumber(draft.caller_id))) wrong.caller_id = "number";
  if (draft.allowed.some((one) => !block.test(one))) wrong.allowed = "block";
  if (draft.prefixes.some((one) => !number.test(bareNumber(one)))) wrong.prefixes = "prefix";
  return wrong;
}

/** Only what is another than before; of a new line only what was filled in. */
export function requestOf(draft: LineDraft, before: LineView | null): LineRequest {
  const wish: LineRequest = {};
  const old = before ? draftOf(before) : emptyDraft;
  const texts = { name: draft.name.trim(), address: draft.address.trim(), login: draft.login.trim(), caller_id: bareNumber(draft.caller_id), transport: draft.transport, media_encryption: draft.media_encryption };
  for (const [field, value] of Object.entries(texts) as [keyof typeof texts, string][]) if (value !== old[field]) wish[field] = value;
  if (draft.transport !== "tls" && draft.media_encryption !== "off") { delete wish.media_encryption; if (old.media_encryption !== "off") wish.media_encryption = "off"; }
  if (draft.password !== "") wish.password = draft.password;
  const lists = { codecs: draft.codecs, allowed: draft.allowed, prefixes: draft.prefixes.map(bareNumber) };
  for (const [field, value] of Object.entries(lists) as [keyof typeof lists, string[]][]) if (value.join(" ") !== old[field].join(" ")) wish[field] = value;
  if (draft.max_channels !== old.max_channels) wish.max_channels = draft.max_channels;
  return wish;
}

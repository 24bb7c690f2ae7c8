// What is worth saying in this conversation, made from the card. Pure, so that it can be tested and later replaced by
// a project's scripts.
import type { CardView, InteractionView, MeView } from "../../api/types";

import { duration } from "../../ui/format";

export interface Hint { key: string; values: Record<string, string>; tone: "say" | "warn" | "know" }

const longWaitMs = 60_000;  // from a minute on people mention it themselves

function firstName(name: string): string { return name.trim().split(/\s+/)[0] ?? name; }

export function hintsFor(one: InteractionView, card: CardView | null, me: MeView, now: number): Hint[] {
  const hints: Hint[] = [];
  const contact = card?.contact ?? null;
  const mine = firstName(me.name);
  const name = contact?.name ?? one.contact?.name ?? "";
  if (one.direction === "outbound") hints.push({ key: name ? "hint.outKnown" : "hint.outUnknown", values: name ? { name, me: mine } : { me: mine }, tone: "say" });
  else if (name) hints.push({ key: "hint.greetKnown", values: { name, me: mine }, tone: "say" });
  else hints.push({ key: "hint.greetUnknown", values: { me: mine }, tone: "say" });
  if (!name) hints.push({ key: "hint.unknown", values: {}, tone: "know" });
  for (const claim of card?.open_claims.slice(0, 2) ?? []) {
    hints.push({ key: claim.due_at_ms < now ? "hint.claimLate" : "hint.claim", values: { title: claim.title }, tone: "warn" });
  }
  if (one.direction === "inbound" && one.wait_ms >= longWaitMs) hints.push({ key: "hint.waited", values: { time: duration(one.wait_ms) }, tone: "know" });
  if (contact?.language && contact.language !== me.language) hints.push({ key: "hint.language", values: { language: contact.language }, tone: "know" });
  if (contact?.vip) hints.push({ key: "hint.greetVip", values: {}, tone: "know" });
  if (contact?.difficult) hints.push({ key: "hint.difficult", values: {}, tone: "warn" });
  const deal = card?.open_deals[0];
  if (deal) {
    const byMe = deal.owner?.id === me.id;
    hints.push({
      key: byMe || !deal.owner ? "hint.dealMine" : "hint.deal",
      values: { title: deal.title, stage: deal.stage, owner: deal.owner?.name ?? "" }, tone: "know",
    });
  }
  if (contact?.owner && !card?.owner_is_me && contact.owner.id !== me.id) {
    hints.push({ key: "hint.owner", values: { name: contact.owner.name }, tone: "know" });
  }
  const today = new Date(now);
  today.setHours(0, 0, 0, 0);
  const again = card?.last.some((before) => before.id !== one.id && before.state === "ended" && before.started_at_ms >= today.getTime());
  if (again) hints.push({ key: "hint.repeat", values: {}, tone: "know" });
  return hints.slice(0, 4);
}

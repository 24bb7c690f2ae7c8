import { describe, expect, it } from "vitest";
import type { CardView, InteractionView, MeView } from "../../api/types";
import { hintsFor } from "./hints";

const now = new Date(2026, 10, 22, 12).getTime();
const me = { id: 2, name: "Анна Смирнова" } as MeView;
const call = { id: 10, started_at_ms: now } as InteractionView;
const card: CardView = {
  interaction: 10, number: "+7", number_pretty: "+7", caller_name: "", open_deals: [], open_claims: [], last: [], colleagues_here: [],
  colleagues_how: "", owner_is_me: false,
};
const keys = (of: CardView | null): string[] => hintsFor(call, of, me, now).map((hint) => hint.key);

describe("hints", () => {
  it("ask a stranger for the name and tell what to do with his number", () => {
    expect(keys(card)).toEqual(["hint.greetUnknown", "hint.unknown"]);
  });
  it("begin with the open claim and say when it is late", () => {
    const contact = { id: 1, name: "Мария", vip: true } as NonNullable<CardView["contact"]>;
    const claim = { id: 1, title: "Шум", priority: "high", status: "new", created_at_ms: 0, due_at_ms: now - 1 };
    expect(keys({ ...card, contact, open_claims: [claim] })).toEqual(["hint.greetKnown", "hint.claimLate", "hint.greetVip"]);
  });
  it("thank whoever waited a minute, and name a language that is not the agent's", () => {
    const contact = { id: 1, name: "George", language: "en" } as NonNullable<CardView["contact"]>;
    const waited = { ...call, direction: "inbound", wait_ms: 80_000 } as InteractionView;
    const russian = { ...me, language: "ru" } as MeView;
    expect(hintsFor(waited, { ...card, contact }, russian, now)).toContainEqual({ key: "hint.waited", values: { time: "1:20" }, tone: "know" });
    expect(hintsFor(waited, { ...card, contact }, russian, now)).toContainEqual({ key: "hint.language", values: { language: "en" }, tone: "know" });
    expect(hintsFor({ ...waited, wait_ms: 5_000 }, { ...card, contact: { ...contact, language: "ru" } }, russian, now)).toHaveLength(1);
  });
  it("remind of today's earlier conversation but not of this one", () => {
    const contact = { id: 1, name: "Мария" } as NonNullable<CardView["contact"]>;
    const before = { id: 9, state: "ended", started_at_ms: now - 3_600_000 } as InteractionView;
    expect(keys({ ...card, contact, last: [before] })).toContain("hint.repeat");
    expect(keys({ ...card, contact, last: [{ ...before, id: 10 }] })).not.toContain("hint.repeat");
  });
});

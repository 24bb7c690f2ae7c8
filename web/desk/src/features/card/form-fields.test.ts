import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { changesOf, keepForm, keptForm, merged, noFields, tidied, type Fields } from "./form-fields";

const base: Fields = { ...noFields, name: "Мария", phones: ["+79161234567"], segment: "VIP" };

describe("the form of a customer", () => {
  it("sends only what was changed", () => {
    expect(changesOf(base, { ...base, phones: [...base.phones] })).toEqual({});
    expect(changesOf(base, { ...base, name: "Мария Иванова", company: 4 })).toEqual({ name: "Мария Иванова", company: 4 });
  });
  it("keeps what was typed and takes the rest from the newer card", () => {
    const typed = { ...base, name: "Мария Иванова" };
    const newer = { ...base, segment: "Опт", phones: ["+79161234567", "+79990001122"] };
    expect(merged(base, typed, newer)).toEqual({ ...newer, name: "Мария Иванова" });
  });
  it("takes no empty rows and no spaces around", () => {
    expect(tidied({ ...base, name: " Мария ", phones: ["", " 101 "] })).toMatchObject({ name: "Мария", phones: ["101"] });
  });
});

describe("a form that was begun", () => {
  const shelf = new Map<string, string>();
  beforeEach(() => vi.stubGlobal("localStorage", {
    getItem: (key: string) => shelf.get(key) ?? null, setItem: (key: string, value: string) => shelf.set(key, value), removeItem: (key: string) => shelf.delete(key),
  }));
  afterEach(() => { vi.unstubAllGlobals(); shelf.clear(); });
  it("is there again after a reload, with the version it was begun from", () => {
    keepForm("c5", { base, typed: { ...base, name: "М" }, version: 3 });
    expect(keptForm("c5")).toEqual({ base, typed: { ...base, name: "М" }, version: 3 });
  });
  it("is forgotten when it is sent, and when everything was taken back", () => {
    keepForm("c5", { base, typed: { ...base, name: "М" }, version: 3 });
    keepForm("c5", { base, typed: base, version: 3 });
    expect(keptForm("c5")).toBeNull();
  });
  it("is no form when it is broken", () => {
    shelf.set("okno.draft.form.c5", "{");
    expect(keptForm("c5")).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { en } from "./en";
import { ru } from "./ru";

function leaves(value: object, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
    if (typeof inner === "string") found.set(path + name, inner);
    else if (typeof inner === "object" && inner !== null) leaves(inner, `${path}${name}.`).forEach((text, key) => found.set(key, text));
  }
  return found;
}
const plural = /_(one|few|many|other)$/;
const russian = leaves(ru);
const english = leaves(en);
const bare = (words: Map<string, string>): string[] => [...new Set([...words.keys()].map((key) => key.replace(plural, "")))].sort();
const places = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? "").sort();

describe("the words", () => {
  it("are the same in both languages", () => { expect(bare(english)).toEqual(bare(russian)); });
  it("have the same gaps to fill", () => {
    for (const [key, text] of english) {
      const other = russian.get(key);
      if (other !== undefined) expect(places(other), key).toEqual(places(text));
    }
  });
  it("are never empty, and English has no Cyrillic but the name of the other language", () => {
    for (const [key, text] of [...russian, ...english]) expect(text.trim(), key).not.toBe("");
    for (const [key, text] of english) if (key !== "language.label") expect(text, key).not.toMatch(/[а-яё]/i);
  });
  it("hold every key that the screens ask for", () => {
    const sources = import.meta.glob<string>("../**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });
    const keys = new Set([...bare(russian), ...russian.keys()]);
    const missing: string[] = [];
    for (const [path, text] of Object.entries(sources)) {
      if (path.includes(".test.")) continue;
      for (const found of text.matchAll(/\bt\(\s*"([\w.]+)"/g)) if (!keys.has(found[1] ?? "")) missing.push(`${path}: ${found[1]}`);
      for (const found of text.matchAll(/"((?:hint|call|phone|settings|card|live)\.[\w]+)"/g)) if (!keys.has(found[1] ?? "") && !path.includes("types.gen") && !/^(card\.(drawn|changed)|phone\.(offer|answer|error|state|close|echo))$/.test(found[1] ?? "")) missing.push(`${path}: ${found[1]}`);
    }
    expect(missing).toEqual([]);
  });
});

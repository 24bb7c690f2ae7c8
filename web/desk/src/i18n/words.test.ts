import { describe, expect, it } from "vitest";
import { allAgentState, allChannel, allDirection, allEndCause, allInteractionState, allRole } from "../api/types.gen";
import { en } from "./en";
import { ru } from "./ru";
import { lineEn } from "./line-en";
import { lineRu } from "./line-ru";
import { rulesEn } from "./rules-en";
import { rulesRu } from "./rules-ru";

function leaves(value: object, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
    if (typeof inner === "string") found.set(path + name, inner);
    else if (typeof inner === "object" && inner !== null) leaves(inner, `${path}${name}.`).forEach((text, key) => found.set(key, text));
  }
  return found;
}
const plural = /_(zero|one|few|many|other)$/;
const russian = leaves({ ...ru, ...rulesRu, ...lineRu });
const english = leaves({ ...en, ...rulesEn, ...lineEn });
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
  it("count as the language does: one, few, many, other in Russian, one and other in English", () => {
    const forms = (words: Map<string, string>): Map<string, Set<string>> => {
      const found = new Map<string, Set<string>>();
      for (const key of words.keys()) {
        const match = /^(.*)_(one|few|many|other)$/.exec(key);
        if (match) found.set(match[1] ?? "", (found.get(match[1] ?? "") ?? new Set()).add(match[2] ?? ""));
      }
      return found;
    };
    for (const [key, has] of forms(russian)) if (has.size > 1) expect([...has].sort(), key).toEqual(["few", "many", "one", "other"]);
    for (const [key, has] of forms(english)) if (has.has("one")) expect([...has].sort(), key).toEqual(["one", "other"]);
    const counted = [...russian].filter(([, text]) => text.includes("{{count}}")).map(([key]) => key);
    expect(counted.filter((key) => !plural.test(key))).toEqual([]);
  });
  it("name every code that the server may say", () => {
    const named = (group: string, codes: readonly string[]): string[] => codes.filter((code) => !russian.has(`${group}.${code}`)).map((code) => `${group}.${code}`);
    expect([
      ...named("state", allAgentState), ...named("istate", allInteractionState), ...named("cause", allEndCause), ...named("interaction", [...allChannel, ...allDirection]), ...named("signIn", allRole),
    ]).toEqual([]);
  });
  it("say each refusal of the server's own sources, but for those that only programs hear", () => {
    const files = { ...import.meta.glob<string>("../../../../src/core/**/*.cpp", { query: "?raw", import: "default", eager: true }), ...import.meta.glob<string>("../../../../src/app/**/*.{cpp,h}", { query: "?raw", import: "default", eager: true }) };
    const sources = Object.entries(files).filter(([path]) => !path.includes("_test.") && !path.includes("/testing/")).map(([, source]) => source).join("\n");
    expect(sources.length).toBeGreaterThan(100_000);
    const codes = new Set([...sources.matchAll(/(?:(?:refuse|say)\([^"]{0,60}|Error\{\s*|return \{)"([a-z_]+)",\s*"/g)].map((found) => found[1] ?? ""));
    const forPrograms = ["bad_checkpoint", "bad_configuration", "bad_decision", "pool_full", "segment_too_long", "bad_language", "refused", "no_session", "wrong_password"];
    expect([...codes].filter((code) => !forPrograms.includes(code) && !russian.has(`problem.${code}`)).sort()).toEqual([]);
  });
  it("hold no word that no screen says", () => {
    const text = Object.entries(import.meta.glob<string>("../**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true })).filter(([path]) => !/\.test\.|\/(en|ru)\.ts$|types\.gen/.test(path)).map(([, source]) => source).join("\n");
    const built = [...text.matchAll(/`(\w+)\.(\w*)\$\{/g)].map((found) => `${found[1]}.${found[2]}`);  // t(`state.${code}`)
    const groups = ["disposition.", "reason.", "problem.", "phone.mic", "card.warn"];  // asked for by code
    const unsaid = bare(russian).filter((key) => !text.includes(`"${key}"`) && !built.some((start) => key.startsWith(start)) && !groups.some((start) => key.startsWith(start)));
    expect(unsaid).toEqual([]);
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

// The desk's own rules of building, checked: see README.md beside package.json.
import { describe, expect, it } from "vitest";

const sources = import.meta.glob<string>("./**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });
const files = Object.entries(sources).filter(([path]) => !path.endsWith("types.gen.ts"));
const code = files.filter(([path]) => !path.includes(".test."));
const offenders = (list: [string, string][], bad: RegExp): string[] => list.filter(([, text]) => bad.test(text)).map(([path]) => path);

describe("the desk's house", () => {
  it("has files to look at", () => { expect(code.length).toBeGreaterThan(40); });
  it("lets `ui` import no feature and no page", () => {
    expect(offenders(code.filter(([path]) => path.startsWith("./ui/")), /from "(\.\.\/)+(features|pages)/)).toEqual([]);
  });
  it("lets `api` and `i18n` import nothing of the screen", () => {
    expect(offenders(code.filter(([path]) => /^\.\/(api|i18n)\//.test(path)), /from "(\.\.\/)+(features|pages|ui)/)).toEqual([]);
  });
  it("shows other people's text as text", () => { expect(offenders(code, /dangerouslySetInner|\.innerHTML\s*=|insertAdjacentHTML/)).toEqual([]); });
  it("exports by name and knows no any", () => {
    expect(offenders(code, /export default/)).toEqual([]);
    expect(offenders(code, /(:|<|as) any\b/)).toEqual([]);
  });
  it("loads the styles of each Mantine part that it uses, and of no other that nobody needs", () => {
    const asked = new Set(code.flatMap(([, text]) => [...text.matchAll(/import \{([^}]*)\} from "@mantine\/core"/g)].flatMap((found) => (found[1] ?? "").split(",").map((one) => one.replace(/^\s*type\s+/, "").trim()))));
    const loaded = new Set([...(sources["./ui/mantine-styles.ts"] ?? "").matchAll(/core\/styles\/([A-Z]\w+)\.css/g)].map((found) => found[1] ?? ""));
    const styleless = new Set(["Collapse", "MantineProvider", "TextInput", "Textarea", "Select", "TagsInput", "Autocomplete"]);  // made of Input, Combobox and PillsInput
    const parts = [...asked].filter((name) => /^[A-Z]/.test(name) && !/^(Mantine|CSSVariables)/.test(name) && !styleless.has(name));
    expect(parts.length).toBeGreaterThan(15);
    expect(parts.filter((name) => !loaded.has(name))).toEqual([]);
  });
  it("keeps files readable", () => { expect(code.filter(([, text]) => text.split("\n").length > 600).map(([path]) => path)).toEqual([]); });
});

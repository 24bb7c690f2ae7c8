import { describe, expect, it } from "vitest";
import { isNewer, scriptOf } from "./newer-page";

const page = (name: string): string => `<!doctype html><head><link rel="modulepreload" crossorigin href="/assets/parts-1.js"><script type="module" crossorigin src="/assets/${name}"></script></head>`;

describe("a newer desk", () => {
  it("is known by the name of the page's script", () => {
    expect(scriptOf(page("index-CTkfVSqk.js"))).toBe("/assets/index-CTkfVSqk.js");
    expect(isNewer("/assets/index-a.js", scriptOf(page("index-b.js")))).toBe(true);
    expect(isNewer("/assets/index-a.js", scriptOf(page("index-a.js")))).toBe(false);
  });
  it("is not seen in a page that is none of ours", () => {
    expect(isNewer("/assets/index-a.js", scriptOf("<h1>502 Bad Gateway</h1>"))).toBe(false);
    expect(isNewer(null, scriptOf(page("index-b.js")))).toBe(false);
  });
});

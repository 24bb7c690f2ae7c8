import { describe, expect, it } from "vitest";
import type { TrunkView } from "../../api/types";
import { lineHow, linesNow, lineTone } from "./lines";

const line = (name: string, patch: Partial<TrunkView> = {}): TrunkView => ({ name, standing: "registered", why: "", status: 200, channels: 0, since_ms: 0, ...patch });

describe("lines of providers", () => {
  it("are shown as they were told last, new ones after those that were asked for", () => {
    const now = linesNow([line("a"), line("b")], { b: line("b", { standing: "silent" }), c: line("c") });
    expect(now.map((one) => `${one.name} ${one.standing}`)).toEqual(["a registered", "b silent", "c registered"]);
  });
  it("are red when they carry no call, and say what to do", () => {
    expect(lineTone(line("a", { standing: "alive" }))).toBe("green");
    expect(lineTone(line("a", { standing: "unknown" }))).toBe("plain");
    expect(lineTone(line("a", { standing: "refused" }))).toBe("red");
    expect(lineHow(line("a", { standing: "refused", why: "wrong_login" }))).toBe("wrongLogin");
    expect(lineHow(line("a", { standing: "refused", why: "refused", status: 403 }))).toBe("refused");
    expect(lineHow(line("a", { standing: "silent", why: "no_answer" }))).toBe("silent");
    expect(lineHow(line("a", { standing: "something newer" }))).toBe("unknown");
  });
});

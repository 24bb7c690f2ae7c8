import { describe, expect, it } from "vitest";
import { iceServer, stillGood, within } from "./relays";

describe("the relays of a browser phone", () => {
  it("are asked for anew before their password ends", () => {
    expect(stillGood({ servers: [], until_ms: 10_000_000 }, 0)).toBe(true);
    expect(stillGood({ servers: [], until_ms: 10_000_000 }, 9_500_000)).toBe(false);
  });
  it("get a name and a password only where they ask for one", () => {
    expect(iceServer({ urls: ["stun:a"], username: "", credential: "" })).toEqual({ urls: ["stun:a"] });
    expect(iceServer({ urls: ["turn:a"], username: "1:agent7", credential: "x" })).toEqual({ urls: ["turn:a"], username: "1:agent7", credential: "x" });
  });
  it("are not waited for without end", async () => {
    await expect(within(1, new Promise(() => undefined))).rejects.toThrow("late");
    await expect(within(1000, Promise.resolve(5))).resolves.toBe(5);
  });
});

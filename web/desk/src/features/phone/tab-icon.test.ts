import { describe, expect, it } from "vitest";
import { tabIcon, type TabTone } from "./tab-icon";

describe("the tab's icon", () => {
  it("is another one for each state, so that the state is seen from another tab", () => {
    const tones: TabTone[] = ["none", "ready", "pause", "talking", "offered", "wrap_up", "ring"];
    expect(new Set(tones.map(tabIcon)).size).toBe(tones.length);
  });
  it("is a picture the page's policy allows", () => {
    expect(tabIcon("none")).toBe("/logo.svg");
    expect(tabIcon("ring")).toMatch(/^data:image\/svg\+xml,%3Csvg/);
  });
});

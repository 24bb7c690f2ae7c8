import { describe, expect, it } from "vitest";
import { inOrder } from "./in-order";

describe("pressed digits", () => {
  it("leave in the order of the presses, those pressed meanwhile together", async () => {
    const sent: string[] = [];
    const arrived: (() => void)[] = [];
    const press = inOrder((text) => { sent.push(text); return new Promise((resolve) => { arrived.push(resolve); }); }, () => undefined);
    press("1");
    press("2");
    press("3");
    expect(sent).toEqual(["1"]);
    arrived[0]?.();
    await Promise.resolve();
    await Promise.resolve();
    expect(sent).toEqual(["1", "23"]);
  });
  it("do not go on after a lost one, and work again with the next press", async () => {
    const sent: string[] = [];
    const failed: unknown[] = [];
    let broken = true;
    const press = inOrder((text) => { sent.push(text); return broken ? Promise.reject(new Error("no")) : Promise.resolve(); }, (error) => failed.push(error));
    press("4");
    press("5");
    await new Promise((resolve) => { setTimeout(resolve); });
    expect(sent).toEqual(["4"]);
    expect(failed).toHaveLength(1);
    broken = false;
    press("6");
    await new Promise((resolve) => { setTimeout(resolve); });
    expect(sent).toEqual(["4", "6"]);
  });
});

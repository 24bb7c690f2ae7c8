import { describe, expect, it } from "vitest";
import { cardNumber, inFours, lastWish } from "./card-fields";

describe("a card's number", () => {
  it("is right by its last digit", () => {
    expect(cardNumber("4111 1111 1111 1111")).toBe("right");
    expect(cardNumber("2200 7007 0000 0000")).toBe("wrong");
  });
  it("may still be on its way", () => {
    expect(cardNumber("")).toBe("empty");
    expect(cardNumber("4111 11")).toBe("short");
  });
  it("is shown in fours", () => expect(inFours("41111111-11111111x")).toBe("4111 1111 1111 1111"));
});

describe("the last wish", () => {
  it("is told after the one on its way", async () => {
    const told: boolean[] = [];
    let go: () => void = () => undefined;
    const wish = lastWish((on) => new Promise<void>((done) => { told.push(on); go = done; }));
    const first = wish(true);
    void wish(false);
    go();
    await Promise.resolve();
    await Promise.resolve();
    go();
    await first;
    expect(told).toEqual([true, false]);
  });
  it("is not told twice", async () => {
    const told: boolean[] = [];
    const wish = lastWish((on) => { told.push(on); return Promise.resolve(); });
    await wish(true);
    await wish(true);
    expect(told).toEqual([true]);
  });
  it("that was not heard is told again", async () => {
    let broken = true;
    const told: boolean[] = [];
    const wish = lastWish((on) => { if (broken) return Promise.reject(new Error("no net")); told.push(on); return Promise.resolve(); });
    await expect(wish(true)).rejects.toThrow("no net");
    broken = false;
    await wish(true);
    expect(told).toEqual([true]);
  });
});

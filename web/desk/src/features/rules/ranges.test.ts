import { describe, expect, it } from "vitest";
import limits from "../../../../../src/domain/problems.h?raw";
import { capacityRange, isWithin, ranges, readWhole } from "./ranges";

const limit = (name: string): number => Number(new RegExp(`\\b${name} = ([\\d']+)`).exec(limits)?.[1]?.replace(/'/g, ""));

describe("how far numbers may go", () => {
  it("is as the server has it", () => {
    expect(capacityRange("chat")).toEqual([0, limit("kMaxChats")]);
    for (const letters of ["email", "sms", "social"] as const) expect(capacityRange(letters)).toEqual([0, limit("kMaxLetters")]);
    expect(ranges["points"]).toEqual([-limit("kMaxPoints"), limit("kMaxPoints")]);
    expect([ranges["skills"]?.[1], ranges["ring_at_once"]?.[1], ranges["callback_tries"]?.[1], ranges["wrap_up_extensions"]?.[1], ranges["hooligan_marks"]?.[1]]).toEqual(["kMaxLevel", "kMaxRingAtOnce", "kMaxCallbackTries", "kMaxExtensions", "kMaxHooliganMarks"].map(limit));
  });
  it("never changes what was typed: 200 chats stay 200 and are out of range", () => {
    expect(readWhole("200")).toBe(200);
    expect(isWithin(200, capacityRange("chat"))).toBe(false);
    expect(isWithin(10, capacityRange("chat"))).toBe(true);
    expect(readWhole("-5")).toBe(-5);
    for (const bad of ["", "1,5", "1.5", "ten", "1e3", "99999999999", "-"]) expect(readWhole(bad), bad).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { daysUntil, isMidnight, sameClock, whenIn, zoneName } from "./zone-words";

const at = (text: string): number => Date.parse(text);
const friday = at("2026-11-27T10:00:00Z");

describe("moments in another time zone", () => {
  it("are told by its clock, not by the reader's", () => {
    const midnight = at("2026-11-27T14:00:00Z");  // in Vladivostok
    expect(isMidnight(midnight, "Asia/Vladivostok")).toBe(true);
    expect(isMidnight(midnight, "Europe/Moscow")).toBe(false);
    expect(whenIn(midnight, friday, "Europe/Moscow", "ru", "завтра")).toBe("17:00");
    expect(whenIn(midnight, friday, "Asia/Vladivostok", "ru", "завтра")).toBe("завтра 00:00");
    expect(daysUntil(midnight, friday, "Asia/Vladivostok")).toBe(1);
  });
  it("are short within a week", () => {
    expect(whenIn(at("2026-11-30T06:00:00Z"), friday, "Europe/Moscow", "ru", "завтра")).toBe("пн 09:00");
    expect(whenIn(at("2026-11-30T06:00:00Z"), friday, "Europe/Moscow", "en", "tomorrow")).toBe("Mon 09:00");
    expect(whenIn(at("2027-01-08T06:00:00Z"), friday, "Europe/Moscow", "en", "tomorrow")).toBe("8 Jan 09:00");
  });
  it("name the zone when it is another one", () => {
    expect(sameClock("Europe/Moscow", "Europe/Minsk", friday)).toBe(true);
    expect(sameClock("Europe/Moscow", "Asia/Vladivostok", friday)).toBe(false);
    expect(zoneName("Asia/Vladivostok", friday, "ru")).toBe("Владивосток, UTC+10");
    expect(zoneName("UTC", friday, "ru")).toMatch(/^UTC/);
  });
});

import { describe, expect, it } from "vitest";
import { daysUntil, sameClock, whenIn, zoneName } from "./zone-words";

const at = (text: string): number => Date.parse(text);
const ru = { tomorrow: "завтра", midnight: "полуночи" }, en = { tomorrow: "tomorrow", midnight: "midnight" };
const friday = at("2026-11-27T10:00:00Z");

describe("moments in another time zone", () => {
  it("are told by its clock, not by the reader's", () => {
    const midnight = at("2026-11-27T14:00:00Z");  // in Vladivostok
    expect(whenIn(midnight, friday, "Europe/Moscow", "ru", ru)).toBe("17:00");
    expect(whenIn(midnight, friday, "Asia/Vladivostok", "ru", ru)).toBe("полуночи");
    expect(daysUntil(midnight, friday, "Asia/Vladivostok")).toBe(1);
  });
  it("are short within a week", () => {
    expect(whenIn(at("2026-11-28T06:00:00Z"), friday, "Europe/Moscow", "ru", ru)).toBe("завтра 09:00");
    expect(whenIn(at("2026-11-30T06:00:00Z"), friday, "Europe/Moscow", "ru", ru)).toBe("пн 09:00");
    expect(whenIn(at("2026-11-30T06:00:00Z"), friday, "Europe/Moscow", "en", en)).toBe("Mon 09:00");
    expect(whenIn(at("2027-01-08T06:00:00Z"), friday, "Europe/Moscow", "en", en)).toBe("8 Jan 09:00");
  });
  it("name the zone when it is another one", () => {
    expect(sameClock("Europe/Moscow", "Europe/Minsk", friday)).toBe(true);
    expect(sameClock("Europe/Moscow", "Asia/Vladivostok", friday)).toBe(false);
    expect(zoneName("Asia/Vladivostok", friday, "ru")).toBe("Владивосток, UTC+10");
    expect(zoneName("UTC", friday, "ru")).toMatch(/^UTC/);
  });
});

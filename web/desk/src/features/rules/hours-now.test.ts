import { describe, expect, it } from "vitest";
import { someHours } from "./examples";
import { exceptionOf, isOpen, isZone, nextChange, readClock, readSpans, showSpans, spansOf, wallTime, weekdayOf } from "./hours-now";

const moscow = someHours({ zone: "Europe/Moscow" });
const berlin = someHours({ zone: "Europe/Berlin", week: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, open: { from_s: 9 * 3600, to_s: 18 * 3600 } })) });
const at = (text: string): number => Date.parse(text);

describe("opening hours", () => {
  it("are read in their own zone", () => {
    expect(wallTime(at("2026-11-27T21:30:00Z"), "Europe/Moscow")).toEqual({ year: 2026, month: 11, day: 28, weekday: 6, seconds: 1800 });
    expect(isOpen(moscow, at("2026-11-27T05:59:00Z"))).toBe(false);  // Friday 8:59 in Moscow
    expect(isOpen(moscow, at("2026-11-27T06:00:00Z"))).toBe(true);
    expect(isOpen(moscow, at("2026-11-27T15:00:00Z"))).toBe(false);  // the end is closed
  });
  it("say when they open again: on Monday after a Friday evening", () => {
    expect(nextChange(moscow, at("2026-11-27T16:00:00Z"))).toBe(at("2026-11-30T06:00:00Z"));
    expect(nextChange(moscow, at("2026-11-27T10:00:00Z"))).toBe(at("2026-11-27T15:00:00Z"));
  });
  it("know holidays of every year, and those of one year before them", () => {
    const holidays = { ...moscow, dates: [{ year: 0, month: 11, day: 30, title: "каждый", open: [] }, { year: 2026, month: 11, day: 30, title: "этот", open: [{ from_s: 36_000, to_s: 39_600 }] }] };
    expect(exceptionOf(holidays, 2026, 11, 30)?.title).toBe("этот");
    expect(exceptionOf(holidays, 2027, 11, 30)?.title).toBe("каждый");
    expect(nextChange(holidays, at("2026-11-27T16:00:00Z"))).toBe(at("2026-11-30T07:00:00Z"));
    expect(spansOf(holidays, 2027, 11, 30)).toEqual([]);
  });
  it("go past midnight when they end before they begin", () => {
    const night = someHours({ zone: "Europe/Moscow", week: [{ weekday: 5, open: { from_s: 22 * 3600, to_s: 6 * 3600 } }] });
    expect(isOpen(night, at("2026-11-27T20:00:00Z"))).toBe(true);   // Friday 23:00
    expect(isOpen(night, at("2026-11-28T02:59:00Z"))).toBe(true);   // Saturday 5:59
    expect(isOpen(night, at("2026-11-28T03:00:00Z"))).toBe(false);
    expect(nextChange(night, at("2026-11-27T20:00:00Z"))).toBe(at("2026-11-28T03:00:00Z"));
  });
  it("keep the hour on the wall when the clocks change", () => {
    expect(nextChange(berlin, at("2026-03-28T18:00:00Z"))).toBe(at("2026-03-29T07:00:00Z"));  // summer time since that night
    expect(nextChange(berlin, at("2026-10-24T18:00:00Z"))).toBe(at("2026-10-25T08:00:00Z"));
  });
  it("may stay closed for ever, or open for ever", () => {
    expect(nextChange(someHours({ week: [] }), at("2026-11-27T10:00:00Z"))).toBeNull();
    const always = someHours({ zone: "Europe/Moscow", week: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, open: { from_s: 0, to_s: 86_400 } })) });
    expect(isOpen(always, at("2026-11-27T10:00:00Z"))).toBe(true);
    expect(nextChange(always, at("2026-11-27T10:00:00Z"))).toBeNull();
  });
  it("are written as people write them", () => {
    expect(readSpans("9:00-13:00, 14:00 – 18:30")).toEqual([{ from_s: 32_400, to_s: 46_800 }, { from_s: 50_400, to_s: 66_600 }]);
    for (const text of ["9-18", "9.00 - 18.00", "с 9 до 18", "9:00–18:00", "from 9 to 18"]) expect(readSpans(text), text).toEqual([{ from_s: 32_400, to_s: 64_800 }]);
    expect(showSpans([{ from_s: 32_400, to_s: 86_400 }])).toBe("09:00–24:00");
    expect(readSpans("")).toEqual([]);
    for (const bad of ["9", "9:00", "9:00-", "25:00-26:00", "9:70-10:00", "a-b", "1:00-2:00-3:00"]) expect(readSpans(bad), bad).toBeNull();
    expect(readClock("24:00")).toBe(86_400);
    expect(weekdayOf(2026, 11, 27)).toBe(5);
    expect(isZone("Europe/Moscow") && isZone("") && !isZone("Mars/Base")).toBe(true);
  });
});

import { describe, expect, it } from "vitest";
import { count, dayOf, duration, initials, looksLikeNumber, money, percent, plain, prettyNumber, shortWhen, when } from "./format";

describe("what people read", () => {
  it("groups the digits of numbers it knows and leaves others alone", () => {
    expect(prettyNumber("+79161234567")).toBe("+7 916 123-45-67");
    expect(prettyNumber("+4915112345678")).toBe("+49 1511 234 5678");
    expect(prettyNumber("101")).toBe("101");
    expect(prettyNumber("<b>anonymous</b>")).toBe("<b>anonymous</b>");
  });
  it("counts minutes, and hours only when there are any", () => {
    expect(duration(7_900)).toBe("0:07");
    expect(duration(754_000)).toBe("12:34");
    expect(duration(3_723_000)).toBe("1:02:03");
    expect(duration(-500)).toBe("0:00");
  });
  it("shows a dash where nothing has been offered yet, and not zero", () => {
    expect(percent(null, "ru")).toBe("—");
    expect(percent(0.934, "ru")).toBe("93\u00a0%");
    expect(percent(0, "en")).toBe("0%");
  });
  it("says today's times short, yesterday's in words and older ones by date", () => {
    const now = new Date(2026, 10, 22, 12, 0).getTime();
    expect(when(new Date(2026, 10, 22, 9, 5).getTime(), now, "ru", "вчера")).toBe("09:05");
    expect(when(new Date(2026, 10, 21, 23, 59).getTime(), now, "ru", "вчера")).toBe("вчера 23:59");
    expect(when(new Date(2025, 10, 21, 23, 59).getTime(), now, "en", "yesterday")).toContain("2025");
  });
  it("puts the day before the month in English too, and groups thousands as the language does", () => {
    const at = new Date(2026, 10, 12, 14, 5).getTime();
    expect(when(at, new Date(2026, 10, 22).getTime(), "en", "yesterday")).toBe("12 Nov 14:05");
    expect(dayOf(at, "en")).toBe("12 November 2026");
    expect(dayOf(at, "ru")).toBe("12 ноября 2026 г.");
    expect(count(12345, "ru").replace(/\s/g, " ")).toBe("12 345");
    expect(count(12345, "en")).toBe("12,345");
  });
  it("says days alone where there is little room", () => {
    const now = new Date(2026, 10, 22, 12, 0).getTime();
    expect(shortWhen(new Date(2026, 10, 22, 9, 5).getTime(), now, "ru", "вчера")).toBe("09:05");
    expect(shortWhen(new Date(2026, 10, 21, 9, 5).getTime(), now, "ru", "вчера")).toBe("вчера");
    expect(shortWhen(new Date(2026, 10, 12, 9, 5).getTime(), now, "en", "yesterday")).toBe("12 Nov");
  });
  it("writes money without kopecks when there are none", () => {
    expect(money(1_250_000, "RUB", "ru").replace(/\s/g, " ")).toBe("12 500 ₽");
    expect(money(1_250_000, "RUB", "en")).toBe("₽12,500");
    expect(money(100, "???", "ru")).toBe("1.00 ???");
  });
  it("makes initials from names, not from punctuation", () => {
    expect(initials("Мария Иванова")).toBe("МИ");
    expect(initials("ООО «Ромашка»")).toBe("ОР");
    expect(initials("")).toBe("");
  });
  it("disarms control and direction characters", () => {
    expect(plain("a\u202eb\u0007c")).toBe("a·b·c");
    expect(plain("line\nnext\tcell")).toBe("line\nnext\tcell");
  });
  it("knows a number from a name", () => {
    expect(looksLikeNumber("+7 (916) 123")).toBe(true);
    expect(looksLikeNumber("Мария 2")).toBe(false);
    expect(looksLikeNumber("12")).toBe(false);
  });
});

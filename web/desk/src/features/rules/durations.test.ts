import { describe, expect, it } from "vitest";
import { readDuration, showDuration } from "./durations";

const ru = { s: "с", min: "мин", h: "ч" };
const en = { s: "s", min: "min", h: "h" };

describe("lengths of time", () => {
  it("are read as people write them", () => {
    for (const text of ["90", "90 с", "90с", "1:30", "1 мин 30 с", "1мин 30сек", "1,5 мин", "1.5 min", "1 minute 30 seconds", "0:01:30"]) expect(readDuration(text, "s"), text).toBe(90);
    expect(readDuration("5", "min")).toBe(300);
    expect(readDuration("0,5", "min")).toBe(30);
    expect(readDuration("2 часа", "min")).toBe(7200);
    expect(readDuration("1:00:00", "s")).toBe(3600);
    expect(readDuration("", "s")).toBe(0);
    expect(readDuration("-5", "s")).toBe(-5);  // the server says what is wrong with it
  });
  it("are not guessed", () => {
    for (const text of ["скоро", "1:99", "5 дней", "1 2", "5 мин и 3", "1e9", "99999999999"]) expect(readDuration(text, "s"), text).toBeNull();
  });
  it("are shown in words that can be read again", () => {
    expect(showDuration(90, "s", ru, "ru")).toBe("1 мин 30 с");
    expect(showDuration(300, "min", ru, "ru")).toBe("5 мин");
    expect(showDuration(3660, "s", en, "en")).toBe("1 h 1 min");
    expect(showDuration(0, "min", ru, "ru")).toBe("0 мин");
    expect(showDuration(2.5, "s", ru, "ru")).toBe("2,5 с");
    expect(showDuration(2.5, "s", en, "en")).toBe("2.5 s");
    for (const value of [0, 1, 20, 59.5, 60, 90, 3600, 3725, 86_400, -3]) for (const names of [ru, en]) expect(readDuration(showDuration(value, "s", names, names === ru ? "ru" : "en"), "s"), String(value)).toBe(value);
  });
});

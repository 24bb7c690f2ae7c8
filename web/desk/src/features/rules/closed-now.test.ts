import { describe, expect, it } from "vitest";
import { closedToday, hoursOf, living, openToday, ownHours, queueNow, sharedWith, usualEnd } from "./closed-now";
import { aConfiguration, anAgent, aProject, aQueue, someHours } from "./examples";
import { isOpen, nextChange } from "./hours-now";

const at = (text: string): number => Date.parse(text);
const office = someHours({ name: "office", title: "Офис", zone: "Europe/Moscow" });
const support = aQueue({ id: 1, name: "support", title: "Поддержка" }), sales = aQueue({ id: 2, name: "sales", title: "Продажи" });
const all = aConfiguration({ projects: [aProject({ hours: "office" })], queues: [support, sales], agents: [anAgent({ name: "Анна", shift: "office" })], hours: [office] });
const friday = at("2026-11-27T11:23:00Z");  // 14:23 in Moscow

describe("why a queue is closed", () => {
  const why = (text: string): string => queueNow(all, support, at(text)).why;
  it("is said: too early, too late, a day off", () => {
    expect(why("2026-11-27T05:00:00Z")).toBe("before");
    expect(why("2026-11-27T16:00:00Z")).toBe("after");
    expect(why("2026-11-28T09:00:00Z")).toBe("dayOff");
    expect(queueNow(all, support, at("2026-11-28T09:00:00Z")).next).toBe(at("2026-11-30T06:00:00Z"));
    expect(queueNow(all, support, friday)).toMatchObject({ open: true, why: "week", next: at("2026-11-27T15:00:00Z") });
  });
  it("is a break or an exception with its title", () => {
    const noon = { ...office, week: [{ weekday: 5, open: { from_s: 32_400, to_s: 46_800 } }, { weekday: 5, open: { from_s: 54_000, to_s: 64_800 } }] };
    expect(queueNow({ ...all, hours: [noon] }, support, friday).why).toBe("between");
    const holiday = { ...office, dates: [{ year: 0, month: 11, day: 27, title: "День компании", open: [] }] };
    expect(queueNow({ ...all, hours: [holiday] }, support, friday)).toMatchObject({ open: false, why: "dateOff", title: "День компании" });
  });
  it("is nothing where there are no hours", () => {
    const none = aConfiguration({ queues: [support] });
    expect(hoursOf(none, support)).toBeNull();
    expect(queueNow(none, support, friday)).toMatchObject({ open: true, why: "always" });
  });
});

describe("closing and opening today", () => {
  it("ends at this minute and comes back with the next day's hours", () => {
    const closed = closedToday(office, friday, "Закрыто вручную");
    expect(closed.dates).toEqual([{ year: 2026, month: 11, day: 27, title: "Закрыто вручную", open: [{ from_s: 32_400, to_s: 51_780 }] }]);
    expect(isOpen(closed, friday)).toBe(false);
    expect(nextChange(closed, friday)).toBe(at("2026-11-30T06:00:00Z"));
    expect(isOpen(closed, at("2026-11-27T09:00:00Z"))).toBe(true);
  });
  it("ends a night that began yesterday, too", () => {
    const night = someHours({ zone: "Europe/Moscow", week: [4, 5].map((weekday) => ({ weekday, open: { from_s: 79_200, to_s: 21_600 } })) });
    const two = at("2026-11-26T23:00:00Z");  // Friday 2:00, of Thursday's night
    expect(isOpen(night, two)).toBe(true);
    const closed = closedToday(night, two, "x");
    expect(isOpen(closed, two)).toBe(false);
    expect(isOpen(closed, at("2026-11-26T20:00:00Z"))).toBe(true);
    expect(isOpen(closed, at("2026-11-27T19:30:00Z"))).toBe(false);  // Friday evening: closed for today
  });
  it("keeps the title of an exception that was there", () => {
    const short = { ...office, dates: [{ year: 2026, month: 11, day: 27, title: "Короткий день", open: [{ from_s: 32_400, to_s: 57_600 }] }] };
    expect(closedToday(short, friday, "x").dates).toEqual([{ year: 2026, month: 11, day: 27, title: "Короткий день", open: [{ from_s: 32_400, to_s: 51_780 }] }]);
  });
  it("is called by what was done last, when both were done by hand", () => {
    const twice = closedToday(openToday(office, friday, 64_800, "Открыто вручную"), friday, "Закрыто вручную", ["Открыто вручную"]);
    expect(twice.dates.map((one) => one.title)).toEqual(["Закрыто вручную"]);
  });
  it("opens until the hour that was chosen, also on a day off", () => {
    const saturday = at("2026-11-28T09:00:00Z");
    const open = openToday(office, saturday, 54_000, "Открыто вручную");
    expect(isOpen(open, saturday)).toBe(true);
    expect(nextChange(open, saturday)).toBe(at("2026-11-28T12:00:00Z"));
    const again = openToday(closedToday(office, friday, "x"), friday, usualEnd(office, friday), "y");
    expect(isOpen(again, friday)).toBe(true);
    expect(nextChange(again, friday)).toBe(at("2026-11-27T15:00:00Z"));
    expect(usualEnd(office, saturday)).toBe(86_400);
  });
  it("names who shares the hours, and can give the queue its own", () => {
    expect(sharedWith(all, support, office)).toEqual({ queues: ["Продажи"], shifts: ["Анна"] });
    const own = ownHours(all, support, office, "");
    expect(own).toMatchObject({ name: "support", week: office.week, zone: "Europe/Moscow" });
    const next = living(all, support, closedToday(own, friday, "x"), true);
    expect(queueNow(next, next.queues[0] ?? support, friday).open).toBe(false);
    expect(queueNow(next, sales, friday).open).toBe(true);
    const always = ownHours(aConfiguration({ queues: [support] }), support, null, "Europe/Moscow");
    expect(isOpen(always, friday)).toBe(true);
    expect(nextChange(closedToday(always, friday, "x"), friday)).toBe(at("2026-11-27T21:00:00Z"));
  });
});

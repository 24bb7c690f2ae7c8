// Whether hours are open at a moment, and when that changes: as the core reads them, in their time zone. Pure.
import type { HoursView } from "../../api/types";

const dayMs = 86_400_000;
const searchDays = 370;  // past a whole year of exceptions nothing new comes

export interface WallTime { year: number; month: number; day: number; weekday: number; seconds: number }

const usual: Intl.DateTimeFormatOptions = { hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" };
const formats = new Map<string, Intl.DateTimeFormat>();  // making one takes longer than a thousand uses

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  let made: Intl.DateTimeFormat;
  try {
    made = new Intl.DateTimeFormat("en-US", zone ? { ...usual, timeZone: zone } : usual);
  } catch {
    made = new Intl.DateTimeFormat("en-US", usual);
  }
  formats.set(zone, made);
  return made;
}

/** What a clock on the wall shows in this zone; an unknown or empty zone is the reader's own. */
export function wallTime(at: number, zone: string): WallTime {
  const format = formatOf(zone);
  const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, Number(part.value)])) as Record<string, number>;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = ["year", "month", "day", "hour", "minute", "second"].map((name) => parts[name] ?? 0);
  return { year, month, day, weekday: weekdayOf(year, month, day), seconds: hour * 3600 + minute * 60 + second };
}
export function weekdayOf(year: number, month: number, day: number): number { return ((new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7) + 1; }
export function isZone(zone: string): boolean {
  if (!zone) return true;
  try {
    return Boolean(new Intl.DateTimeFormat("en-US", { timeZone: zone }));
  } catch {
    return false;
  }
}

export interface Span { from: number; to: number }  // seconds since that day's midnight; `to` may lie past 24 h

function spanOf(open: { from_s: number; to_s: number }): Span { return { from: open.from_s, to: open.to_s > open.from_s ? open.to_s : open.to_s + 86_400 }; }

/** The exception of a day: one of that very year comes before one of every year. */
export function exceptionOf(hours: HoursView, year: number, month: number, day: number): HoursView["dates"][number] | undefined {
  const of = hours.dates.filter((one) => one.month === month && one.day === day);
  return of.find((one) => one.year === year) ?? of.find((one) => one.year === 0);
}

/** The open spans that begin on this day. */
export function spansOf(hours: HoursView, year: number, month: number, day: number): Span[] {
  const exception = exceptionOf(hours, year, month, day);
  const open = exception ? exception.open : hours.week.filter((one) => one.weekday === weekdayOf(year, month, day)).map((one) => one.open);
  return open.map(spanOf).sort((a, b) => a.from - b.from);
}

function dayBefore(wall: WallTime): { year: number; month: number; day: number } {
  const before = new Date(Date.UTC(wall.year, wall.month - 1, wall.day) - dayMs);
  return { year: before.getUTCFullYear(), month: before.getUTCMonth() + 1, day: before.getUTCDate() };
}

export function isOpen(hours: HoursView, at: number): boolean {
  const wall = wallTime(at, hours.zone);
  const inside = (span: Span, seconds: number): boolean => seconds >= span.from && seconds < span.to;
  const yesterday = dayBefore(wall);
  return spansOf(hours, wall.year, wall.month, wall.day).some((span) => inside(span, wall.seconds))
    || spansOf(hours, yesterday.year, yesterday.month, yesterday.day).some((span) => inside(span, wall.seconds + 86_400));
}

/** The moments at which the day's spans begin and end; a day is named by any moment in it. */
function edgesOf(hours: HoursView, at: number): { midnight: number; edges: number[] } {
  const wall = wallTime(at, hours.zone);
  // Midnight of that day: found by what the wall shows, corrected once for a change of the clocks.
  const guess = at - wall.seconds * 1000;
  const off = wallTime(guess, hours.zone);
  const midnight = off.day === wall.day ? guess - off.seconds * 1000 : guess + (86_400 - off.seconds) * 1000;
  const edges = spansOf(hours, wall.year, wall.month, wall.day).flatMap((span) => [span.from, span.to]).map((edge) => {
    const moment = midnight + edge * 1000;
    const slip = (((edge % 86_400) - wallTime(moment, hours.zone).seconds + 129_600) % 86_400) - 43_200;  // an hour, on the day when the clocks change
    return Math.floor((moment + slip * 1000) / 1000) * 1000;
  });
  return { midnight, edges };
}

/** The next moment at which it opens or closes; null: never within a year. */
export function nextChange(hours: HoursView, at: number): number | null {
  const now = isOpen(hours, at);
  let later: number[] = [];  // spans that go past midnight end in a day to come
  for (let offset = -1; offset <= searchDays; offset += 1) {
    const { midnight, edges } = edgesOf(hours, at + offset * dayMs);
    const all = [...later, ...edges].sort((a, b) => a - b);
    const end = midnight + dayMs;
    const found = all.find((edge) => edge > at && edge < end && isOpen(hours, edge) !== now);
    if (found !== undefined) return found;
    later = all.filter((edge) => edge >= end);
  }
  return null;
}

/** "9:00" or "9.30" or "9" or "24:00" → seconds; null when it is no time of a day. */
export function readClock(text: string): number | null {
  const match = /^(\d{1,2})(?:[:.](\d{2}))?$/.exec(text.trim());
  if (!match) return null;
  const hour = Number(match[1]), minute = Number(match[2] ?? 0);
  return minute < 60 && (hour < 24 || (hour === 24 && minute === 0)) ? hour * 3600 + minute * 60 : null;
}
export function showClock(seconds: number): string { return `${String(Math.floor(seconds / 3600)).padStart(2, "0")}:${String(Math.floor(seconds / 60) % 60).padStart(2, "0")}`; }
/** "9:00–13:00, 14–18" or "с 9 до 18" → spans; null when something cannot be read. Nothing: closed. */
export function readSpans(text: string): { from_s: number; to_s: number }[] | null {
  const spans: { from_s: number; to_s: number }[] = [];
  for (const one of text.split(",").map((part) => part.trim()).filter(Boolean)) {
    const [from, to, more] = one.replace(/^(с|from)\s+/i, "").split(/\s*[-–—]\s*|\s+(?:до|to)\s+/i);
    const from_s = readClock(from ?? ""), to_s = readClock(to ?? "");
    if (from_s === null || to_s === null || more !== undefined) return null;
    spans.push({ from_s, to_s });
  }
  return spans;
}
export function showSpans(spans: readonly { from_s: number; to_s: number }[]): string { return spans.map((one) => `${showClock(one.from_s)}–${showClock(one.to_s)}`).join(", "); }

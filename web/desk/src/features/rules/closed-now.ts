// Why a queue is open or closed at a moment, and today's exception that closes or opens it. Pure.
import type { ConfigurationView, DateHoursView, HoursView, OpenSpanView, QueueRulesView } from "../../api/types";
import { itemOf, withItem } from "./draft";
import { exceptionOf, isOpen, nextChange, wallTime, weekdayOf, type WallTime } from "./hours-now";

/** "date", "dateOff" (closed all day) and "closedDate" (not open at this hour): the day is an exception of this title. */
export type Why = "always" | "week" | "date" | "dayOff" | "dateOff" | "before" | "between" | "after" | "closedDate";
export interface QueueNow { open: boolean; why: Why; hours: HoursView | null; title: string; next: number | null }

/** The queue's own hours, else the project's; null: it is always open. */
export function hoursOf(all: ConfigurationView, queue: QueueRulesView): HoursView | null {
  const name = queue.hours || itemOf(all, "projects", String(queue.project))?.hours || "";
  return name ? (itemOf(all, "hours", name) ?? null) : null;
}

function whyOf(hours: HoursView, wall: WallTime, open: boolean): { why: Why; title: string } {
  const exception = exceptionOf(hours, wall.year, wall.month, wall.day);
  const spans = exception ? exception.open : hours.week.filter((one) => one.weekday === wall.weekday).map((one) => one.open);
  const title = exception?.title ?? "";
  if (open) return { why: exception ? "date" : "week", title };
  if (spans.length === 0) return { why: exception ? "dateOff" : "dayOff", title };
  if (exception && title) return { why: "closedDate", title };
  const later = spans.some((one) => one.from_s > wall.seconds), earlier = spans.some((one) => one.from_s <= wall.seconds);
  return { why: later && earlier ? "between" : later ? "before" : "after", title };
}
export function queueNow(all: ConfigurationView, queue: QueueRulesView, at: number): QueueNow {
  const hours = hoursOf(all, queue);
  if (!hours) return { open: true, why: "always", hours, title: "", next: null };
  const open = isOpen(hours, at);
  return { open, hours, next: nextChange(hours, at), ...whyOf(hours, wallTime(at, hours.zone), open) };
}

export interface Shared { queues: string[]; shifts: string[] }
/** Who else lives by these hours: they open and close with the queue, and shifts end with them. */
export function sharedWith(all: ConfigurationView, queue: QueueRulesView, hours: HoursView): Shared {
  return {
    queues: all.queues.filter((one) => one.id !== queue.id && hoursOf(all, one)?.name === hours.name).map((one) => one.title || one.name),
    shifts: all.agents.filter((one) => one.shift === hours.name).map((one) => one.name),
  };
}

type Day = Pick<WallTime, "year" | "month" | "day">;
function spansOn(hours: HoursView, on: Day): OpenSpanView[] {
  const exception = exceptionOf(hours, on.year, on.month, on.day);
  return exception ? exception.open : hours.week.filter((one) => one.weekday === weekdayOf(on.year, on.month, on.day)).map((one) => one.open);
}
function isOn(one: DateHoursView, on: Day): boolean { return one.year === on.year && one.month === on.month && one.day === on.day; }
// An exception that is there keeps its title, unless it was made by hand, too.
function withDate(hours: HoursView, on: Day, open: OpenSpanView[], title: string, byHand: readonly string[]): HoursView {
  const was = exceptionOf(hours, on.year, on.month, on.day)?.title ?? "";
  return { ...hours, dates: [...hours.dates.filter((one) => !isOn(one, on)), { year: on.year, month: on.month, day: on.day, title: was && !byHand.includes(was) ? was : title, open }] };
}
function dayBefore(wall: WallTime): Day {
  const before = new Date(Date.UTC(wall.year, wall.month - 1, wall.day - 1));
  return { year: before.getUTCFullYear(), month: before.getUTCMonth() + 1, day: before.getUTCDate() };
}
const day = 86_400;
/** What is left of spans when they end at this second of their day (past 24 h: of the next). */
function cut(spans: readonly OpenSpanView[], end: number): OpenSpanView[] {
  return spans.flatMap((one) => {
    const to = one.to_s > one.from_s ? one.to_s : one.to_s + day;
    if (one.from_s >= end) return [];
    const last = Math.min(to, end);
    return [{ from_s: one.from_s, to_s: last > day ? last - day : last }];
  });
}

/** Closed from this moment to the end of the day: what was open today before stays as it was. */
export function closedToday(hours: HoursView, at: number, title: string, byHand: readonly string[] = []): HoursView {
  const wall = wallTime(at, hours.zone), yesterday = dayBefore(wall);
  const now = Math.floor(wall.seconds / 60) * 60;
  const night = spansOn(hours, yesterday).some((one) => one.to_s <= one.from_s && one.to_s > wall.seconds);
  const one = night ? withDate(hours, yesterday, cut(spansOn(hours, yesterday), day + now), title, byHand) : hours;
  return withDate(one, wall, cut(spansOn(hours, wall), now), title, byHand);
}
/** Open from this moment until a time of the day, beside what else is open today. */
export function openToday(hours: HoursView, at: number, until_s: number, title: string, byHand: readonly string[] = []): HoursView {
  const wall = wallTime(at, hours.zone);
  const now = Math.floor(wall.seconds / 60) * 60;
  const rest = spansOn(hours, wall).filter((one) => one.from_s < now || (one.from_s > now && one.from_s >= until_s));
  return withDate(hours, wall, [...rest, { from_s: now, to_s: until_s }].sort((a, b) => a.from_s - b.from_s), title, byHand);
}

/** The last end of the weekday's hours that is still ahead; none: the end of the day. */
export function usualEnd(hours: HoursView, at: number): number {
  const wall = wallTime(at, hours.zone);
  const ends = hours.week.filter((one) => one.weekday === wall.weekday).map((one) => (one.open.to_s > one.open.from_s ? one.open.to_s : day));
  const last = Math.max(0, ...ends);
  return last > wall.seconds + 60 ? last : day;
}

/** Hours of the queue alone: a copy of those it shares; where it had none, open day and night. */
export function ownHours(all: ConfigurationView, queue: QueueRulesView, hours: HoursView | null, zone: string): HoursView {
  const taken = all.hours.map((one) => one.name);
  let name = queue.name;
  for (let n = 2; taken.includes(name); n += 1) name = `${queue.name}${n}`;
  const always = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, open: { from_s: 0, to_s: day } }));
  return { name, title: queue.title || queue.name, zone: hours?.zone ?? zone, week: hours?.week ?? always, dates: hours?.dates ?? [] };
}
/** These hours in the settings, and the queue living by them. */
export function living(all: ConfigurationView, queue: QueueRulesView, hours: HoursView, own: boolean): ConfigurationView {
  const next = withItem(all, "hours", hours);
  const now = itemOf(next, "queues", String(queue.id));
  return own && now ? withItem(next, "queues", { ...now, hours: hours.name }) : next;
}

// Moments as a clock in another time zone shows them, and what that zone is called. Pure.
import { isZone, wallTime } from "./hours-now";

function locale(language: string): string { return language === "en" ? "en-GB" : language; }
function zoned(zone: string): Intl.DateTimeFormatOptions { return zone && isZone(zone) ? { timeZone: zone } : {}; }

/** Whether clocks in both zones show the same at this moment; "" is the reader's own. */
export function sameClock(a: string, b: string, at: number): boolean {
  const one = wallTime(at, a), other = wallTime(at, b);
  return one.day === other.day && one.month === other.month && one.year === other.year && one.seconds === other.seconds;
}

/** "Владивосток, UTC+10" */
export function zoneName(zone: string, at: number, language: string): string {
  const part = (style: "shortGeneric" | "shortOffset", speech: string): string => new Intl.DateTimeFormat(speech, { ...zoned(zone), timeZoneName: style }).formatToParts(at).find((one) => one.type === "timeZoneName")?.value ?? "";
  const offset = part("shortOffset", "en-GB").replace("GMT", "UTC"), name = part("shortGeneric", locale(language)).replace("GMT", "UTC");
  return name && name !== offset ? `${name}, ${offset}` : offset;
}

/** Days from `now` to the calendar day of a moment, both by the clock of the zone. */
export function daysUntil(at: number, now: number, zone: string): number {
  const then = wallTime(at, zone), today = wallTime(now, zone);
  return Math.round((Date.UTC(then.year, then.month - 1, then.day) - Date.UTC(today.year, today.month - 1, today.day)) / 86_400_000);
}

/** "18:00" today, "полуночи", "завтра 09:00", "пн 09:00" within a week, else "8 янв. 09:00", by the clock of the zone. */
export function whenIn(at: number, now: number, zone: string, language: string, { tomorrow, midnight }: { tomorrow: string; midnight: string }): string {
  const days = daysUntil(at, now, zone);
  const clock = new Date(at).toLocaleTimeString(locale(language), { ...zoned(zone), hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  if (days === 0) return clock;
  if (days === 1 && wallTime(at, zone).seconds === 0) return midnight;
  if (days === 1) return `${tomorrow} ${clock}`;
  const options: Intl.DateTimeFormatOptions = days > 1 && days < 7 ? { weekday: "short" } : { day: "numeric", month: "short" };
  return `${new Date(at).toLocaleDateString(locale(language), { ...zoned(zone), ...options })} ${clock}`;
}

// Numbers, times and money as people read them. Display only: numbers are normalised by the server.

const groups: ReadonlyArray<[RegExp, string]> = [
  [/^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/, "+7 $1 $2-$3-$4"],
  [/^\+375(\d{2})(\d{3})(\d{2})(\d{2})$/, "+375 $1 $2-$3-$4"],
  [/^\+1(\d{3})(\d{3})(\d{4})$/, "+1 $1 $2-$3"],
  [/^\+(\d{2})(\d{2,4})(\d{3})(\d{2,4})$/, "+$1 $2 $3 $4"],
];

export function prettyNumber(number: string): string {
  for (const [shape, view] of groups) if (shape.test(number)) return number.replace(shape, view);
  return number;
}

/** 0:07, 12:34, 1:02:03 */
export function duration(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const seconds = String(total % 60).padStart(2, "0");
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/** The locale of dates and numbers: English here is read all over the world, so days stand before months. */
function locale(language: string): string { return language === "en" ? "en-GB" : language; }

export function percent(rate: number | null | undefined, language: string): string {
  return rate === null || rate === undefined ? "—" : new Intl.NumberFormat(locale(language), { style: "percent", maximumFractionDigits: 0 }).format(rate);
}

export function count(many: number, language: string): string { return new Intl.NumberFormat(locale(language)).format(many); }

export function dayOf(ms: number, language: string): string { return new Date(ms).toLocaleDateString(locale(language), { day: "numeric", month: "long", year: "numeric" }); }

export function clockTime(ms: number, language: string): string {
  return new Date(ms).toLocaleTimeString(locale(language), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

function dayStart(ms: number): number {
  const day = new Date(ms);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}

/** Days between the calendar days of two moments, in the reader's time zone. */
export function daysAgo(ms: number, now: number): number {
  return Math.round((dayStart(now) - dayStart(ms)) / 86_400_000);
}

/** "14:05", "yesterday 14:05", "12 Nov 14:05", "12 Nov 2024" */
export function when(ms: number, now: number, language: string, yesterday: string): string {
  const days = daysAgo(ms, now);
  if (days === 0) return clockTime(ms, language);
  if (days === 1) return `${yesterday} ${clockTime(ms, language)}`;
  const date = new Date(ms);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  const day = date.toLocaleDateString(locale(language), { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) });
  return sameYear ? `${day} ${clockTime(ms, language)}` : day;
}

/** "14:05", "yesterday", "12 Nov", "12 Nov 2024": for narrow places, where the whole is a hint away. */
export function shortWhen(ms: number, now: number, language: string, yesterday: string): string {
  const days = daysAgo(ms, now);
  if (days === 0) return clockTime(ms, language);
  if (days === 1) return yesterday;
  const sameYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
  return new Date(ms).toLocaleDateString(locale(language), { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) });
}

export function fullWhen(ms: number, language: string): string {
  return new Date(ms).toLocaleString(locale(language), { dateStyle: "long", timeStyle: "medium", hourCycle: "h23" });
}

export function money(minor: number, currency: string, language: string): string {
  try {
    return new Intl.NumberFormat(locale(language), {
      style: "currency", currency: currency || "RUB", currencyDisplay: "narrowSymbol", maximumFractionDigits: minor % 100 === 0 ? 0 : 2,
    }).format(minor / 100);
  } catch {
    return `${(minor / 100).toFixed(2)} ${currency}`;
  }
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words.slice(0, 2).map((word) => [...word.replace(/^[^\p{L}\p{N}]+/u, "")][0] ?? "").join("").toLocaleUpperCase();
}

/** Control and direction characters of other people's texts are made visible instead of acting. */
export function plain(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\u00b7");
}

/** Whether what was typed in the search is a number to call. */
export function looksLikeNumber(text: string): boolean {
  return /^[+\d][\d\s().-]*$/.test(text.trim()) && text.replace(/\D/g, "").length >= 3;
}

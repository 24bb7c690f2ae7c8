// Lengths of time as people write them: "1:30", "1 мин 30 с", "2,5 min", or a bare number in the field's own unit. Pure.
export type TimeUnit = "s" | "min" | "h";
const seconds: Record<TimeUnit, number> = { s: 1, min: 60, h: 3600 };
const written: [RegExp, TimeUnit][] = [[/^(s|sec|secs|second|seconds|с|сек|секунд[аы]?)$/, "s"], [/^(m|min|mins|minute|minutes|м|мин|минут[аы]?)$/, "min"], [/^(h|hr|hrs|hour|hours|ч|час|часа|часов)$/, "h"]];
const longest = 1e8;

function unitOf(word: string): TimeUnit | undefined { return written.find(([shape]) => shape.test(word))?.[1]; }

/** Seconds, to the hundredth; null when it cannot be read. Nothing written is 0. */
export function readDuration(text: string, unit: TimeUnit): number | null {
  const words = text.trim().toLocaleLowerCase().replace(/,/g, ".").replace(/\u2212/g, "-");
  if (!words) return 0;
  const clock = /^(\d+):(\d{2})(?::(\d{2}))?$/.exec(words);
  if (clock) {
    const [a, b, c] = [Number(clock[1]), Number(clock[2]), clock[3] === undefined ? null : Number(clock[3])];
    if (b > 59 || (c ?? 0) > 59) return null;
    return c === null ? a * 60 + b : a * 3600 + b * 60 + c;
  }
  if (/^-?\d+(\.\d+)?$/.test(words)) return bounded(Number(words) * seconds[unit]);
  if (!/^-?(\d+(\.\d+)?\s*[a-zа-я]+\.?\s*)+$/.test(words)) return null;
  let sum = 0;
  for (const [, many = "", word = ""] of words.matchAll(/(\d+(?:\.\d+)?)\s*([a-zа-я]+)\.?/g)) {
    const of = unitOf(word);
    if (!of) return null;
    sum += Number(many) * seconds[of];
  }
  return bounded(words.startsWith("-") ? -sum : sum);
}
function bounded(value: number): number | null { return Math.abs(value) <= longest ? Math.round(value * 100) / 100 : null; }

/** 90 → "1 мин 30 с", 300 → "5 мин", 0 → "0 с". `names` are the words of the units. */
export function showDuration(value: number, unit: TimeUnit, names: Record<TimeUnit, string>, language: string): string {
  const number = (many: number): string => new Intl.NumberFormat(language === "en" ? "en-GB" : language, { maximumFractionDigits: 2, useGrouping: false }).format(many);
  if (value === 0) return `0 ${names[unit]}`;
  if (value < 0) return `${number(value / seconds[unit])} ${names[unit]}`;
  const hours = Math.floor(value / 3600), minutes = Math.floor((value % 3600) / 60), rest = Math.round((value % 60) * 100) / 100;
  return [hours ? `${hours} ${names.h}` : "", minutes ? `${minutes} ${names.min}` : "", rest ? `${number(rest)} ${names.s}` : ""].filter(Boolean).join(" ");
}

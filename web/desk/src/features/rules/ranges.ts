// How far numbers may go, as the server has it (domain/problems.h): shown beside the field before anybody asks the server. Pure.
import type { Channel } from "../../api/types";

export type Range = readonly [least: number, most: number];
const points = 1000;
export const ranges: Readonly<Record<string, Range>> = {
  ring_at_once: [1, 20], difficult_level: [1, 10], priority: [-points, points], ageing: [0, points], vip_priority: [0, points], letters_min_idle: [0, 10_000], letters_max_occupancy: [0, 100],
  wrap_up_extensions: [0, 20], callback_tries: [1, 20], hooligan_marks: [0, 100], skills: [0, 10], points: [-points, points], weights: [0, 100],
};
const most: Record<Channel, number> = { voice: 1, chat: 10, email: 100, sms: 100, social: 100 };
export function capacityRange(channel: Channel): Range { return [0, most[channel]]; }
export function isWithin(value: number, range: Range | undefined): boolean { return !range || (value >= range[0] && value <= range[1]); }

/** A whole number as it is written, however large; null when it is none. */
export function readWhole(text: string): number | null {
  const words = text.trim().replace(/\u2212/g, "-");
  return /^-?\d{1,9}$/.test(words) ? Number(words) : null;
}

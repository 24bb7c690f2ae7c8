// What is marked on a recording's line: where nothing was kept, and moments that somebody remarked on.
export interface Span { from_ms: number; to_ms: number }
export interface Mark { id: number; at_ms: number; text: string }

/** In percent of the line; what goes on ends with it. */
export function spanOf({ from_ms, to_ms }: Span, lengthMs: number): { left: number; width: number } {
  const length = Math.max(1, lengthMs);
  const from = Math.min(Math.max(0, from_ms), length);
  const to = to_ms < 0 ? length : Math.min(Math.max(from, to_ms), length);
  return { left: (100 * from) / length, width: (100 * (to - from)) / length };
}
export function placeOf(at_ms: number, lengthMs: number): number {
  return (100 * Math.min(Math.max(0, at_ms), Math.max(1, lengthMs))) / Math.max(1, lengthMs);
}
/** By a step forward or back, inside of the recording. */
export function skipped(at_s: number, by_s: number, length_s: number): number {
  return Math.min(Math.max(0, at_s + by_s), Math.max(0, length_s - 0.1));
}

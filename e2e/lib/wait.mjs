// Waiting: for something to become true, with a deadline and words for the failure. Times in milliseconds, of the
// release program: under sanitizers a deadline is as many times later as that program is slower.
import { slowness } from "./program.mjs";

export class Failure extends Error {}

export function check(good, words) {
  if (!good) throw new Failure(words);
}

// Asks `what()` until it answers something true, and gives that answer back.
export async function until(words, what, within_ms = 10_000) {
  const end = Date.now() + within_ms * slowness;
  let last;
  for (;;) {
    try {
      const answer = await what();
      if (answer) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Failure(`not within ${within_ms * slowness} ms: ${words}${last === undefined ? "" : ` (last: ${last?.message ?? JSON.stringify(last)})`}`);
    await next(50);
  }
}

export const next = (ms) => new Promise((done) => setTimeout(done, ms));

// A promise with a deadline.
export function within(ms, words, promise) {
  let timer;
  const late = new Promise((_, no) => { timer = setTimeout(() => no(new Failure(`not within ${ms * slowness} ms: ${words}`)), ms * slowness); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

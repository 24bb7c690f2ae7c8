// The second half of a double click on "Answer" lands on whatever has taken its place; it must not mute or hold the customer.

export interface Press { x: number; y: number; at: number }

const withinMs = 600;
const withinPx = 8;

export function isEcho(first: Press | null, second: Press): boolean {
  if (!first) return false;
  const near = Math.abs(first.x - second.x) <= withinPx && Math.abs(first.y - second.y) <= withinPx;
  return near && second.at >= first.at && second.at - first.at <= withinMs;
}

let answered: Press | null = null;
interface Click { clientX: number; clientY: number; timeStamp: number; detail: number }
const pressOf = (event: Click): Press => ({ x: event.clientX, y: event.clientY, at: event.timeStamp });

export function rememberAnswer(event: Click): void { answered = event.detail > 0 ? pressOf(event) : null; }  // 0: a key, which has no place
export function isEchoOfAnswer(event: Click): boolean { return event.detail > 0 && isEcho(answered, pressOf(event)); }

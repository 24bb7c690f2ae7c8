// One way to ask the server: cookie, CSRF header, RFC 9457 problems turned into `Problem`.
export class Problem extends Error {
  constructor(readonly status: number, readonly code: string, readonly words: string, readonly problems: readonly { place: string; words: string }[] = []) {
    super(words || code);
    this.name = "Problem";
  }
}

const csrfKey = "okno.csrf";
let onSignedOut: () => void = () => undefined;
let clockSkewMs = 0;

export function whenSignedOut(tell: () => void): void { onSignedOut = tell; }
export function rememberCsrf(token: string): void { localStorage.setItem(csrfKey, token); }
export function forgetCsrf(): void { localStorage.removeItem(csrfKey); }
export function hasCsrf(): boolean { return localStorage.getItem(csrfKey) !== null; }

/** The server's time now, in ms. Computers at desks are often minutes off; timers must not be. */
export function serverNow(): number { return Date.now() + clockSkewMs; }

function learnClock(response: Response, sentAt: number): void {
  const date = response.headers.get("date");
  if (!date) return;
  const there = Date.parse(date) + 500;  // the header is cut to whole seconds
  const here = (sentAt + Date.now()) / 2;
  if (Number.isFinite(there)) clockSkewMs = Math.abs(there - here) > 2500 ? there - here : 0;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
function text(value: unknown): string { return typeof value === "string" ? value : ""; }

async function problemOf(response: Response): Promise<Problem> {
  let body: Record<string, unknown> = {};
  try {
    body = record(await response.json());
  } catch { /* a proxy's page, not ours: the status says enough */ }
  const type = text(body["type"]);
  const code = text(body["code"]) || type.slice(type.lastIndexOf("/") + 1).replace(/^about:blank$/, "") || `http_${response.status}`;
  const listed = Array.isArray(body["problems"]) ? body["problems"].map(record).map((one) => ({ place: text(one["place"]), words: text(one["words"]) })) : [];
  return new Problem(response.status, code, text(body["detail"]) || text(body["words"]) || text(body["title"]), listed);
}

export interface Asked { method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"; body?: unknown; signal?: AbortSignal; once?: string }

const answerLimitMs = 15_000;  // a network that swallows packets must not hold a button for ever

/** Asks and reads JSON. `once` is the Idempotency-Key: a repeated press does a thing once. */
export async function ask<T>(path: string, asked: Asked = {}): Promise<T> {
  const method = asked.method ?? "GET";
  const headers: Record<string, string> = { accept: "application/json" };
  if (asked.body !== undefined) headers["content-type"] = "application/json";
  if (method !== "GET") headers["x-csrf-token"] = localStorage.getItem(csrfKey) ?? "";
  if (asked.once) headers["idempotency-key"] = asked.once;
  const sentAt = Date.now();
  const stop = new AbortController();
  const forward = (): void => stop.abort();
  if (asked.signal?.aborted) stop.abort();
  asked.signal?.addEventListener("abort", forward);
  const timer = setTimeout(forward, answerLimitMs);
  let response: Response;
  let body = "";
  try {
    response = await fetch(path, {
      method, headers, credentials: "same-origin", signal: stop.signal,
      ...(asked.body !== undefined ? { body: JSON.stringify(asked.body) } : {}),
    });
    if (response.ok) body = await response.text();
  } catch (error) {
    if (asked.signal?.aborted) throw error;  // whoever asked wants it no more
    throw new Problem(0, "unreachable", "");
  } finally {
    clearTimeout(timer);
    asked.signal?.removeEventListener("abort", forward);
  }
  learnClock(response, sentAt);
  const csrf = response.headers.get("x-csrf-token");
  if (csrf) rememberCsrf(csrf);
  if (!response.ok) {
    const problem = await problemOf(response);
    if (response.status === 401 && path !== "/api/v1/session") onSignedOut();
    throw problem;
  }
  return (body ? JSON.parse(body) : undefined) as T;
}

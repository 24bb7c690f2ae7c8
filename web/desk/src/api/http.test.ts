import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ask, Problem, whenSignedOut } from "./http";

const problem = (promise: Promise<unknown>): Promise<Problem> => promise.then(() => { throw new Error("no problem"); }, (error: unknown) => error as Problem);
let answer: (signal: AbortSignal) => Promise<Response>;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("localStorage", { getItem: () => "token", setItem: () => undefined, removeItem: () => undefined });
  vi.stubGlobal("fetch", (_path: string, init: RequestInit) => answer(init.signal as AbortSignal));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const never = (signal: AbortSignal): Promise<Response> => new Promise((_, no) => { signal.addEventListener("abort", () => no(new DOMException("aborted", "AbortError"))); });

describe("a request", () => {
  it("that nobody answers ends as unreachable, so that the button can be pressed again", async () => {
    answer = never;
    const asked = problem(ask("/api/v1/calls/1/answer", { method: "POST", body: {} }));
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await asked).toMatchObject({ status: 0, code: "unreachable" });
  });
  it("that is wanted no more ends as an abort and not as a trouble", async () => {
    answer = never;
    const stop = new AbortController();
    const asked = problem(ask("/api/v1/contacts", { signal: stop.signal }));
    stop.abort();
    expect((await asked).name).toBe("AbortError");
  });
  it("tells the server's code and words", async () => {
    answer = () => Promise.resolve(new Response(JSON.stringify({ code: "conflict", detail: "Changed." }), { status: 409 }));
    expect(await problem(ask("/api/v1/contacts/1"))).toMatchObject({ status: 409, code: "conflict", words: "Changed." });
  });
  it("takes a proxy's page for what its status says", async () => {
    answer = () => Promise.resolve(new Response("<html>Bad gateway</html>", { status: 502 }));
    expect(await problem(ask("/api/v1/me"))).toMatchObject({ status: 502, code: "http_502" });
  });
  it("leads to the door when the session is over, but not when the password was wrong", async () => {
    let out = 0;
    whenSignedOut(() => { out += 1; });
    answer = () => Promise.resolve(new Response("{}", { status: 401 }));
    await problem(ask("/api/v1/session", { method: "POST", body: {} }));
    expect(out).toBe(0);
    await problem(ask("/api/v1/me"));
    expect(out).toBe(1);
  });
  it("gives what was answered, and nothing for an empty answer", async () => {
    answer = () => Promise.resolve(new Response('{"id":5}', { status: 200 }));
    expect(await ask("/api/v1/contacts/5")).toEqual({ id: 5 });
    answer = () => Promise.resolve(new Response(null, { status: 204 }));
    expect(await ask("/api/v1/session", { method: "DELETE" })).toBeUndefined();
  });
});

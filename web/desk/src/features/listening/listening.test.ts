import { describe, expect, it } from "vitest";
import type { AgentView, InteractionView, ListeningView, MeView } from "../../api/types";
import { lineOf, liveReducer, nothingKnown } from "../live/reducer";
import { lineWords, listenersOf, mayListen, whoIsHeard } from "./listening";

const anna = { id: 2, name: "Анна", role: "agent" } as AgentView;
const vera = { id: 4, name: "Вера", role: "supervisor" } as MeView;
const call = { id: 7, channel: "voice", state: "active", agent: { id: 2, name: "Анна" } } as InteractionView;
const line: ListeningView = { supervisor: { id: 4, name: "Вера" }, interaction: 7, mode: "whisper", agent: { id: 2, name: "Анна" }, customer: "Мария", since_ms: 0, why: "" };
const t = ((key: string, more?: object) => `${key} ${JSON.stringify(more ?? {})}`) as never;

describe("a supervisor on the line", () => {
  it("is shown whom he hears, a bare number in groups", () => {
    expect(whoIsHeard(line)).toBe("Анна — Мария");
    expect(whoIsHeard({ ...line, customer: "+79161234567" })).toBe("Анна — +7 916 123-45-67");
    const { agent: _gone, ...waits } = line;
    expect(whoIsHeard(waits)).toBe("Мария");
    expect(lineWords(t, waits, 4).what).toContain("line.nobody");
  });
  it("is told apart from what the agent sees", () => {
    expect(lineWords(t, line, 4).how).toContain("line.how_whisper");
    expect(lineWords(t, line, 2)).toEqual({ what: 'line.to_whisper {"name":"Вера"}', how: "line.toHow_whisper {}" });
  });
  it("may go on the call of another, and on nothing else", () => {
    expect(mayListen(vera, anna, call)).toBe(true);
    expect(mayListen(vera, anna, { ...call, state: "held" })).toBe(true);
    expect(mayListen(vera, anna, { ...call, state: "wrap_up" })).toBe(false);
    expect(mayListen(vera, anna, { ...call, channel: "chat" })).toBe(false);
    expect(mayListen({ ...vera, role: "agent" }, anna, call)).toBe(false);
    expect(mayListen({ ...vera, id: 2 }, anna, call)).toBe(false);
    expect(mayListen(vera, anna, undefined)).toBe(false);
  });
  it("comes, changes and goes by the live frames", () => {
    const frame = (data: ListeningView) => ({ type: "frame", frame: { seq: 1, type: "listening.changed", data } }) as const;
    const at = { ...nothingKnown, me: { ...vera, id: 2 } };
    const there = liveReducer(at, frame(line));
    expect(lineOf(there)?.mode).toBe("whisper");
    expect(listenersOf(anna, Object.values(there.listening))).toHaveLength(1);
    const { mode: _mode, ...gone } = line;
    expect(lineOf(liveReducer(there, frame({ ...gone, why: "ended" })))).toBeUndefined();
    expect(lineOf({ ...there, me: { ...vera, id: 3 } })).toBeUndefined();
    expect(lineOf({ ...there, me: vera })?.interaction).toBe(7);
  });
});

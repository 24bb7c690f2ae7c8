import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isGap, LiveSocket, type Link } from "./live-socket";

class PretendedSocket {
  static readonly OPEN = 1;
  static all: PretendedSocket[] = [];
  readyState = 0;
  sent: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  constructor() { PretendedSocket.all.push(this); }
  send(text: string): void { this.sent.push(text); }
  close(): void { this.readyState = 3; }
  opens(): void { this.readyState = 1; this.onopen?.(); }
  says(seq: number, type: string): void { this.onmessage?.({ data: JSON.stringify({ seq, type, data: {} }) }); }
  dies(): void { this.readyState = 3; this.onclose?.(); }
}
const newest = (): PretendedSocket => PretendedSocket.all.at(-1) as PretendedSocket;
let links: Link[];
let frames: string[];
let socket: LiveSocket;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", PretendedSocket);
  vi.stubGlobal("location", { href: "http://127.0.0.1:1/" });
  vi.stubGlobal("document", { hidden: false, addEventListener: () => undefined, removeEventListener: () => undefined });
  vi.stubGlobal("window", { setTimeout, clearTimeout, setInterval, clearInterval, addEventListener: () => undefined, removeEventListener: () => undefined });
  PretendedSocket.all = [];
  links = [];
  frames = [];
  socket = new LiveSocket({ frame: (frame) => frames.push(frame.type), link: (link) => links.push(link) });
  newest().opens();
  newest().says(1, "snapshot");
});
afterEach(() => {
  socket.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the live socket", () => {
  it("is open with the snapshot", () => { expect(links).toEqual(["connecting", "open"]); });
  it("comes back after a loss, waiting a little longer each time", () => {
    newest().dies();
    expect(links.at(-1)).toBe("lost");
    vi.advanceTimersByTime(400);
    expect(PretendedSocket.all).toHaveLength(2);
    newest().dies();
    vi.advanceTimersByTime(400);
    expect(PretendedSocket.all).toHaveLength(2);
    vi.advanceTimersByTime(600);
    expect(PretendedSocket.all).toHaveLength(3);
    newest().opens();
    newest().says(1, "snapshot");
    expect(links.at(-1)).toBe("open");
  });
  it("asks for a new snapshot when a number is missing, and does not show what came after the gap", () => {
    newest().says(2, "agent.changed");
    newest().says(4, "queue.changed");
    expect(frames).toEqual(["snapshot", "agent.changed"]);
    vi.advanceTimersByTime(400);
    expect(PretendedSocket.all).toHaveLength(2);
  });
  it("does not reconnect for ever over a server that skips numbers by habit", () => {
    for (let i = 0; i < 3; i += 1) {
      newest().says(9, "agent.changed");
      vi.advanceTimersByTime(2000);
      newest().opens();
      newest().says(1, "snapshot");
    }
    const before = PretendedSocket.all.length;
    newest().says(9, "agent.changed");
    expect(PretendedSocket.all).toHaveLength(before);
    expect(frames.at(-1)).toBe("agent.changed");
  });
  it("leaves a line that says nothing for too long", () => {
    vi.advanceTimersByTime(5_000);
    expect(newest().sent).toContain('{"type":"ping"}');
    vi.advanceTimersByTime(15_000);
    expect(PretendedSocket.all.length).toBeGreaterThan(1);
  });
  it("stays as long as the line answers", () => {
    for (let i = 0; i < 20; i += 1) { vi.advanceTimersByTime(5_000); newest().says(i + 2, "pong"); }
    expect(PretendedSocket.all).toHaveLength(1);
  });
  it("does not wait for ever for a connection that nobody answers", () => {
    newest().dies();
    vi.advanceTimersByTime(400);
    expect(PretendedSocket.all).toHaveLength(2);
    vi.advanceTimersByTime(10_000 + 1000);
    expect(PretendedSocket.all).toHaveLength(3);
  });
  it("takes half a frame for a loss and not for news", () => {
    newest().onmessage?.({ data: '{"seq":2,"type":"agent.ch' });
    expect(links.at(-1)).toBe("lost");
    expect(frames).toEqual(["snapshot"]);
  });
  it("stays away once closed", () => {
    newest().dies();
    socket.close();
    vi.advanceTimersByTime(60_000);
    expect(PretendedSocket.all).toHaveLength(1);
    expect(socket.send({ type: "ping" })).toBe(false);
  });
  it("knows a gap from a repetition", () => {
    expect(isGap(3, 4)).toBe(false);
    expect(isGap(3, 5)).toBe(true);
    expect(isGap(undefined, 9)).toBe(false);
  });
});

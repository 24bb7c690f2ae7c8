// The live socket: one connection, rising `seq`, and a calm way back after a loss. Knows nothing of screens.
import type { ClientFrame, LiveFrame } from "./types";

export type Link = "connecting" | "open" | "lost";

export interface LiveListener {
  frame(frame: LiveFrame): void;
  link(link: Link): void;
}

const backoffMs = [300, 700, 1500, 3000, 5000, 8000];
const pingEveryMs = 5_000;
const silenceLimitMs = 12_000;  // two pings and a bit without a word: the line is dead though nobody said so (a customer waits 20 s at most)
const openLimitMs = 10_000;     // from the first packet to the snapshot; a network that swallows packets says no more than that

export class LiveSocket {
  private socket: WebSocket | undefined;
  private tries = 0;
  private lastSeq: number | undefined;
  private timer: number | undefined;
  private pinger: number | undefined;
  private opening: number | undefined;
  private heardAt = 0;
  private closed = false;
  private doubts: number[] = [];

  constructor(private readonly listener: LiveListener) {
    this.open();
    window.addEventListener("online", this.hurry);
    window.addEventListener("pageshow", this.doubt);  // back from sleep or from the browser's drawer: the line may be long dead
    document.addEventListener("visibilitychange", this.doubt);
  }

  send(frame: ClientFrame): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  close(): void {
    this.closed = true;
    window.removeEventListener("online", this.hurry);
    window.removeEventListener("pageshow", this.doubt);
    document.removeEventListener("visibilitychange", this.doubt);
    this.drop();
    window.clearTimeout(this.timer);
  }

  private readonly hurry = (): void => {
    if (this.socket?.readyState === WebSocket.OPEN) return;
    this.tries = 0;
    this.again();
  };

  private readonly doubt = (): void => {
    if (!document.hidden && this.socket?.readyState === WebSocket.OPEN) this.ping();
  };

  private open(): void {
    this.listener.link(this.tries === 0 ? "connecting" : "lost");
    this.lastSeq = undefined;
    const url = new URL("/api/v1/live", location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    this.socket = socket;
    this.opening = window.setTimeout(() => this.again(), openLimitMs);
    socket.onopen = () => {
      this.heardAt = Date.now();
      this.pinger = window.setInterval(() => this.ping(), pingEveryMs);
    };
    socket.onmessage = (message: MessageEvent<unknown>) => this.heard(socket, message.data);
    socket.onclose = () => { if (this.socket === socket) this.again(); };
  }

  private heard(socket: WebSocket, data: unknown): void {
    if (socket !== this.socket || typeof data !== "string") return;
    this.heardAt = Date.now();
    let frame: LiveFrame;
    try {
      frame = JSON.parse(data) as LiveFrame;
    } catch {
      this.again();  // half a frame: whatever it said is in the next snapshot
      return;
    }
    if (frame.type === "snapshot") {
      window.clearTimeout(this.opening);
      this.tries = 0;
      this.listener.link("open");
    } else if (frame.type !== "pong" && isGap(this.lastSeq, frame.seq) && this.mayDoubt()) {
      this.again();  // something was missed: a new snapshot is the truth
      return;
    }
    if (typeof frame.seq === "number") this.lastSeq = frame.seq;
    this.listener.frame(frame);
  }

  // A server that skips numbers by habit must not keep us reconnecting for ever.
  private mayDoubt(): boolean {
    const now = Date.now();
    this.doubts = this.doubts.filter((at) => now - at < 60_000);
    this.doubts.push(now);
    return this.doubts.length <= 3;
  }

  private ping(): void {
    if (Date.now() - this.heardAt > silenceLimitMs) this.again();
    else this.send({ type: "ping" });
  }

  private drop(): void {
    window.clearInterval(this.pinger);
    window.clearTimeout(this.opening);
    const socket = this.socket;
    this.socket = undefined;
    if (!socket) return;
    socket.onclose = null;
    socket.onmessage = null;
    socket.close();
  }

  private again(): void {
    this.drop();
    if (this.closed) return;
    const wait = backoffMs[Math.min(this.tries, backoffMs.length - 1)] ?? 8000;
    this.tries += 1;
    this.listener.link("lost");
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.open(), wait * (0.75 + Math.random() * 0.5));
  }
}

/** Frames are numbered one by one; a number that jumps says that something was lost. */
export function isGap(last: number | undefined, seq: number | undefined): boolean {
  return last !== undefined && seq !== undefined && seq > last + 1;
}

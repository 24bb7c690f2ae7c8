// The live socket: one connection, rising `seq`, and a calm way back after a loss. Knows nothing of screens.
import type { ClientFrame, LiveFrame } from "./types";

export type Link = "connecting" | "open" | "lost";

export interface LiveListener {
  frame(frame: LiveFrame): void;
  link(link: Link): void;
}

const backoffMs = [300, 700, 1500, 3000, 5000, 8000];
const pingEveryMs = 10_000;
const silenceLimitMs = 25_000;  // two pings and a bit without a word: the line is dead though nobody said so

export class LiveSocket {
  private socket: WebSocket | undefined;
  private tries = 0;
  private lastSeq: number | undefined;
  private timer: number | undefined;
  private pinger: number | undefined;
  private heardAt = 0;
  private closed = false;
  private doubts: number[] = [];

  constructor(private readonly listener: LiveListener) {
    this.open();
    window.addEventListener("online", this.hurry);
  }

  send(frame: ClientFrame): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  close(): void {
    this.closed = true;
    window.removeEventListener("online", this.hurry);
    this.drop();
    window.clearTimeout(this.timer);
  }

  private readonly hurry = (): void => {
    if (this.socket?.readyState === WebSocket.OPEN) return;
    this.tries = 0;
    this.again();
  };

  private open(): void {
    this.listener.link(this.tries === 0 ? "connecting" : "lost");
    this.lastSeq = undefined;
    const url = new URL("/api/v1/live", location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    this.socket = socket;
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
    const frame = JSON.parse(data) as LiveFrame;
    if (frame.type === "snapshot") {
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

// The relays (TURN) of a browser phone, as the server names them: their passwords end by themselves.
import type { IceServerView, IceView } from "../../api/types";

const spareMs = 600_000;  // a password that ends sooner than this is asked for anew: a relay asks for it again on the way

export function stillGood(view: IceView, now: number): boolean { return view.until_ms - spareMs > now; }

export function iceServer(server: IceServerView): RTCIceServer {
  return server.username ? { urls: server.urls, username: server.username, credential: server.credential } : { urls: server.urls };
}

/** The answer, or a refusal when it does not come in time. */
export function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  return new Promise((yes, no) => {
    const timer = setTimeout(() => no(new Error("late")), ms);
    answer.then(yes, no).finally(() => clearTimeout(timer));
  });
}

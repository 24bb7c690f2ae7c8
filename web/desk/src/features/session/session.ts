// Who is signed in. The cookie is the server's; the desk only knows whether there is one.
import { useSyncExternalStore } from "react";
import { forgetCsrf, hasCsrf, rememberCsrf, whenSignedOut } from "../../api/http";
import * as api from "../../api/endpoints";
import type { MeView } from "../../api/types";
import { suggestLanguage } from "../../i18n";

export type Session = { phase: "asking"; slow: boolean } | { phase: "out"; why: "" | "expired" } | { phase: "in"; me: MeView };

let session: Session = { phase: "asking", slow: false };
const readers = new Set<() => void>();

function become(next: Session): void {
  session = next;
  readers.forEach((reader) => reader());
}
export function useSession(): Session {
  return useSyncExternalStore((reader) => {
    readers.add(reader);
    return () => { readers.delete(reader); };
  }, () => session);
}

function enter(me: MeView): void {
  suggestLanguage(me.language);
  become({ phase: "in", me });
}

export async function resumeSession(): Promise<void> {
  whenSignedOut(() => {
    if (session.phase === "out") return;
    forgetCsrf();
    become({ phase: "out", why: session.phase === "in" ? "expired" : "" });
  });
  if (!hasCsrf()) { become({ phase: "out", why: "" }); return; }
  for (let wait = 500; ; wait = Math.min(wait * 2, 5000)) {
    try {
      enter(await api.me());
      return;
    } catch (error) {
      const status = error instanceof Error && "status" in error ? error.status : 0;
      if (status === 401 || status === 403) { become({ phase: "out", why: "" }); return; }
      become({ phase: "asking", slow: true });
      await new Promise((resolve) => window.setTimeout(resolve, wait));  // the server is starting: wait for it
    }
  }
}

export async function signIn(login: string, password: string): Promise<void> {
  const answer = await api.signIn(login, password);
  rememberCsrf(answer.csrf);
  enter(await api.me());
}

export async function signOut(): Promise<void> {
  await api.signOut().catch(() => undefined);
  forgetCsrf();
  become({ phase: "out", why: "" });
}

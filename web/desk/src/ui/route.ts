// Pages are addressed by the part after #: the server needs to know none of them.
import { useSyncExternalStore } from "react";

export interface Route { page: string; query: URLSearchParams }

function read(): Route {
  const [path = "", search = ""] = location.hash.replace(/^#\/?/, "").split("?");
  return { page: path || "desk", query: new URLSearchParams(search) };
}
let route = read();
const readers = new Set<() => void>();
function changed(): void {
  route = read();
  readers.forEach((reader) => reader());
}
window.addEventListener("hashchange", changed);

export function href(page: string, query: Record<string, string> = {}): string {
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString();
  return `#/${page === "desk" ? "" : page}${search ? `?${search}` : ""}`;
}
export function go(page: string, query: Record<string, string> = {}): void {
  const next = href(page, query);
  if (location.hash === next || (next === "#/" && !location.hash)) return;
  location.hash = next;
  changed();  // at once: the event comes only after the next turn of the loop, and a ring does not wait
}
export function useRoute(): Route {
  return useSyncExternalStore((reader) => {
    readers.add(reader);
    return () => { readers.delete(reader); };
  }, () => route);
}
export function currentPage(): string { return route.page; }

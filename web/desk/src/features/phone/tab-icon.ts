// The tab's icon: the window of the logo with a dot of the state's colour; a ring takes the whole of it.

export type TabTone = "none" | "ready" | "pause" | "talking" | "offered" | "wrap_up" | "ring";

const dots: Record<Exclude<TabTone, "none" | "ring">, string> = { ready: "#2fbf71", pause: "#f5a524", talking: "#e5484d", offered: "#3b82f6", wrap_up: "#8b5cf6" };
const pane = '<rect width="32" height="32" rx="8" fill="#0f6f78"/><rect x="7" y="6" width="18" height="20" rx="2.5" fill="none" stroke="#fff" stroke-width="2.4"/><path d="M16 6v20M7 14h18" stroke="#fff" stroke-width="2.4"/><path d="M17.6 15.6h6v8.9h-6z" fill="#ffd27a"/>';
const handset = '<rect width="32" height="32" rx="8" fill="#1f9d55"/><path transform="translate(4 4)" d="M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2" fill="#fff"/>';

export function tabIcon(tone: TabTone): string {
  if (tone === "none") return "/logo.svg";
  const drawing = tone === "ring" ? handset : `${pane}<circle cx="24" cy="24" r="7.5" fill="${dots[tone]}" stroke="#fff" stroke-width="2"/>`;
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${drawing}</svg>`)}`;
}

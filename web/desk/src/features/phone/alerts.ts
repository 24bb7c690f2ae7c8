// What the tab says while nobody looks at it: its title and icon tell the state, and a ring blinks there and shows a note.
import { tabIcon, type TabTone } from "./tab-icon";
import { soundSettings } from "./settings";

const blinkMs = 1000;  // hidden tabs are given one turn a second
let calm: { title: string; tone: TabTone } = { title: "Okno", tone: "none" };
let timer: number | undefined;
let shown: Notification | undefined;

function show(title: string, tone: TabTone): void {
  document.title = title;
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const icon = tabIcon(tone);
  if (link && link.getAttribute("href") !== icon) link.setAttribute("href", icon);
}

export function askForNotes(): void {
  if (!soundSettings().notify || typeof Notification === "undefined" || Notification.permission !== "default") return;
  void Notification.requestPermission();
}

/** What the tab says when nothing calls for attention. */
export function setCalm(title: string, tone: TabTone): void {
  calm = { title: title ? `${title} · Okno` : "Okno", tone };
  if (timer === undefined) show(calm.title, calm.tone);
}

export function startAlert(sign: string, words: string, body: string): void {
  stopAlert();
  let on = true;
  show(`${sign} ${words}`, "ring");
  timer = window.setInterval(() => {
    on = !on;
    show(on ? `${sign} ${words}` : `● ${words}`, on ? "ring" : "offered");
  }, blinkMs);
  if (!soundSettings().notify || typeof Notification === "undefined" || Notification.permission !== "granted") return;
  if (!document.hidden && document.hasFocus()) return;  // in view but behind another window: he may not see it either
  shown = new Notification(words, { body, icon: "/logo.svg", tag: "okno-offer", requireInteraction: true });
  shown.onclick = () => {
    window.focus();
    shown?.close();
  };
}

export function stopAlert(): void {
  window.clearInterval(timer);
  timer = undefined;
  shown?.close();
  shown = undefined;
  show(calm.title, calm.tone);
}

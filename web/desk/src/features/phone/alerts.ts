// Calls for attention when the desk is not in front: the title blinks and the system shows a note.
import { soundSettings } from "./settings";

const title = "Okno";
let timer: number | undefined;
let shown: Notification | undefined;

export function askForNotes(): void {
  if (!soundSettings().notify || typeof Notification === "undefined" || Notification.permission !== "default") return;
  void Notification.requestPermission();
}

export function startAlert(words: string, body: string): void {
  stopAlert();
  let on = true;
  document.title = `● ${words}`;
  timer = window.setInterval(() => {
    on = !on;
    document.title = on ? `● ${words}` : title;
  }, 1000);
  if (!document.hidden || !soundSettings().notify) return;
  if (typeof Notification === "undefined" || Notification.permission !== "granted") return;
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
  document.title = title;
}

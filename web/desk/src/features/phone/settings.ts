// What the agent chose for sound; kept in this browser.
import { useSyncExternalStore } from "react";

export interface SoundSettings { microphone: string; speaker: string; ringDevice: string; ringVolume: number; notify: boolean; quieten: boolean }

const key = "okno.sound";
const usual: SoundSettings = { microphone: "", speaker: "", ringDevice: "", ringVolume: 0.6, notify: true, quieten: false };
const readers = new Set<() => void>();

function load(): SoundSettings {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<SoundSettings>;
    return { ...usual, ...kept };
  } catch {
    return usual;
  }
}
let settings = load();

export function soundSettings(): SoundSettings { return settings; }
export function changeSound(change: Partial<SoundSettings>): void {
  settings = { ...settings, ...change };
  localStorage.setItem(key, JSON.stringify(settings));
  readers.forEach((reader) => reader());
}
export function onSoundChange(reader: () => void): () => void {
  readers.add(reader);
  return () => { readers.delete(reader); };
}
export function useSoundSettings(): SoundSettings {
  return useSyncExternalStore(onSoundChange, () => settings);
}

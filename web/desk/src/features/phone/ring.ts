// The ring: two soft notes made by WebAudio, no file. Calm enough for a hundred calls a day, clear enough to be heard.
import { soundSettings } from "./settings";

type SinkContext = AudioContext & { setSinkId?: (id: string) => Promise<void> };

let context: SinkContext | undefined;
let timer: number | undefined;
const everyMs = 2600;

function note(at: number, frequency: number, length: number, volume: number): void {
  if (!context) return;
  const gain = context.createGain();
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(volume, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + length);
  gain.connect(context.destination);
  for (const [multiple, share] of [[1, 1], [2, 0.25]] as const) {
    const part = context.createGain();
    part.gain.value = share;
    const tone = context.createOscillator();
    tone.type = "sine";
    tone.frequency.value = frequency * multiple;
    tone.connect(part).connect(gain);
    tone.start(at);
    tone.stop(at + length);
  }
}

function chime(): void {
  if (!context || context.state !== "running") return;
  const volume = 0.5 * soundSettings().ringVolume ** 2;  // the ear is not linear
  if (volume <= 0) return;
  const now = context.currentTime + 0.02;
  [[0, 659.26], [0.18, 783.99], [0.36, 987.77], [0.9, 659.26], [1.08, 783.99], [1.26, 987.77]].forEach(([after, frequency]) => {
    note(now + (after ?? 0), frequency ?? 660, 0.5, volume);
  });
}

/** Call on a user's press: browsers let sound begin only then. */
export function wakeRing(): void {
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume();
  const device = soundSettings().ringDevice;
  if (context.setSinkId) context.setSinkId(device).catch(() => undefined);
}

export function startRing(): void {
  if (timer !== undefined) return;
  wakeRing();
  chime();
  timer = window.setInterval(chime, everyMs);
}

export function stopRing(): void {
  window.clearInterval(timer);
  timer = undefined;
}

export function testRing(): void {
  wakeRing();
  window.setTimeout(chime, 60);
}

// One recording sounds at a time.
let playing: HTMLAudioElement | null = null;

export function nowPlays(element: HTMLAudioElement): void {
  if (playing && playing !== element) playing.pause();
  playing = element;
}
export function noLongerPlays(element: HTMLAudioElement): void { if (playing === element) playing = null; }

/** Silence for whoever calls. */
export function stopPlaying(): void { playing?.pause(); }

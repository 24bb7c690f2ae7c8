// The shape of a stereo recording: who spoke when. The customer is the left channel, the agent the right one.

export interface Wave { left: number[]; right: number[] }  // loudness 0..1, step by step

const rate = 8000;  // as the telephone's: more would only cost memory

/** Loudness (root mean square) in `steps` equal parts. */
export function loudness(samples: Float32Array, steps: number): number[] {
  const part = samples.length / steps;
  return Array.from({ length: steps }, (_, step) => {
    const from = Math.floor(step * part);
    const to = Math.max(from + 1, Math.floor((step + 1) * part));
    let sum = 0;
    for (let i = from; i < to && i < samples.length; i += 1) sum += (samples[i] ?? 0) ** 2;
    return Math.sqrt(sum / (to - from));
  });
}

/** Both channels against the louder one, so that a quiet line is seen too; silence stays silence. */
export function shaped(left: number[], right: number[]): Wave {
  const most = Math.max(0.02, ...left, ...right);
  const shape = (part: number[]): number[] => part.map((value) => Math.min(1, Math.sqrt(value / most)));  // as the ear, not as the voltmeter
  return { left: shape(left), right: shape(right) };
}

/** Reads the whole recording; null where the browser cannot. */
export async function loadWave(url: string, steps: number, signal: AbortSignal): Promise<Wave | null> {
  try {
    const answer = await fetch(url, { signal, credentials: "same-origin" });
    if (!answer.ok) return null;
    const sound = await new OfflineAudioContext(2, 1, rate).decodeAudioData(await answer.arrayBuffer());
    const left = loudness(sound.getChannelData(0), steps);
    return shaped(left, sound.numberOfChannels > 1 ? loudness(sound.getChannelData(1), steps) : left);
  } catch {
    return null;
  }
}

/** Bars from the middle line up or down, as an SVG path in a box `steps` wide and 2 high. */
export function barsOf(values: readonly number[], up: boolean): string {
  return values.map((value, step) => {
    const height = Math.max(0.04, value * 0.96);
    return `M${step + 0.15} ${up ? (1 - height).toFixed(3) : 1}h.7v${height.toFixed(3)}h-.7z`;
  }).join("");
}

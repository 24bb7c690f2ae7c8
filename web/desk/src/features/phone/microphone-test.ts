// The level of the microphone, measured here in the browser.
import { phoneStream } from "./phone-line";
import { soundSettings } from "./settings";

export interface MicrophoneTest { stop(): void }

/** Calls `tell` about 20 times a second with 0..1 until stopped. Uses the line's own microphone when it is on. */
export async function testMicrophone(tell: (level: number) => void): Promise<MicrophoneTest> {
  const shared = phoneStream();
  const device = soundSettings().microphone;
  const stream = shared ?? await navigator.mediaDevices.getUserMedia({ audio: device ? { deviceId: { ideal: device } } : true });
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = window.setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    let sum = 0;
    for (const sample of samples) sum += sample * sample;
    const decibels = 10 * Math.log10(sum / samples.length + 1e-9);
    tell(Math.min(1, Math.max(0, (decibels + 60) / 60)));
  }, 50);
  return {
    stop: () => {
      window.clearInterval(timer);
      void context.close();
      if (!shared) stream.getTracks().forEach((track) => track.stop());
    },
  };
}

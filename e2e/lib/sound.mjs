// Tones: made, coded as A-law, found again. Samples are floats -1..1.
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

export const telephone_rate = 8000;

// ITU-T G.711, table 1: one sample (-1..1) to an A-law byte.
export function to_alaw(sample) {
  let value = Math.max(-32635, Math.min(32635, Math.round(sample * 32767))) >> 3;
  const sign = value < 0 ? 0 : 0x80;
  if (value < 0) value = -value - 1;
  let exponent = 0;
  for (let rest = value >> 5; rest > 0; rest >>= 1) exponent++;
  const mantissa = exponent === 0 ? value >> 1 : (value >> exponent) & 0x0f;
  return (sign | (exponent << 4) | (mantissa & 0x0f)) ^ 0x55;
}

export function from_alaw(byte) {
  const value = byte ^ 0x55, exponent = (value >> 4) & 7, mantissa = value & 0x0f;
  const size = exponent === 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1);
  return (value & 0x80 ? size : -size) / 32768;
}

export function from_ulaw(byte) {
  const value = ~byte & 0xff, exponent = (value >> 4) & 7, mantissa = value & 0x0f;
  const size = (((mantissa << 3) + 0x84) << exponent) - 0x84;
  return (value & 0x80 ? -size : size) / 32768;
}

// The share of the power of `samples` that lies at `frequency` (0..1), and the loudness (RMS).
export function at_frequency(samples, frequency, rate) {
  const w = (2 * Math.PI * frequency) / rate, c = 2 * Math.cos(w);
  let a = 0, b = 0, power = 0;
  for (const x of samples) {
    const s = x + c * a - b;
    b = a;
    a = s;
    power += x * x;
  }
  const n = samples.length;
  if (n === 0 || power === 0) return { share: 0, rms: 0 };
  return { share: (2 * (a * a + b * b - c * a * b)) / (n * power), rms: Math.sqrt(power / n) };
}

// Seconds of `samples` in which `frequency` rules (tenths that are loud enough and mostly that tone).
export function seconds_of(samples, frequency, rate, least_rms = 0.01) {
  const step = Math.round(rate / 10);
  let tenths = 0;
  for (let i = 0; i + step <= samples.length; i += step) {
    const { share, rms } = at_frequency(samples.subarray(i, i + step), frequency, rate);
    if (rms > least_rms && share > 0.5) tenths++;
  }
  return tenths / 10;
}

// A WAV file (16 bit, one channel) with a tone in bursts: a steady tone would be taken for noise by a browser's filter.
export function tone_file(path, frequency, { rate = 48000, seconds = 12, on_ms = 400, off_ms = 100, loud = 0.5 } = {}) {
  const count = rate * seconds, pcm = Buffer.alloc(count * 2);
  for (let i = 0; i < count; i++) {
    const in_burst = ((i * 1000) / rate) % (on_ms + off_ms) < on_ms;
    pcm.writeInt16LE(in_burst ? Math.round(loud * 32767 * Math.sin((2 * Math.PI * frequency * i) / rate)) : 0, i * 2);
  }
  const head = Buffer.alloc(44);
  head.write("RIFF", 0); head.writeUInt32LE(36 + pcm.length, 4); head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16); head.writeUInt16LE(1, 20); head.writeUInt16LE(1, 22); head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28); head.writeUInt16LE(2, 32); head.writeUInt16LE(16, 34);
  head.write("data", 36); head.writeUInt32LE(pcm.length, 40);
  writeFileSync(path, Buffer.concat([head, pcm]));
}

// The samples of a WAV file of one channel and 16 bit.
export function read_wav(path) {
  const bytes = readFileSync(path);
  let at = 12;
  while (bytes.toString("latin1", at, at + 4) !== "data") at += 8 + bytes.readUInt32LE(at + 4);
  const count = bytes.readUInt32LE(at + 4) >> 1;
  return Float32Array.from({ length: count }, (_, i) => bytes.readInt16LE(at + 8 + 2 * i) / 32768);
}

// The `length` samples of most power.
export function loudest_part(samples, length) {
  let best = 0, power_of_best = -1;
  for (let from = 0; from + length <= samples.length; from += length >> 2) {
    let power = 0;
    for (let i = from; i < from + length; i++) power += samples[i] * samples[i];
    if (power > power_of_best) [best, power_of_best] = [from, power];
  }
  return samples.subarray(best, best + length);
}

// How like `part` is to the part of `samples` that is likest (0..1, however loud each is).
export function likeness(samples, part) {
  let own = 0, power = 0, best = 0;
  for (const x of part) own += x * x;
  for (let i = 0; i < part.length - 1 && i < samples.length; i++) power += samples[i] * samples[i];
  for (let from = 0; from + part.length <= samples.length; from++) {
    power += samples[from + part.length - 1] ** 2;
    let sum = 0;
    if (power > own * 1e-3) for (let i = 0; i < part.length; i++) sum += samples[from + i] * part[i];
    if (sum > 0) best = Math.max(best, sum / Math.sqrt(own * power));
    power -= samples[from] ** 2;
  }
  return best;
}

// An mp3 decoded by ffmpeg: {rate, seconds, left, right}.
export function decode_mp3(bytes) {
  const raw = execFileSync("ffmpeg", ["-v", "error", "-i", "pipe:0", "-f", "f32le", "-ac", "2", "-ar", "8000", "pipe:1"],
    { input: bytes, maxBuffer: 1 << 28 });
  const both = new Float32Array(raw.buffer, raw.byteOffset, raw.length >> 2);
  const left = new Float32Array(both.length >> 1), right = new Float32Array(both.length >> 1);
  for (let i = 0; i < left.length; i++) { left[i] = both[2 * i]; right[i] = both[2 * i + 1]; }
  const channels = Number(spawnSync("ffprobe", ["-v", "error", "-show_entries", "stream=channels", "-of", "csv=p=0", "pipe:0"], { input: bytes }).stdout.toString());
  return { rate: 8000, seconds: left.length / 8000, left, right, channels };
}

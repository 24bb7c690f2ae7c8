import { describe, expect, it } from "vitest";
import { barsOf, loudness, shaped } from "./waveform";

describe("the shape of a recording", () => {
  it("is loud where somebody speaks and flat where nobody does", () => {
    const samples = new Float32Array(1000);
    for (let i = 500; i < 1000; i += 1) samples[i] = i % 2 ? 0.5 : -0.5;
    expect(loudness(samples, 4)).toEqual([0, 0, 0.5, 0.5]);
  });
  it("has as many steps as asked for, also for a recording shorter than that", () => {
    expect(loudness(new Float32Array(3), 10)).toHaveLength(10);
    expect(loudness(new Float32Array(0), 10).every((value) => value === 0)).toBe(true);
  });
  it("shows a quiet line against its own loudest moment, and silence as silence", () => {
    expect(shaped([0.1, 0], [0, 0.025])).toEqual({ left: [1, 0], right: [0, 0.5] });
    expect(shaped([0, 0], [0, 0])).toEqual({ left: [0, 0], right: [0, 0] });
  });
  it("draws customers up and agents down", () => {
    expect(barsOf([0.5], true)).toBe("M0.15 0.520h.7v0.480h-.7z");
    expect(barsOf([0.5], false)).toBe("M0.15 1h.7v0.480h-.7z");
  });
});

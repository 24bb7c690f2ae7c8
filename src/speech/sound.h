// Sound as the telephone knows it: mono, 8,000 samples a second. Pure functions, and WAV files in and out.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace okno::speech {
inline constexpr int kRate = 8'000;  // samples per second of everything that we write

struct Sound {
  int rate = kRate;            // samples per second
  std::vector<float> samples;  // -1 … 1
  double seconds() const { return rate ? static_cast<double>(samples.size()) / rate : 0; }
};

// To `rate` by a windowed sinc (Kaiser, 80 dB stop band); going down, what the new rate cannot carry is
// filtered out.
Sound resampled(const Sound& sound, int rate);
// Silence at both ends goes, `pause_s` is put behind the end.
Sound trimmed(const Sound& sound, double pause_s);
// To a comfortable -20 dBFS on the telephone, peaks at -3 dBFS at most; silence stays silence.
Sound levelled(Sound sound);
// A soft tone with a rise and a fall, `level` of full scale.
Sound tone(double hertz, double seconds, double level = 0.25);
Sound joined(const std::vector<Sound>& parts);  // all of one rate
Sound silence(double seconds);

// Any WAV that libsndfile knows, several channels mixed to one. Errors: "sound_unreadable".
base::Result<Sound> read_wav(const std::string& path);
// Mono PCM 16 bit, whole or not at all: beside the place first, then renamed. Errors: "sound_unwritable".
base::Result<void> write_wav(const std::string& path, const Sound& sound);
}  // namespace okno::speech

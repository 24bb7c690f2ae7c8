#include "speech/music.h"

#include <array>
#include <cmath>
#include <filesystem>

namespace okno::speech {
namespace {
constexpr double kPi = 3.14159265358979323846;
constexpr double kBeat_s = 0.9;  // 66.7 beats a minute
constexpr int kBeatsPerBar = 4;
constexpr double kBar_s = kBeat_s * kBeatsPerBar;
constexpr double kPeak = 0.35;  // -9 dBFS: music under a voice's level, far from clipping

// A chord lies between 260 and 700 Hz, where the telephone is kind; notes are MIDI numbers.
struct Chord {
  std::array<int, 4> notes;
  int bass;
};
constexpr Chord kC{{60, 64, 67, 74}, 48}, kAm{{60, 64, 67, 69}, 45}, kF{{60, 65, 69, 76}, 53},
    kG{{62, 67, 71, 74}, 55}, kEm{{59, 64, 67, 74}, 52}, kDm{{62, 65, 69, 72}, 50};
constexpr std::array kChords = {kC, kAm, kF,  kG,  kC,  kEm, kF, kG,  kAm, kEm,
                                kF, kC,  kDm, kAm, kDm, kG,  kC, kAm, kF,  kG};

// The melody: bar, beat, note, beats long. A question of two bars, an answer of two.
struct Note {
  int bar;
  double beat;
  int note;
  double beats;
};
constexpr std::array kMelody = {
    Note{0, 0, 76, 2},     Note{0, 2, 74, 1},    Note{0, 3, 72, 1},    Note{1, 0, 69, 3},
    Note{2, 0, 72, 1.5},   Note{2, 1.5, 74, .5}, Note{2, 2, 76, 2},    Note{3, 0, 74, 3.5},
    Note{4, 0, 79, 2},     Note{4, 2, 76, 2},    Note{5, 0, 74, 1},    Note{5, 1, 76, 1},
    Note{5, 2, 71, 2},     Note{6, 0, 72, 2},    Note{6, 2, 69, 2},    Note{7, 0, 74, 4},
    Note{8, 1, 72, 1},     Note{8, 2, 76, 2},    Note{9, 0, 79, 3},    Note{10, 0, 77, 1},
    Note{10, 1, 76, 1},    Note{10, 2, 72, 2},   Note{11, 0, 76, 4},   Note{12, 0, 74, 1.5},
    Note{12, 1.5, 77, .5}, Note{12, 2, 81, 2},   Note{13, 0, 79, 2},   Note{13, 2, 76, 2},
    Note{14, 0, 77, 1},    Note{14, 1, 74, 1},   Note{14, 2, 72, 2},   Note{15, 0, 74, 4},
    Note{16, 0, 76, 2},    Note{16, 2, 79, 2},   Note{17, 0, 76, 1.5}, Note{17, 1.5, 74, .5},
    Note{17, 2, 72, 2},    Note{18, 0, 69, 2},   Note{18, 2, 72, 2},   Note{19, 0, 74, 4}};

double hertz(int note) {
  return 440 * std::pow(2, (note - 69) / 12.0);
}

// The piece as a ring: what rings on behind the last bar is heard in the first.
class Ring {
 public:
  explicit Ring(double seconds) : samples_(static_cast<std::size_t>(seconds * kRate)) {}
  // `shape(t)` is the loudness `t` seconds after the start, `partials` those of the tone.
  template <class Shape>
  void add(double at_s, double seconds, double frequency, std::initializer_list<double> partials,
           Shape shape) {
    const auto start = static_cast<std::size_t>(at_s * kRate);
    const auto length = static_cast<std::size_t>(seconds * kRate);
    double number = 0;
    for (const double loudness : partials) {
      ++number;
      const double step = 2 * kPi * frequency * number / kRate;
      if (step > kPi * 0.85) break;  // 3,400 Hz: beyond it the telephone hears nothing
      for (std::size_t i = 0; i < length; ++i)
        samples_[(start + i) % samples_.size()] += static_cast<float>(
            loudness * shape(static_cast<double>(i) / kRate) * std::sin(step * static_cast<double>(i)));
    }
  }
  std::vector<float> take() { return std::move(samples_); }

 private:
  std::vector<float> samples_;
};

// Slow strings: each note twice, a hair apart, rising over a second and dying into the next chord.
void add_pad(Ring& ring, const Chord& chord, double at_s) {
  constexpr double kRise_s = 0.9, kFall_s = 1.4;
  const double whole = kBar_s + kFall_s;
  const auto shape = [&](double t) {
    const double rise = std::min(1.0, t / kRise_s), fall = std::min(1.0, (whole - t) / kFall_s);
    return 0.5 * (1 - std::cos(kPi * rise)) * 0.5 * (1 - std::cos(kPi * fall));
  };
  for (const int note : chord.notes)
    for (const double apart : {0.9987, 1.0013})
      ring.add(at_s, whole, hertz(note) * apart, {0.050, 0.018, 0.006}, shape);
}

// A harp below the melody: the chord's notes one after another, half a beat each.
void add_harp(Ring& ring, const Chord& chord, double at_s) {
  constexpr std::array order = {0, 1, 2, 3, 2, 1, 2, 1};
  for (std::size_t i = 0; i < order.size(); ++i) {
    const double loud = i == 0 ? 0.075 : 0.05;
    ring.add(at_s + static_cast<double>(i) * kBeat_s / 2, 1.6,
             hertz(chord.notes[static_cast<std::size_t>(order[i])]), {loud, loud * 0.4, loud * 0.15},
             [](double t) { return std::min(1.0, t / 0.012) * std::exp(-t * 3.2); });
  }
  // The bass itself is below the telephone's band; its second and third partials carry it.
  ring.add(at_s, kBar_s, hertz(chord.bass), {0.07, 0.06, 0.03}, [](double t) {
    return std::min(1.0, t / 0.06) * std::exp(-t * 0.9) * std::min(1.0, (kBar_s - t) / 0.3);
  });
}

void add_melody(Ring& ring) {
  for (const auto& one : kMelody) {
    const double seconds = one.beats * kBeat_s + 0.5;
    ring.add(one.bar * kBar_s + one.beat * kBeat_s, seconds, hertz(one.note), {0.11, 0.035, 0.012},
             [&](double t) {
               const double swell = std::min(1.0, t / 0.09), fall = std::min(1.0, (seconds - t) / 0.5);
               return swell * fall * std::exp(-t * 0.55) *
                      (1 + 0.04 * std::sin(2 * kPi * 4.5 * t) * std::min(1.0, t));
             });
  }
}
}  // namespace

Sound compose_music() {
  Ring ring(kChords.size() * kBar_s);
  double at = 0;
  for (const auto& chord : kChords) {
    add_pad(ring, chord, at);
    add_harp(ring, chord, at);
    at += kBar_s;
  }
  add_melody(ring);
  Sound out{kRate, ring.take()};
  float peak = 0;
  for (const float s : out.samples) peak = std::max(peak, std::abs(s));
  for (float& s : out.samples) s *= static_cast<float>(kPeak / peak);
  return out;
}

base::Result<void> make_music(const std::string& path) {
  std::error_code error;
  if (std::filesystem::exists(path, error)) return {};
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
  if (error) return base::Error{"sound_unwritable", path + ": " + error.message()};
  return write_wav(path, compose_music());
}
}  // namespace okno::speech

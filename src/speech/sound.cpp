#include "speech/sound.h"

#include <sndfile.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace okno::speech {
namespace {
using base::Error;
using base::Result;

constexpr double kPi = 3.14159265358979323846;
constexpr int kHalfWidth = 24;       // zero crossings of the sinc on each side
constexpr double kKaiserBeta = 7.9;  // 80 dB (Kaiser 1974)
constexpr double kPassed = 0.93;     // of the lower Nyquist: 3,720 Hz at 8 kHz
constexpr std::int64_t kLongestFile =
    64'000'000;                          // samples: an hour and more, whatever a foreign command writes
constexpr float kSilence = 0.004f;       // -48 dBFS
constexpr double kTelephoneLevel = 0.1;  // RMS, -20 dBFS
constexpr double kHighestPeak = 0.7;     // -3 dBFS

double bessel_i0(double x) {
  double sum = 1, term = 1;
  for (int k = 1; k < 40; ++k) {
    term *= (x / (2 * k)) * (x / (2 * k));
    sum += term;
  }
  return sum;
}

// One row of taps for each of the `phases` positions between two input samples.
std::vector<std::vector<float>> filter_bank(int phases, int half, double cutoff) {
  std::vector<std::vector<float>> bank(static_cast<std::size_t>(phases));
  const double edge = bessel_i0(kKaiserBeta);
  for (int p = 0; p < phases; ++p) {
    auto& taps = bank[static_cast<std::size_t>(p)];
    double sum = 0;
    for (int k = -half + 1; k <= half; ++k) {
      const double t = k - static_cast<double>(p) / phases;
      const double r = t / half;
      const double window = std::abs(r) >= 1 ? 0 : bessel_i0(kKaiserBeta * std::sqrt(1 - r * r)) / edge;
      const double x = kPi * t * cutoff;
      const double value = (std::abs(x) < 1e-9 ? 1 : std::sin(x) / x) * cutoff * window;
      taps.push_back(static_cast<float>(value));
      sum += value;
    }
    for (float& tap : taps) tap = static_cast<float>(tap / sum);
  }
  return bank;
}
}  // namespace

Sound resampled(const Sound& sound, int rate) {
  if (sound.rate == rate || sound.samples.empty()) return {rate, sound.samples};
  OKNO_CHECK(sound.rate > 0 && rate > 0);
  const int common = std::gcd(sound.rate, rate);
  const int up = rate / common, down = sound.rate / common;
  const double narrower = std::min(1.0, static_cast<double>(rate) / sound.rate);
  const int half = static_cast<int>(std::ceil(kHalfWidth / narrower));
  const auto bank = filter_bank(up, half, narrower * kPassed);
  const auto size = static_cast<std::int64_t>(sound.samples.size());
  Sound out{rate, {}};
  const std::int64_t length = size * up / down;
  out.samples.reserve(static_cast<std::size_t>(length));
  for (std::int64_t i = 0; i < length; ++i) {
    const std::int64_t position = i * down;
    const std::int64_t first = position / up - half + 1;
    const auto& taps = bank[static_cast<std::size_t>(position % up)];
    float sum = 0;
    for (std::size_t k = 0; k < taps.size(); ++k) {
      const std::int64_t at = first + static_cast<std::int64_t>(k);
      if (at >= 0 && at < size) sum += taps[k] * sound.samples[static_cast<std::size_t>(at)];
    }
    out.samples.push_back(sum);
  }
  return out;
}

Sound trimmed(const Sound& sound, double pause_s) {
  const auto loud = [](float s) { return std::abs(s) > kSilence; };
  const auto first = std::find_if(sound.samples.begin(), sound.samples.end(), loud);
  const auto last = std::find_if(sound.samples.rbegin(), sound.samples.rend(), loud).base();
  Sound out{sound.rate, {}};
  if (first < last) out.samples.assign(first, last);
  out.samples.resize(out.samples.size() + static_cast<std::size_t>(pause_s * sound.rate), 0.f);
  return out;
}

Sound levelled(Sound sound) {
  double power = 0;
  float peak = 0;
  std::size_t counted = 0;
  for (const float s : sound.samples) {
    peak = std::max(peak, std::abs(s));
    if (std::abs(s) <= kSilence) continue;  // pauses do not count
    power += static_cast<double>(s) * s;
    ++counted;
  }
  if (counted == 0) return sound;
  const double gain =
      std::min(kTelephoneLevel / std::sqrt(power / static_cast<double>(counted)), kHighestPeak / peak);
  for (float& s : sound.samples) s = static_cast<float>(s * gain);
  return sound;
}

Sound tone(double hertz, double seconds, double level) {
  Sound out{kRate, std::vector<float>(static_cast<std::size_t>(seconds * kRate))};
  const double edge = std::min(0.03, seconds / 4);
  for (std::size_t i = 0; i < out.samples.size(); ++i) {
    const double t = static_cast<double>(i) / kRate;
    const double fade = std::clamp(std::min(t, seconds - t) / edge, 0.0, 1.0);
    out.samples[i] = static_cast<float>(level * fade * std::sin(2 * kPi * hertz * t));
  }
  return out;
}

Sound joined(const std::vector<Sound>& parts) {
  Sound out;
  for (const auto& part : parts) {
    OKNO_CHECK(part.rate == parts.front().rate);
    out.rate = part.rate;
    out.samples.insert(out.samples.end(), part.samples.begin(), part.samples.end());
  }
  return out;
}

Sound silence(double seconds) {
  return {kRate, std::vector<float>(static_cast<std::size_t>(seconds * kRate), 0.f)};
}

Result<Sound> read_wav(const std::string& path) {
  SF_INFO info{};
  SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
  if (!file) return Error{"sound_unreadable", path + ": " + sf_strerror(nullptr)};
  if (info.channels < 1 || info.samplerate < 1'000 || info.samplerate > 384'000 ||
      info.frames * info.channels > kLongestFile) {
    sf_close(file);
    return Error{"sound_unreadable", path + ": no sound of ordinary rate and length"};
  }
  const auto channels = static_cast<std::size_t>(info.channels);
  std::vector<float> all(static_cast<std::size_t>(info.frames) * channels);
  const auto frames =
      static_cast<std::size_t>(std::max<sf_count_t>(0, sf_readf_float(file, all.data(), info.frames)));
  sf_close(file);
  Sound out{info.samplerate, std::vector<float>(frames)};
  for (std::size_t i = 0; i < frames; ++i) {
    float sum = 0;
    for (std::size_t c = 0; c < channels; ++c) sum += all[i * channels + c];
    out.samples[i] = sum / static_cast<float>(channels);
  }
  return out;
}

Result<void> write_wav(const std::string& path, const Sound& sound) {
  static std::atomic<unsigned> counter{0};
  const std::string beside = path + "." + std::to_string(getpid()) + "-" + std::to_string(++counter) + ".new";
  SF_INFO info{};
  info.samplerate = sound.rate;
  info.channels = 1;
  info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
  SNDFILE* file = sf_open(beside.c_str(), SFM_WRITE, &info);
  if (!file) return Error{"sound_unwritable", path + ": " + sf_strerror(nullptr)};
  std::vector<short> samples(sound.samples.size());
  std::transform(sound.samples.begin(), sound.samples.end(), samples.begin(),
                 [](float s) { return static_cast<short>(std::lrint(std::clamp(s, -1.f, 1.f) * 32'767.f)); });
  const auto count = static_cast<sf_count_t>(samples.size());
  const bool written = sf_writef_short(file, samples.data(), count) == count;
  const bool closed = sf_close(file) == 0;
  if (!written || !closed || std::rename(beside.c_str(), path.c_str()) != 0) {
    std::remove(beside.c_str());
    return Error{"sound_unwritable", path + ": cannot be written whole; is the disk full?"};
  }
  return {};
}
}  // namespace okno::speech

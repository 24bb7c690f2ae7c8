#include "telephony/media/codec/translator.h"

#include <cmath>

#include "telephony/media/test_phone.h"

namespace okno::telephony::media {
namespace {
using testing::share_at;
using testing::tone;

std::vector<std::int16_t> there_and_back(Translator& translator, const std::vector<std::int16_t>& sound) {
  std::vector<std::int16_t> out;
  std::array<std::uint8_t, Translator::kMostBytes> packet;
  std::array<std::int16_t, Translator::kMostSamples> samples;
  for (std::size_t at = 0; at + kFrame <= sound.size(); at += kFrame) {
    const auto bytes = translator.encode(std::span(sound).subspan(at, kFrame), packet);
    EXPECT_GT(bytes, 0U);
    const auto count = translator.decode(std::span(packet).first(bytes), samples);
    EXPECT_EQ(kFrame, count);
    out.insert(out.end(), samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(count));
  }
  return out;
}

// Signal over everything else in dB at the delay that fits best: a codec is late by a part of a frame.
double signal_to_noise_db(const std::vector<std::int16_t>& in, const std::vector<std::int16_t>& out) {
  double best = -100;
  for (std::size_t delay = 0; delay < 120; ++delay) {
    double signal = 0, noise = 0;
    for (std::size_t i = 1600; i + delay < out.size() && i < in.size(); ++i) {  // after it has found its feet
      const double difference = in[i] - out[i + delay];
      signal += static_cast<double>(in[i]) * in[i];
      noise += difference * difference;
    }
    best = std::max(best, 10 * std::log10(signal / std::max(noise, 1.0)));
  }
  return best;
}

TEST(Translator, is_not_needed_for_g711) {
  EXPECT_EQ(nullptr, make_translator(Codec::pcma));
  EXPECT_EQ(nullptr, make_translator(Codec::pcmu));
}

TEST(G722, gives_tones_back_as_they_were) {
  for (const double hertz : {300.0, 440.0, 1000.0, 2300.0, 3000.0}) {
    const auto translator = make_translator(Codec::g722);
    const auto sound = tone(hertz, 16'000);
    const auto back = there_and_back(*translator, sound);
    EXPECT_GT(share_at(back, hertz), 0.98) << hertz;
    EXPECT_GT(signal_to_noise_db(sound, back), 20) << hertz;
  }
}

TEST(G722, keeps_loudness_and_silence) {
  const auto translator = make_translator(Codec::g722);
  const auto loud = [](const std::vector<std::int16_t>& all) {
    double power = 0;
    for (const auto one : all) power += static_cast<double>(one) * one;
    return std::sqrt(power / static_cast<double>(all.size()));
  };
  const auto sound = tone(800, 8000);
  EXPECT_NEAR(loud(sound), loud(there_and_back(*translator, sound)), loud(sound) * 0.05);
  EXPECT_LT(loud(there_and_back(*translator, std::vector<std::int16_t>(8000))), 100);
}

TEST(G722, takes_any_bytes_and_refuses_more_than_fit) {
  const auto translator = make_translator(Codec::g722);
  std::array<std::int16_t, Translator::kMostSamples> samples;
  std::vector<std::uint8_t> packet(Translator::kMostSamples);
  for (std::size_t i = 0; i < packet.size(); ++i) packet[i] = static_cast<std::uint8_t>(i * 37);
  EXPECT_EQ(packet.size(), translator->decode(packet, samples));
  EXPECT_EQ(1U, translator->decode(std::span(packet).first(1), samples));
  packet.resize(Translator::kMostSamples + 1);
  EXPECT_EQ(0U, translator->decode(packet, samples));
}
}  // namespace
}  // namespace okno::telephony::media

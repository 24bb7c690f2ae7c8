// One leg's state of a codec that is not G.711, both ways. Lives with its leg; knows no lock and no clock.
#pragma once
#include <cstdint>
#include <memory>
#include <span>

#include "telephony/media/engine.h"

namespace okno::telephony::media {
class Translator {
 public:
  static constexpr std::size_t kMostSamples =
      960;  // of one packet at 8 kHz: 120 ms, the most that Opus puts into one
  static constexpr std::size_t kMostBytes = 960;  // of one packet: G.722 of as long

  virtual ~Translator() = default;
  // A packet's sound at 8 kHz into `out` (kMostSamples); how many samples. 0: damaged, or longer than we
  // take.
  virtual std::size_t decode(std::span<const std::uint8_t> packet, std::span<std::int16_t> out) = 0;
  // A packet of this sound, a multiple of 10 ms, into `out` (kMostBytes); how many bytes. 0: cannot be.
  virtual std::size_t encode(std::span<const std::int16_t> samples, std::span<std::uint8_t> out) = 0;
};

// Null for the two laws of G.711, which need none.
std::unique_ptr<Translator> make_translator(Codec codec);
std::unique_ptr<Translator> make_g722();
}  // namespace okno::telephony::media

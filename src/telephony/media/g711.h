// G.711 by tables (ITU-T G.711): A-law and µ-law bytes, and 16-bit samples at 8 kHz.
#pragma once
#include <array>
#include <cstdint>
#include <span>

#include "telephony/media/engine.h"

namespace okno::telephony::media::g711 {
inline constexpr std::uint8_t kSilenceA = 0xD5;
inline constexpr std::uint8_t kSilenceU = 0xFF;

std::int16_t linear_of_alaw(std::uint8_t byte);
std::int16_t linear_of_ulaw(std::uint8_t byte);
std::uint8_t alaw_of(std::int16_t sample);
std::uint8_t ulaw_of(std::int16_t sample);

extern const std::array<std::uint8_t, 256> kUlawOfAlaw;
extern const std::array<std::uint8_t, 256> kAlawOfUlaw;

inline bool is(Codec codec) {
  return codec == Codec::pcma || codec == Codec::pcmu;
}
inline std::uint8_t silence(Codec codec) {
  return codec == Codec::pcma ? kSilenceA : kSilenceU;
}
// In place; nothing to do when the two are the same.
void transcode(std::span<std::uint8_t> payload, Codec from, Codec to);
}  // namespace okno::telephony::media::g711

#include "telephony/media/g711.h"

namespace okno::telephony::media::g711 {
namespace {
constexpr std::int16_t alaw_to_linear(std::uint8_t byte) {
  const int a = byte ^ 0x55;
  const int segment = (a >> 4) & 7;
  int magnitude = (a & 0x0F) << 4;
  magnitude = segment == 0 ? magnitude + 8 : (magnitude + 0x108) << (segment - 1);
  return static_cast<std::int16_t>((a & 0x80) != 0 ? magnitude : -magnitude);
}

constexpr std::int16_t ulaw_to_linear(std::uint8_t byte) {
  const int u = byte ^ 0xFF;
  const int magnitude = ((((u & 0x0F) << 3) + 0x84) << ((u >> 4) & 7)) - 0x84;
  return static_cast<std::int16_t>((u & 0x80) != 0 ? -magnitude : magnitude);
}

constexpr std::uint8_t linear_to_alaw(int sample) {
  const int sign = sample >= 0 ? 0xD5 : 0x55;
  int magnitude = sample >= 0 ? sample : -sample - 1;
  if (magnitude > 32767) magnitude = 32767;
  int segment = 0;
  for (int top = magnitude >> 8; top != 0; top >>= 1) ++segment;
  const int low = segment < 2 ? magnitude >> 4 : magnitude >> (segment + 3);
  return static_cast<std::uint8_t>(((segment << 4) | (low & 0x0F)) ^ sign);
}

constexpr std::uint8_t linear_to_ulaw(int sample) {
  const int sign = sample < 0 ? 0x7F : 0xFF;
  int magnitude = sample < 0 ? -sample : sample;
  magnitude = (magnitude > 32635 ? 32635 : magnitude) + 0x84;
  int segment = 0;
  for (int top = magnitude >> 8; top != 0; top >>= 1) ++segment;
  return static_cast<std::uint8_t>(((segment << 4) | ((magnitude >> (segment + 3)) & 0x0F)) ^ sign);
}

template <class Make>
constexpr std::array<std::uint8_t, 256> table(Make make) {
  std::array<std::uint8_t, 256> out{};
  for (int i = 0; i < 256; ++i) out[static_cast<std::size_t>(i)] = make(static_cast<std::uint8_t>(i));
  return out;
}
}  // namespace

const std::array<std::uint8_t, 256> kUlawOfAlaw =
    table([](std::uint8_t a) { return linear_to_ulaw(alaw_to_linear(a)); });
const std::array<std::uint8_t, 256> kAlawOfUlaw =
    table([](std::uint8_t u) { return linear_to_alaw(ulaw_to_linear(u)); });

std::int16_t linear_of_alaw(std::uint8_t byte) {
  return alaw_to_linear(byte);
}
std::int16_t linear_of_ulaw(std::uint8_t byte) {
  return ulaw_to_linear(byte);
}
std::uint8_t alaw_of(std::int16_t sample) {
  return linear_to_alaw(sample);
}
std::uint8_t ulaw_of(std::int16_t sample) {
  return linear_to_ulaw(sample);
}

void transcode(std::span<std::uint8_t> payload, Codec from, Codec to) {
  if (from == to) return;
  const auto& by = from == Codec::pcma ? kUlawOfAlaw : kAlawOfUlaw;
  for (auto& byte : payload) byte = by[byte];
}
}  // namespace okno::telephony::media::g711

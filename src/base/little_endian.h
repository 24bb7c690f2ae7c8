// Numbers as the files of this world hold them: the least byte first.
#pragma once
#include <cstdint>

namespace okno::base {
// The lowest `bytes` of `value`, 1 to 8.
inline void put_little(std::uint8_t* at, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) at[i] = static_cast<std::uint8_t>(value >> (8 * i));
}
// `bytes`: 1 to 4.
inline std::uint32_t little(const std::uint8_t* at, int bytes) {
  std::uint32_t out = 0;
  for (int i = 0; i < bytes; ++i) out |= std::uint32_t{at[i]} << (8 * i);
  return out;
}
}  // namespace okno::base

// What is heard where a packet was lost: the last pitch again, fading away within 50 ms (as ITU-T G.711,
// appendix I does it; spandsp). Pure.
#pragma once
#include <cstdint>
#include <span>

#include "telephony/media/rtp.h"

namespace okno::telephony::media {
inline constexpr std::size_t kConcealFrom = 280;           // samples: what must be known before the gap
inline constexpr std::size_t kMostConcealed = 3 * kFrame;  // samples: past it nobody knows what was said

// Fills `gap`; `before` is what was heard up to it (kConcealFrom samples or more), `after` what is heard
// behind it, whose beginning is blended; it may be empty.
void conceal(std::span<const std::int16_t> before, std::span<std::int16_t> gap,
             std::span<std::int16_t> after);
}  // namespace okno::telephony::media

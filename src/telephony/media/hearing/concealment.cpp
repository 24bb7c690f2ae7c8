#include "telephony/media/hearing/concealment.h"

// Its headers stand on <stdint.h> and on its own words.
#include <spandsp/telephony.h>

#include <spandsp/plc.h>

#include <algorithm>
#include <array>

namespace okno::telephony::media {
static_assert(kConcealFrom >= PLC_HISTORY_LEN);

void conceal(std::span<const std::int16_t> before, std::span<std::int16_t> gap,
             std::span<std::int16_t> after) {
  plc_state_t state;
  plc_init(&state);
  std::array<std::int16_t, kConcealFrom> known{};
  const std::size_t count = std::min(before.size(), known.size());
  std::copy(before.end() - static_cast<std::ptrdiff_t>(count), before.end(),
            known.end() - static_cast<std::ptrdiff_t>(count));
  plc_rx(&state, known.data(), static_cast<int>(known.size()));
  plc_fillin(&state, gap.data(), static_cast<int>(gap.size()));
  if (!after.empty()) plc_rx(&state, after.data(), static_cast<int>(after.size()));
}
}  // namespace okno::telephony::media

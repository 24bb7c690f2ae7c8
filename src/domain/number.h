// A customer's number as the trade sees it.
#pragma once
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "domain/interaction.h"

namespace okno::domain {
// False: it is not shown, and anybody's. Such a number is nobody's address and belongs on no list.
inline bool is_known_number(std::string_view number) {
  static constexpr std::array<std::string_view, 6> kHidden{"",           "anonymous", "unknown",
                                                           "restricted", "private",   "unavailable"};
  return std::find(kHidden.begin(), kHidden.end(), number) == kHidden.end();
}

// His side of it: who called, or whom we called.
inline const std::string& customers_number(const Interaction& row) {
  return row.direction == Direction::inbound ? row.from : row.to;
}
}  // namespace okno::domain

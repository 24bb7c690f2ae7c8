// Many stories as one picture that a manager reads: by channel, how many came and what became of them. One
// under another as days they would be a roll of paper.
#pragma once
#include <map>
#include <string>

#include "sim/picture.h"
#include "sim/report/table.h"

namespace okno::sim {
inline constexpr std::size_t kDrawnAsDays = 6;  // stories; more of them are drawn as an overview
std::string overview(const std::map<domain::Channel, Figures>& figures, std::size_t stories,
                     Language language);
}  // namespace okno::sim

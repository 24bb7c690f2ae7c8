// Before and after as a picture: for each demand six bars of a hundred callers each, who was answered in 10
// s, later, or not at all; a mark where the formula says.
#pragma once
#include <string>
#include <vector>

#include "sim/claims.h"
#include "sim/picture.h"

namespace okno::sim {
std::string claims_chart(const std::vector<ClaimDemand>& demands, Language language);
}  // namespace okno::sim

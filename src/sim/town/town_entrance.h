// A town's hours, lists and ways on, from its seed.
#pragma once
#include <string>

#include "base/prng.h"
#include "domain/centre.h"

namespace okno::sim {
// "office" and "night": weeks in which something opens or closes soon after `now`.
std::vector<domain::Hours> town_hours(base::Prng& prng, base::Instant now);
void configure_entrance(base::Prng& prng, domain::Project& project, bool with_hours);
void configure_entrance(base::Prng& prng, domain::Queue& queue, bool with_hours);
// One of few numbers, so that they come back; some hide theirs.
inline constexpr std::int64_t kFewNumbers = 40;
std::string town_number(base::Prng& prng, std::int64_t numbers = kFewNumbers);
}  // namespace okno::sim

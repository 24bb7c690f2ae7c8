// What integration changes, through the real core: the same agents and the same first calls, before and
// after. "Before": 360 s of handling, 70 % solved at the first call; "after": 180 s and 95 %. Who was not
// helped calls again.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "sim/erlang.h"
#include "sim/picture.h"
#include "sim/plain_day.h"

namespace okno::sim {
struct ClaimCase {
  std::string name;
  double service_s = 0, solved_first = 0;
  double calls_per_hour = 0;  // with repeated calls, as the formula has it
  PlainReport simulated;
  double wait_p90_s = 0;  // over all calls
  Expected formula;
};
struct ClaimDemand {
  double first_calls_per_hour = 0;
  int agents = 0;         // what "after" needs for 87.3 % in 10 s and at most 5 % lost
  int agents_before = 0;  // what "before" needs for the same service level
  std::vector<ClaimCase> cases;
};

// `calls` per case: 40,000 give a percent or two.
std::vector<ClaimDemand> claims(std::int64_t calls, std::uint64_t seed);
std::string claim_words(const ClaimCase& c, Language language);  // "before: AHT 360 s, FCR 70 %"
std::string claims_table(const std::vector<ClaimDemand>& demands, Language language);
std::string claims_json(const std::vector<ClaimDemand>& demands);
}  // namespace okno::sim
